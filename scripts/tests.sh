# shellcheck shell=bash
# The steps of ./nexus test, and which of them run side by side. Sourced by nexus.
# SPDX-License-Identifier: MIT

readonly TEST_STEPS=(tidy web server model fuzz scenarios faults pages browser)

# In this order, each as soon as its predecessors are done and its cores are free. `all` takes every core. 0 takes none:
# such a step mostly waits, and runs beside the others. `pages` takes what the step that ends last leaves.
readonly PLAN=(page tidy programs scenarios server fuzz model web faults pages browser)
readonly -A CORES=(
  [page]=1 [tidy]=1 [programs]=all [scenarios]=0 [server]=all [web]=1 [model]=1 [fuzz]=1 [faults]=0
  [pages]=1 [browser]=all
)
# Scenarios and faults wait for states of many processes, so they run beside neither each other nor the calls of browsers,
# which take every core.
readonly -A AFTER=(
  [scenarios]='page programs' [faults]='programs scenarios' [pages]='page programs'
  [browser]='page programs scenarios faults'
)
# These compute beside steps that wait, and leave the cores to those whenever those need them.
readonly YIELDING=' server model fuzz pages '
# Built for the steps that name them in AFTER.
readonly BUILDS=' page programs '

test_page() { build_web; }

test_programs() { build_server dev nexuschat; }

test_tidy() { tests/tidy/check.sh; }

test_web() {
  need_modules web
  (cd web && npm run --silent lint && npm test --silent -- --maxWorkers="$JOBS")
}

# Runs all tests under AddressSanitizer and UndefinedBehaviorSanitizer; tests that do less there run without them, too.
test_server() {
  export GTEST_BRIEF=1  # only what fails
  build_server asan all_tests
  # One more than there are cores: the tests of Redis and of sockets mostly wait.
  ctest --test-dir build/asan -j $((JOBS + 1)) --output-on-failure --no-tests=error
  # Nothing runs the benchmarks here, but they must compile.
  build_server dev exhaustive_tests bench_programs
  ctest --test-dir build/dev -j "$JOBS" -L exhaustive --output-on-failure --no-tests=error
}

test_model() { docs/model/run.sh; }

# test_fuzz [TARGET] [SECONDS]: by default a smoke test.
test_fuzz() {
  build_server asan fuzzers
  JOBS=${CORES[fuzz]} fuzz/run.sh "${1:-all}" "${2:-10}"
}

# run_node_tests SCRIPT [COMMAND...]: runs a script of tests/package.json, under that command.
run_node_tests() {
  need_modules tests
  (cd tests && NEXUS_BIN=$PWD/../build/dev/bin "${@:2}" npm run --silent "$1")
}

test_scenarios() {
  run_node_tests check
  node bench/plots.mjs --check
  tests/package/check.sh build/dev
  run_node_tests scenarios
}

# test_faults [ROW...]: runs these rows, by default all.
test_faults() { NEXUS_FAULTS="$*" run_node_tests faults; }

# Chromium of root does not yield: it raises its own priority, unless it lacks the capability.
test_pages() {
  local -a yielding=()
  ((EUID != 0)) || yielding=(setpriv --bounding-set -sys_nice)
  run_node_tests pages "${yielding[@]}"
}

test_browser() { run_node_tests browser; }

# with_builds STEP...: prints the steps in the order of PLAN, with the builds that they need.
with_builds() {
  local wanted=" $* " step build
  for step in "$@"; do
    for build in ${AFTER[$step]:-}; do [[ $BUILDS == *" $build "* ]] && wanted+="$build "; done
  done
  for step in "${PLAN[@]}"; do [[ $wanted == *" $step "* ]] && echo "$step"; done
}

# Shell variables of run_plan: waiting (steps in order), result (of each that ended), free (cores).
cores_of() { [[ ${CORES[$1]} == all ]] && echo "$JOBS" || echo "${CORES[$1]}"; }

# At 5, a step gets a quarter of a core that another wants, too: enough for its own tests that wait for a state.
niceness_of() { [[ $YIELDING == *" $1 "* ]] && echo 5 || echo 0; }

# A step is blocked while one of its predecessors waits or runs.
is_blocked() {
  local before
  for before in ${AFTER[$1]:-}; do
    [[ -n ${step_pid[$before]:-} || " ${waiting[*]} " == *" $before "* ]] && return 0
  done
  return 1
}

failed_build_of() {
  local before
  for before in ${AFTER[$1]:-}; do
    [[ $BUILDS == *" $before "* && ${result[$before]:-} == failed ]] && echo "$before" && return
  done
  return 1
}

start_what_fits() {
  local name cores build is_full=false
  local -a left=()
  for name in "${waiting[@]}"; do
    cores=$(cores_of "$name")
    if is_blocked "$name" || { ((cores > 0)) && $is_full; }; then
      left+=("$name")
    elif build=$(failed_build_of "$name"); then
      result[$name]=failed
      printf 'FAILED %-28s         its build failed: %s\n' "$name" "$build"
    elif ((cores <= free)); then
      free=$((free - cores))
      start_step "$name" "$((cores > 0 ? cores : 1))" "$(niceness_of "$name")" "test_$name"
    else
      # No later step overtakes one that waits for cores, or it might never start.
      is_full=true
      left+=("$name")
    fi
  done
  waiting=("${left[@]}")
}

end_what_ended() {
  local name
  for name in "${!step_pid[@]}"; do
    is_running "$name" && continue
    free=$((free + $(cores_of "$name")))
    if end_step "$name"; then result[$name]=passed; else result[$name]=failed; fi
  done
}

# run_plan STEP...: runs these steps and stores their results in `result`.
run_plan() {
  local -a waiting=("$@")
  local -i free=$JOBS
  while ((${#waiting[@]} + ${#step_pid[@]})); do
    start_what_fits
    show_live_line
    sleep 0.2
    end_what_ended
  done
}

cmd_test() {
  local -a steps=("$@") plan
  ((${#steps[@]})) || steps=("${TEST_STEPS[@]}")
  local step
  for step in "${steps[@]}"; do
    [[ " ${TEST_STEPS[*]} " == *" $step "* ]] || die "no test step \"$step\"; there are: ${TEST_STEPS[*]}"
  done
  need "test NexusChat" "${steps[@]}"
  mapfile -t plan < <(with_builds "${steps[@]}")
  local -A result=()
  local -i passed=0 failed=0
  run_plan "${plan[@]}"
  # A test that this machine cannot run prints "skipped: ..." into its log, and one that failed once "repeated: ...".
  for step in "${plan[@]}"; do
    sed -n "s/^skipped: /skipped in $step: /p; s/^repeated: /failed once in $step: /p" \
      "$(log_of "$step")" 2>/dev/null | sort -u
    [[ ${result[$step]} == passed ]] && passed+=1 || failed+=1
  done
  printf '%d steps in %d min %02d s; logs: %s\n' "${#plan[@]}" $((SECONDS / 60)) $((SECONDS % 60)) "$LOGS"
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
