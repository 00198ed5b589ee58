#!/usr/bin/env bash
# Runs the fuzz targets, as many at once as there are cores.
#   fuzz/run.sh [TARGET|all] [SECONDS]
# Each starts from the seeds in fuzz/seeds (messages also from protocol/vectors.jsonl) and from the corpus of
# earlier runs in build/fuzz/corpus. Inputs that crash a target are saved in build/fuzz/crashes;
# run one again with build/asan/bin/fuzz-TARGET FILE.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

readonly JOBS=${JOBS:-$(nproc)}
readonly TARGETS=(evidence frame http message proxy-header redis-reply relay-filter token)

target=${1:-all} seconds=${2:-60}
targets=("$target")
[[ $target == all ]] && targets=("${TARGETS[@]}")
[[ $seconds =~ ^[0-9]+$ ]] || { echo "fuzz: \"$seconds\" is not a number of seconds" >&2; exit 2; }

# Seeds are text, one input on each line, with the escapes of printf for bytes that an editor would change.
make_seeds() {
  local from=fuzz/seeds/$1.txt to=$2 line
  local -i count=0
  mkdir -p "$to"
  while IFS= read -r line; do
    [[ -z $line || $line == '# '* ]] && continue
    count+=1
    printf '%b' "$line" >"$to/$count"
  done <"$from"
}

# run_target NAME: runs the target and prints the result; the status is 0 if it held.
run_target() {
  local name=$1 program=build/asan/bin/fuzz-$1 log=build/fuzz/$1.log
  local corpus=build/fuzz/corpus/$1 seeds=build/fuzz/seeds/$1 crashes=build/fuzz/crashes
  mkdir -p "$corpus" "$crashes"
  local -a folders=("$corpus" "$seeds")
  make_seeds "$name" "$seeds"
  [[ $name == message ]] && build/asan/bin/vector-seeds "$seeds"
  if "$program" -max_total_time="$seconds" -max_len=4096 -timeout=30 -rss_limit_mb=1024 \
    -artifact_prefix="$crashes/$name-" -print_final_stats=1 "${folders[@]}" >"$log" 2>&1; then
    echo "fuzz: $name held through $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s"
  else
    tail -n 40 "$log"
    echo "fuzz: $name FAILED; see $log and $crashes"
    return 1
  fi
}

declare -i failures=0
for name in "${targets[@]}"; do
  [[ -x build/asan/bin/fuzz-$name ]] || { echo "fuzz: no target \"$name\"; there are: ${TARGETS[*]}" >&2; exit 2; }
  while (($(jobs -rp | wc -l) >= JOBS)); do wait -n || failures+=1; done
  run_target "$name" &
done
while (($(jobs -p | wc -l))); do wait -n || failures+=1; done
exit $((failures > 0))
