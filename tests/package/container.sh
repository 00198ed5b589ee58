#!/usr/bin/env bash
# Builds the image of deploy/container from a package, and runs it as a container engine would: process 1 of its own
# namespaces, user 10001, without capabilities, a root that nobody can write to.
#   tests/package/container.sh bookworm|trixie [PACKAGE.deb]      (default: that of ./nexus package for the release)
# Needs root, buildah, curl and debootstrap; no registry. Uses about 2 GB of build/bare.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly RELEASE=${1:?bookworm or trixie} ROOT=$PWD/build/bare/$1
source tests/bare/root.sh
declare -rA NUMBER=([bookworm]=12 [trixie]=13)
readonly PACKAGE=${2:-$(find build/package -name "*deb${NUMBER[$RELEASE]}_*.deb")} STATE=build/bare/$RELEASE.container
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
cp "${PACKAGE:?run ./nexus package first}" "$STATE/package/"
buildah images --quiet "localhost/$RELEASE" >/dev/null 2>&1 || base_image
buildah build --quiet --isolation chroot --pull-never --build-arg "DEBIAN=localhost/$RELEASE" \
  --build-context "package=$STATE/package" -t nexuschat -f deploy/container/Containerfile . >"$STATE/log" 2>&1 ||
  { cat "$STATE/log"; exit 1; }

container=$(buildah from --pull-never localhost/nexuschat)
folder=$(buildah mount "$container")
mapfile -t variables < <(buildah inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" | grep .)
mapfile -t command < <(buildah inspect --format '{{range .OCIv1.Config.Cmd}}{{println .}}{{end}}' "$container" | grep .)
readonly PORT=18471
# The root is mounted read-only, with the volume as the engine would: owned by the image's user.
unshare --mount --pid --fork --kill-child --propagation private bash -c '
  folder=$1; shift
  mount --bind "$folder" "$folder"
  mount -o remount,bind,ro "$folder"
  mount -t tmpfs -o mode=750,uid=10001,gid=10001 state "$folder/var/lib/nexuschat"
  mount -t proc proc "$folder/proc"
  exec chroot "$folder" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all \
    --inh-caps=-all env -i "$@"' container "$folder" "${variables[@]}" \
  NEXUS_SERVER_PORT=$PORT NEXUS_SERVER_ALLOWED_ORIGINS=https://chat.example "${command[@]}" >"$STATE/log" 2>&1 &
engine=$!
trap 'kill -KILL $engine 2>/dev/null; buildah rm "$container" >/dev/null' EXIT
serves_page() { curl -fs "http://127.0.0.1:$PORT/" | grep '<title>'; }
check "the image serves the page" serves_page
check "the node accepts visitors" curl -fs "http://127.0.0.1:$PORT/readyz"
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
