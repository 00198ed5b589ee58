# shellcheck shell=bash
# A bare Debian in a folder, from debootstrap. Sourced by tests that set RELEASE and ROOT and run in the repository.
# SPDX-License-Identifier: MIT

readonly BASE=$PWD/build/bare/$RELEASE.base

# Makes $BASE, once.
make_base() {
  [[ ! -e $BASE/usr/bin/apt-get ]] || return 0
  mkdir -p "$BASE"
  debootstrap --variant=minbase "$RELEASE" "$BASE" >"$BASE.log"
}

# Makes a fresh $ROOT, a bare Debian.
fresh_root() {
  make_base
  rm -rf --one-file-system "$ROOT"
  cp -a "$BASE" "$ROOT"
  cp /etc/resolv.conf /etc/hosts "$ROOT/etc/"
  [[ ! -e ~/.npmrc ]] || grep -E '^ *registry *=' ~/.npmrc >"$ROOT/root/.npmrc" || true
  # Authorities that this machine trusts besides Debian's.
  mkdir -p "$ROOT/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$ROOT/usr/local/share/ca-certificates/" 2>/dev/null || true
}

# Makes a fresh root with this clone in /src.
fresh() {
  fresh_root
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
