#!/usr/bin/env bash
# Has Spin search the model: what must hold, and what must fail. See README.md.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly MODEL=$PWD/docs/model/match.pml
readonly OUT=$PWD/build/model
readonly JOBS=${JOBS:-$(nproc)}

# check EXPECTATION NAME DEFINITION...: starts a search as soon as a core is free.
check() {
  while (($(jobs -rp | wc -l) >= JOBS)); do wait -n || true; done
  search "$@" &
}

# search EXPECTATION NAME DEFINITION...: one exhaustive search; EXPECTATION is holds or fails.
search() {
  local expected=$1 name=$2 found states started=$SECONDS
  shift 2
  local work=$OUT/${name// /-}
  mkdir -p "$work"
  (
    cd "$work"
    spin -a "$@" "$MODEL" >spin.log
    gcc -O1 -DSAFETY -DMEMLIM=6000 -w -o pan pan.c
    ./pan -m10000 -E >search.log 2>&1
  ) || true
  if grep -q 'errors: 0' "$work/search.log" && ! grep -q 'not completed' "$work/search.log"; then
    found=holds
  elif grep -q 'assertion violated' "$work/search.log"; then
    found=fails
  else
    found='gives no result'
  fi
  states=$(awk '/states, stored/ { print $1 }' "$work/search.log")
  local verdict=''
  if [[ $found == "$expected" ]]; then touch "$work/as-expected"; else verdict="   WRONG: look at ${work#"$PWD"/}"; fi
  printf '%-7s %-55s %10s states %4d s%s\n' "$found" "$name" "${states:-?}" $((SECONDS - started)) "$verdict"
}

rm -rf "$OUT"
case ${1:-} in
  '' | deep) ;;
  *) echo "usage: ./nexus model [deep]" >&2; exit 2 ;;
esac

readonly TWO=-DVISITORS=2 THREE=-DVISITORS=3
check holds 'three visitors' $THREE
check holds 'three visitors, a lease runs out' $THREE -DEXPIRIES=1
check holds 'a disconnect, late replies' $TWO -DDISCONNECTS=1 -DLATE_REPLIES
check holds 'a crash of a desk, late commits' $TWO -DCRASHES=1 -DLATE_COMMITS
check holds 'a fail-over that loses any suffix of writes' $TWO -DFAILOVERS=1
check holds 'a lease runs out, an event is lost' $TWO -DEXPIRIES=1 -DLOSSES=1
check holds 'an event is repeated, a visitor leaves' $TWO -DREPEATS=1 -DLEAVES=1
check holds 'nobody abandons, a disconnect' $TWO -DNO_ABANDON -DDISCONNECTS=1

check fails 'naive: read two, then write' $THREE -DREAD_THEN_WRITE -DNO_RENEW
check fails 'naive: pop two, then create; a crash' $THREE -DPOP_THEN_CREATE -DNO_RENEW -DCRASHES=1
check fails 'no commit guard, a fail-over' $THREE -DNO_COMMIT_GUARD -DFAILOVERS=1
check fails 'no renew, a lease runs out' $TWO -DNO_RENEW -DEXPIRIES=1
check fails 'no renew, an event is lost' $TWO -DNO_RENEW -DLOSSES=1
check fails 'no deadline, a disconnect' $THREE -DNO_DEADLINE -DDISCONNECTS=1
check fails 'no idempotence, an event is repeated' $TWO -DNO_IDEMPOTENCE -DREPEATS=1
check fails 'no tombstone, a visitor leaves' $TWO -DNO_TOMBSTONE -DLEAVES=1

if [[ ${1:-} == deep ]]; then
  check holds 'deep: three visitors, a disconnect' $THREE -DDISCONNECTS=1
  check holds 'deep: three visitors, a crash of a desk' $THREE -DCRASHES=1
  check holds 'deep: a disconnect, everything late' $TWO -DDISCONNECTS=1 -DLATE_REPLIES -DLATE_COMMITS
  check holds 'deep: a crash, everything late' $TWO -DCRASHES=1 -DLATE_REPLIES -DLATE_COMMITS
fi

wait
readonly searches=("$OUT"/*/) expected=("$OUT"/*/as-expected)
((${#searches[@]} == ${#expected[@]})) || { echo "the model: not as expected"; exit 1; }
echo "the model: all as expected"
