#!/usr/bin/env bash
# Checks what a package takes from a build, without making one:   tests/package/check.sh BUILD
# systemd judges the units, and bash completes words for the program.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly BUILD=$1
# systemd-analyze security, from 0 (safe) to 100: what a service that serves the network can reach.
readonly EXPOSURE_MAX=15

tests/package/completion.sh "$BUILD/bin/nexuschat"

if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: the systemd units: systemd-analyze is not installed"
  exit
fi
root=$(mktemp -d)
trap 'rm -r "$root"' EXIT
mkdir -p "$root"/{etc,bin,usr/bin,usr/lib/systemd/system}
printf '#!/bin/sh\n' | tee "$root"/bin/sh "$root"/usr/bin/nexus{chat,-matching,-signalling} >/dev/null
chmod 755 "$root"/bin/sh "$root"/usr/bin/*
cp "$BUILD"/packaging/*.service "$root/usr/lib/systemd/system/"
cp /usr/lib/systemd/system/{network-online,network,sysinit,basic,multi-user,shutdown}.target "$root/usr/lib/systemd/system/"
for unit in nexuschat.service nexus-matching@8000.service nexus-signalling@8001.service; do
  said=$(systemd-analyze verify --man=no --recursive-errors=no --root="$root" "$unit" 2>&1) && [[ -z $said ]] ||
    { echo "$unit: $said"; exit 1; }
done
for unit in "$BUILD"/packaging/*.service; do
  said=$(systemd-analyze security --offline=true --threshold=$EXPOSURE_MAX "$unit" 2>&1) ||
    { grep -E '✗|exposure' <<<"$said"; exit 1; }
done
