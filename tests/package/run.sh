#!/usr/bin/env bash
# Installs, upgrades, removes and purges the package on a bare Debian that systemd booted, and uses its services: two
# browsers of this machine meet on the page that it serves.
#   tests/package/run.sh bookworm|trixie [PACKAGE.deb]      (default: the package of ./nexus package, built on that release)
# Needs root, debootstrap, systemd-nspawn (systemd-container), a network, and what `./nexus test browser` installs; uses
# about 4 GB of build/bare.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly RELEASE=${1:?bookworm or trixie} ROOT=$PWD/build/bare/$1.package
source tests/bare/root.sh
readonly OLDER=0.0.9-1 NETWORK=nexus-package-$RELEASE
declare -rA NUMBER=([bookworm]=12 [trixie]=13)
PACKAGE=${2:-} booted=''

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

built() { find build/package -name "*deb${NUMBER[$RELEASE]}_*.deb" 2>/dev/null || true; }

# Builds the package in the root, unless this machine has the same release and built it already.
build() {
  PACKAGE=$(built)
  [[ -z $PACKAGE ]] || return 0
  say "./nexus package on a bare $RELEASE"
  fresh
  inside -- './nexus package' || exit 1
  mkdir -p build/package
  cp "$ROOT"/src/build/package/*.deb build/package/
  PACKAGE=$(built)
}

# The same package under an older version.
make_older() {
  local folder=$ROOT/root/older
  dpkg-deb -R "$PACKAGE" "$folder"
  sed -i "s/^Version: .*/Version: $OLDER/" "$folder/DEBIAN/control"
  dpkg-deb -Zgzip -b "$folder" "$ROOT/root/older.deb" >/dev/null
  rm -r "$folder"
}

prepared() { inside -- "$1" >"$ROOT.log" 2>&1 || { tail -n 20 "$ROOT.log"; exit 1; }; }

# The booted system has no network, so all that it installs is downloaded before.
prepare() {
  fresh_root
  mkdir "$ROOT/src"
  cp "$PACKAGE" "$ROOT/root/newer.deb"
  make_older
  prepared 'apt-get update -q && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    --no-install-recommends systemd systemd-sysv dbus redis-server curl && systemctl disable redis-server'
  local since=$SECONDS
  prepared 'apt-get install -y -q --no-install-recommends --download-only /root/newer.deb'
  echo "       $((SECONDS - since)) s to download what the package needs"
  cp tests/package/booted.sh "$ROOT/root/"
  cat >"$ROOT/etc/systemd/system/package-test.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/bash /root/booted.sh
ExecStopPost=/bin/systemctl --no-block poweroff
StandardOutput=file:/root/result.log
StandardError=inherit
UNIT
  mkdir -p "$ROOT/etc/systemd/system/multi-user.target.wants"
  ln -s ../package-test.service "$ROOT/etc/systemd/system/multi-user.target.wants/"
}

# Boots the root in a network of its own, which leads nowhere. Browsers call each other only on a machine with an address
# besides loopback.
boot() {
  ip netns delete "$NETWORK" 2>/dev/null || true
  ip netns add "$NETWORK"
  trap 'kill "$booted" 2>/dev/null && wait "$booted" || true; ip netns delete "$NETWORK"' EXIT
  ip -n "$NETWORK" link set lo up
  ip -n "$NETWORK" link add eth0 type veth peer name cable
  ip -n "$NETWORK" link set cable up
  ip -n "$NETWORK" link set eth0 up
  ip -n "$NETWORK" address add 192.0.2.1/24 dev eth0
  ip -n "$NETWORK" route add default dev eth0
  # systemd 256 and later refuses the first version of control groups, which the host may still have.
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 timeout 900 systemd-nspawn --quiet --directory="$ROOT" --boot \
    --network-namespace-path="/run/netns/$NETWORK" --register=no --keep-unit >"$ROOT.console.log" 2>&1 </dev/null &
  booted=$!
}

# Once the package serves, two browsers talk through it, as on the machine of a person who just installed it: only there,
# and on https, they get the camera.
talk() {
  until [[ -e $ROOT/root/serves ]]; do
    kill -0 "$booted" 2>/dev/null || return 0
    sleep 0.2
  done
  (cd tests && NEXUS_BEGAN_S=$(<"$ROOT/root/began") ip netns exec "$NETWORK" \
    node_modules/.bin/playwright test --config package/playwright.config.ts) >"$ROOT.browsers.log" 2>&1 || true
  mv "$ROOT.browsers.log" "$ROOT/root/said"
}

[[ -x tests/node_modules/.bin/playwright && -x /usr/bin/chromium-headless-shell ]] ||
  { echo "the browsers are missing: ./nexus test browser installs them" >&2; exit 1; }
[[ -n $PACKAGE ]] || build
say "install, upgrade, remove and purge $(basename "$PACKAGE") on $RELEASE"
prepare
boot
talk
wait "$booted" || true
cat "$ROOT/root/result.log" || { tail -n 20 "$ROOT.console.log"; exit 1; }
grep -q '^all of it works$' "$ROOT/root/result.log"
