#!/usr/bin/env bash
# Builds the image of deploy/container from a package, and runs it as a container engine would: process 1 of its own
# namespaces, user 10001, without capabilities, a root that nobody can write to.
#   tests/container/run.sh bookworm|trixie [PACKAGE.deb]      (default: that of ./nexus package for the release)
# Needs root, buildah and debootstrap; no registry. Uses about 2 GB of build/bare. Prints what it lacks, and then skips.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly RELEASE=${1:?bookworm or trixie} ROOT=$PWD/build/bare/$1
source tests/bare/root.sh
declare -rA NUMBER=([bookworm]=12 [trixie]=13)
readonly PACKAGE=${2:-$(find build/package -name "*deb${NUMBER[$RELEASE]}_*.deb" 2>/dev/null)}
readonly STATE=build/bare/$RELEASE.container PORT=8080

skip() { echo "skipped: the image: $1"; exit; }
((EUID == 0)) || skip "mounts and namespaces need root"
for program in buildah debootstrap; do command -v $program >/dev/null || skip "$program is not installed"; done
[[ -n $PACKAGE ]] || skip "there is no package for Debian ${NUMBER[$RELEASE]}: run ./nexus package there"

# With these options buildah keeps all its files in that folder.
buildah() { command buildah --storage-driver vfs --root "$PWD/$STATE/storage" --runroot "$PWD/$STATE/run" "$@"; }

check() {
  local what=$1 limit=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < limit)) || { echo "WRONG: $what"; cat "$STATE/log"; exit 1; }
    sleep 0.2
  done
  echo "ok     $what"
}

# A base image from the bare Debian, in place of the one that a registry would give.
base_image() {
  local container folder
  make_base
  container=$(buildah from scratch)
  folder=$(buildah mount "$container")
  cp -a "$BASE/." "$folder/"
  buildah commit --quiet "$container" "localhost/$RELEASE" >/dev/null
  buildah rm "$container" >/dev/null
}

mkdir -p "$STATE/package"
rm -f "$STATE"/package/*
cp "$PACKAGE" "$STATE/package/"
buildah images --quiet "localhost/$RELEASE" >/dev/null 2>&1 || base_image
buildah build --quiet --isolation chroot --pull-never --build-arg "DEBIAN=localhost/$RELEASE" \
  --build-context "package=$STATE/package" -t nexuschat -f deploy/container/Containerfile . >"$STATE/log" 2>&1 ||
  { cat "$STATE/log"; exit 1; }
echo "ok     deploy/container/Containerfile builds"

container=$(buildah from --pull-never localhost/nexuschat)
folder=$(buildah mount "$container")
mapfile -t variables < <(buildah inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" | grep .)
mapfile -t command < <(buildah inspect --format '{{range .OCIv1.Config.Cmd}}{{println .}}{{end}}' "$container" | grep .)
# The root is mounted read-only, with the volume as the engine would: owned by the image's user.
unshare --mount --pid --net --fork --kill-child --propagation private bash -c '
  folder=$1; shift
  ip link set lo up
  mount --bind "$folder" "$folder"
  mount -o remount,bind,ro "$folder"
  mount -t tmpfs -o mode=750,uid=10001,gid=10001 state "$folder/var/lib/nexuschat"
  mount -t proc proc "$folder/proc"
  exec chroot "$folder" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all \
    --inh-caps=-all env -i "$@"' container "$folder" "${variables[@]}" \
  NEXUS_SERVER_ALLOWED_ORIGINS=https://chat.example "${command[@]}" >"$STATE/log" 2>&1 &
engine=$!
trap 'kill -KILL $engine 2>/dev/null; buildah rm "$container" >/dev/null' EXIT
# In the network of the container, which has nothing but a loopback interface.
fetch() { nsenter --net="/proc/$(pgrep --parent "$engine")/ns/net" curl -fs "http://127.0.0.1:$PORT$1"; }
serves_page() { fetch / | grep '<title>'; }
check "the image serves the page" serves_page
check "the node accepts visitors" fetch /readyz
program=$(pgrep --parent "$engine")
check "  as process 1" test "$(awk '/^NSpid:/ { print $NF }' "/proc/$program/status")" = 1
check "  without a capability" grep -qE '^Cap(Eff|Prm|Bnd):\s0+$' "/proc/$program/status"
check "  as user 10001" test "$(stat -c %u "/proc/$program")" = 10001
check "no secret is in the image" test ! -e "$folder/etc/nexuschat/secrets"
kill -TERM "$program"
status=0
wait "$engine" || status=$?
check "SIGTERM drains it" grep -q event=stopping "$STATE/log"
check "  and it ends as asked" test "$status" = 0
