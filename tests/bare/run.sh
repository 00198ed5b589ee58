#!/usr/bin/env bash
# Tries ./nexus on a bare Debian: its error texts when something is missing, and the time from nothing to the page.
#   tests/bare/run.sh bookworm|trixie [messages | page | test STEP...]      (default: messages, then page)
# Needs root, debootstrap and a network; uses about 4 GB of build/bare. Tests only files that git tracks or would add.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly RELEASE=${1:?bookworm or trixie} WHAT=${2:-all}
readonly BASE=$PWD/build/bare/$RELEASE.base ROOT=$PWD/build/bare/$RELEASE
readonly PORT=18470
declare -i wrong=0

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# Makes a fresh root with this clone in /src.
fresh() {
  if [[ ! -e $BASE/usr/bin/apt-get ]]; then
    mkdir -p "$BASE"
    debootstrap --variant=minbase "$RELEASE" "$BASE" >"$BASE.log"
  fi
  rm -rf --one-file-system "$ROOT"
  cp -a "$BASE" "$ROOT"
  cp /etc/resolv.conf /etc/hosts "$ROOT/etc/"
  [[ ! -e ~/.npmrc ]] || grep -E '^ *registry *=' ~/.npmrc >"$ROOT/root/.npmrc" || true
  # Authorities that this machine trusts besides Debian's.
  mkdir -p "$ROOT/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$ROOT/usr/local/share/ca-certificates/" 2>/dev/null || true
  mkdir "$ROOT/src"
  git ls-files -co --exclude-standard -z | tar -c --null -T - | tar -x -C "$ROOT/src" --no-same-owner
  git clone -q --bare . "$ROOT/src/.git"
  git -C "$ROOT/src" config core.bare false
}

# inside [unshare's options] -- COMMAND: runs it in the root, with separate mounts and a separate /dev, so that
# nothing of this machine can be reached or removed through the root.
inside() {
  local -a options=()
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  unshare --mount --propagation private "${options[@]}" bash -c '
    set -e
    root=$1 command=$2
    mount --bind "$root" "$root" # tests change mounts, which needs a root that is one
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=755 dev "$root/dev"
    mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/net"
    mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
    for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0" "net/tun 10 200"; do
      read -r name major minor <<<"$node"
      mknod -m 666 "$root/dev/$name" c "$major" "$minor"
    done
    chmod 1777 "$root/dev/shm"
    ln -s pts/ptmx "$root/dev/ptmx"
    ln -s /proc/self/fd "$root/dev/fd"
    exec env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      ${npm_config_registry:+npm_config_registry="$npm_config_registry"} chroot "$root" bash -c "cd /src; $command"
  ' inside "$ROOT" "$1"
}

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
