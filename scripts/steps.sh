# shellcheck shell=bash
# Runs steps: each writes its own log and ends in one line with its time. Sourced by nexus.
# SPDX-License-Identifier: MIT

readonly LOGS=build/logs
# A step that takes longer hangs: on a slow machine the slowest step, which yields to others, takes half of this.
readonly STEP_LIMIT_S=${STEP_LIMIT_S:-3600}
readonly FAILURE_LINES=120

declare -A step_pid=() step_since=()
is_terminal() { [[ -t 1 && ${TERM:-dumb} != dumb ]]; }

log_of() { echo "$LOGS/${1// /-}.log"; }

# start_step NAME JOBS NICENESS COMMAND...: starts it in the background, in its own process group, so that no child
# outlives it.
start_step() {
  local name=$1 jobs=$2 niceness=$3
  shift 3
  mkdir -p "$LOGS"
  set -m
  # Not part of a condition: bash would ignore errors inside it.
  (
    set -e
    export JOBS=$jobs NO_COLOR=1
    ((niceness == 0)) || renice -n $(($(nice) + niceness)) $BASHPID >/dev/null
    "$@"
  ) >"$(log_of "$name")" 2>&1 </dev/null &
  set +m
  step_pid[$name]=$!
  step_since[$name]=$SECONDS
}

kill_step() { kill -KILL -- "-${step_pid[$1]}" 2>/dev/null || true; }

stop_all_steps() {
  local name
  for name in "${!step_pid[@]}"; do kill_step "$name"; done
}

is_running() {
  kill -0 "${step_pid[$1]}" 2>/dev/null || return 1
  ((SECONDS - step_since[$1] < STEP_LIMIT_S)) && return
  kill_step "$1"
  echo "stopped: it took more than $STEP_LIMIT_S s" >>"$(log_of "$1")"
}

# end_step NAME: prints the line of a finished step and returns the step's status.
end_step() {
  local name=$1 status=0 colour=32 word=ok
  local log seconds=$((SECONDS - step_since[$name]))
  log=$(log_of "$name")
  wait "${step_pid[$name]}" 2>/dev/null || status=$?
  kill_step "$name"
  unset "step_pid[$name]"
  ((status == 0)) || colour=31 word=FAILED
  clear_live_line
  if is_terminal; then printf '\033[%sm%-6s\033[0m' "$colour" "$word"; else printf '%-6s' "$word"; fi
  printf ' %-28s %5d s\n' "$name" "$seconds"
  if ((status != 0)); then
    tail -n "$FAILURE_LINES" "$log" | sed 's/^/    /'
    printf '    the full log: %s\n' "$log"
  fi
  return "$status"
}

clear_live_line() { is_terminal && printf '\r\033[K' || true; }

# Prints the running steps, their time, and the last line of each.
show_live_line() {
  is_terminal || return 0
  local name line='' last=''
  for name in "${!step_pid[@]}"; do
    line+="$name $((SECONDS - step_since[$name])) s  "
    last=$(tail -c 400 "$(log_of "$name")" | tr '\r' '\n' | sed 's/\x1b\[[0-9;]*[A-Za-z]//g' | grep . | tail -n 1) || true
  done
  line="       $line| $last"
  printf '\r\033[K%s' "${line:0:$(($(tput cols 2>/dev/null || echo 80) - 1))}"
}

trap 'stop_all_steps; exit 130' INT TERM
trap stop_all_steps EXIT

# step NAME COMMAND...: runs one step and waits for it; ends the program if it fails.
step() {
  start_step "$1" "$JOBS" 0 "${@:2}"
  while is_running "$1"; do
    show_live_line
    sleep 0.2
  done
  end_step "$1" || die "could not finish the step: $1"
}
