#!/usr/bin/env bash
# Tries ./nexus on a bare Debian: its error texts when something is missing, and the time from nothing to the page.
#   tests/bare/run.sh bookworm|trixie [messages | page | test STEP...]      (default: messages, then page)
# Needs root, debootstrap and a network; uses about 4 GB of build/bare. Tests only files that git tracks or would add.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly RELEASE=${1:?bookworm or trixie} WHAT=${2:-all}
readonly ROOT=$PWD/build/bare/$RELEASE
readonly PORT=18470
declare -i wrong=0

source tests/bare/root.sh

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# expect TEXT [unshare's options] -- COMMAND: the command must fail with this text and install nothing.
expect() {
  local text=$1 output
  shift
  output=$(inside "$@" 2>&1) && { echo "WRONG: it did not fail: ${*: -1}"; wrong+=1; return; }
  if [[ $output == *"$text"* && ! -e $ROOT/usr/bin/cmake ]]; then
    echo "says \"$text\""
  else
    printf 'WRONG: expected "%s", but got:\n%s\n' "$text" "$output"
    wrong+=1
  fi
}

messages() {
  say "the errors of ./nexus on a bare $RELEASE"
  fresh
  expect 'neither root nor have sudo' -- 'setpriv --reuid 1000 --regid 1000 --clear-groups ./nexus run'
  expect 'apt could not download the packages' --net -- './nexus run'
  expect 'MB are free' -- 'mount -t tmpfs -o size=60m small /mnt; cp -a nexus scripts /mnt; /mnt/nexus run'
  expect 'A System 1.0 is not Debian 12 or 13' -- \
    'rm /etc/os-release; printf "ID=a\nPRETTY_NAME=\"A System 1.0\"\n" >/etc/os-release; ./nexus run'
  expect 'does /etc/apt name a mirror' --net -- 'cp /usr/lib/os-release /etc; rm -r /var/lib/apt/lists; ./nexus run'
}

page() {
  say "./nexus run on a bare $RELEASE"
  fresh
  local started=$SECONDS page
  set -m  # Runs in a separate process group, so that all of it can be ended.
  inside -- "trap : TERM; time ./nexus run --server-port $PORT" >"$ROOT.log" 2>&1 &
  local run=$!
  set +m
  until page=$(curl -fs "http://localhost:$PORT/"); do
    kill -0 $run 2>/dev/null || { tail -n 30 "$ROOT.log"; exit 1; }
    sleep 1
  done
  [[ $page == *'<title>'* ]] || { echo "WRONG: that is not the page"; wrong+=1; }
  echo "the page came after $((SECONDS - started)) s; load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
  kill -- -$run
  wait $run || true
  until grep -q '^sys' "$ROOT.log"; do sleep 0.1; done
  echo "of processor time: $(grep -E '^(user|sys)' "$ROOT.log" | xargs)"
}

case $WHAT in
  all) messages; page ;;
  messages | page) "$WHAT" ;;
  test) fresh; inside -- "./nexus ${*:2}" ;;
  *) sed -n '3s/^# *//p' "$0" >&2; exit 2 ;;
esac
((wrong == 0))
