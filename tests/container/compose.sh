#!/usr/bin/env bash
# Starts both Compose files of deploy/ under a real container engine, as an operator would, and uses the sites: two
# browsers meet through Caddy and through coturn, and talk on while nodes are killed.
#   tests/container/compose.sh docker|podman [COMPOSE]     (by default docker-compose or podman-compose)
# The image is built whole, so the first run takes as long as ./nexus package. Needs root, a network, what is checked
# below, and what `./nexus test browser` installs; no registry: the public images are replaced by
# stand-ins.containerfile. Uses about 5 GB of build/compose. Prints what it lacks, and then skips.
# NEXUS_IMAGES=present uses the images of the run before.
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
readonly ENGINE=${1:?docker or podman} COMPOSE=${2:-$1-compose}
readonly RELEASE=bookworm ROOT=$PWD/build/bare/bookworm.compose STATE=$PWD/build/compose
readonly DEPLOY=$STATE/deploy LOG=$STATE/log
readonly SITE=chat.local ADDRESS=192.0.2.1  # Caddy signs certificates of .local itself.
readonly -A IMAGES=([redis]=docker.io/library/redis:7 [caddy]=docker.io/library/caddy:2
  [coturn]=docker.io/coturn/coturn:4.6 [prometheus]=docker.io/prom/prometheus:v3.5.0)
source tests/bare/root.sh

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
skip() { echo "skipped: the Compose files: $1"; exit; }

((EUID == 0)) || skip "containers in networks of their own need root"
for program in podman runc debootstrap "$ENGINE" "$COMPOSE"; do
  command -v "$program" >/dev/null || skip "$program is not installed"
done
[[ $COMPOSE != *podman-compose || $("$COMPOSE" --version 2>/dev/null) != *1.0.3* ]] ||
  skip "podman-compose 1.0.3 cannot join a service to the machine's own network"
[[ $ENGINE == podman || -x /usr/sbin/dockerd ]] || skip "dockerd is not installed"
[[ -x tests/node_modules/.bin/playwright && -x /usr/bin/chromium-headless-shell ]] ||
  skip "the browsers are missing: ./nexus test browser installs them"

# --- the engine, with all its files in $STATE ---------------------------------------------------

mkdir -p "$STATE"
cat >"$STATE/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$STATE/storage"
runroot = "$STATE/run"
END
# crun refuses hybrid control groups, and by default podman raises limits, which this machine may not allow.
cat >"$STATE/containers.conf" <<END
[network]
network_config_dir = "$STATE/networks"
[engine]
runtime = "runc"
tmp_dir = "$STATE/tmp"
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=$(</proc/sys/kernel/pid_max):$(</proc/sys/kernel/pid_max)"]
END
export CONTAINERS_STORAGE_CONF=$STATE/storage.conf CONTAINERS_CONF=$STATE/containers.conf
# Without systemd podman has no timer for health checks; is_healthy runs them.
export DISABLE_HC_SYSTEMD=true DOCKER_HOST=unix://$STATE/engine.sock
PATH=$PATH:/usr/sbin

on_site() { nsenter --net=/run/netns/nexus-site "$@"; }
engine() { on_site "$ENGINE" "$@"; }
compose() { (cd "$DEPLOY/compose" && on_site "$COMPOSE" -f "$file" "$@") >>"$LOG" 2>&1; }

# The site and its visitors are two machines, with one cable.
make_networks() {
  local network
  for network in nexus-site nexus-visitors; do
    ip netns delete $network 2>/dev/null || true
    ip netns add $network
    ip -n $network link set lo up
  done
  ip -n nexus-site link add eth0 type veth peer name eth0 netns nexus-visitors
  ip -n nexus-site address add $ADDRESS/24 dev eth0
  ip -n nexus-visitors address add 192.0.2.2/24 dev eth0
  ip -n nexus-site link set eth0 up
  ip -n nexus-visitors link set eth0 up
  ip -n nexus-site route add default dev eth0
  ip -n nexus-visitors route add default via $ADDRESS
}

# podman needs no service. A function would not do: bash would stand between, and end instead of the engine.
service=''
start_engine() {
  [[ $ENGINE == docker ]] || return 0
  nsenter --net=/run/netns/nexus-site dockerd --data-root "$STATE/docker" --exec-root "$STATE/docker.exec" \
    --pidfile "$STATE/docker.pid" --host "$DOCKER_HOST" --group root >"$STATE/engine.log" 2>&1 &
  service=$!
  check "docker runs" engine info
  podman save --quiet --multi-image-archive localhost/nexuschat "${IMAGES[@]}" | engine load --quiet >>"$LOG"
  engine tag localhost/nexuschat nexuschat
}

file=''
clean_up() {
  [[ -z $file ]] || compose down -v || true
  [[ -z $service ]] || { kill "$service" && wait "$service"; } 2>/dev/null || true
  umount "$STATE/docker.exec/netns/default" 2>/dev/null || true
  ip netns delete nexus-site 2>/dev/null || true
  ip netns delete nexus-visitors 2>/dev/null || true
}

# --- the images -----------------------------------------------------------------------------------

build() { nice podman build --network host --build-arg DEBIAN=localhost/$RELEASE "$@" >>"$LOG" 2>&1; }

build_images() {
  local name
  if ! podman image exists localhost/$RELEASE; then
    fresh_root
    tar -C "$ROOT" -c . | podman import --quiet - localhost/$RELEASE >/dev/null
    rm -rf --one-file-system "$ROOT"
  fi
  build -t nexuschat -f deploy/container/Containerfile .
  for name in "${!IMAGES[@]}"; do
    build --target "$name" -t "${IMAGES[$name]}" -f tests/container/stand-ins.containerfile tests/container
  done
  echo "ok     deploy/container/Containerfile builds"
}

# --- checks ---------------------------------------------------------------------------------------

fail() {
  echo "WRONG: $1"
  tail -n 20 "$LOG"
  engine ps --all
  for container in $(engine ps --all --quiet); do engine logs --tail 8 "$container"; done
  exit 1
}

# check "what" COMMAND...: waits until it succeeds.
check() {
  local what=$1 limit=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < limit)) || fail "$what"
    sleep 0.3
  done
  echo "ok     $what"
}

container_of() { engine ps --all --quiet --filter "label=com.docker.compose.service=$1"; }
pid_of() { engine inspect --format '{{.State.Pid}}' "$(container_of "$1")"; }
status_of() { grep -E "$2" "/proc/$(pid_of "$1")/status"; }
log_of() { engine logs "$(container_of "$1")" 2>&1; }
# From the visitors' machine.
fetch() {
  nsenter --net=/run/netns/nexus-visitors curl --silent --insecure --resolve "$SITE:443:$ADDRESS" "$@"
}

is_healthy() {
  if [[ $ENGINE == podman ]]; then
    engine healthcheck run "$(container_of "$1")"
  else
    [[ $(engine inspect --format '{{.State.Health.Status}}' "$(container_of "$1")") == healthy ]]
  fi
}

serves_page() { fetch "https://$SITE/" | grep '<title>'; }
serves_info() { fetch --fail "https://$SITE/v1/info" | grep "\"homes\":$1,"; }
is_hidden() { [[ $(fetch --output /dev/null --write-out '%{http_code}' "https://$SITE$1") == 404 ]]; }
scrapes() {
  local targets
  targets=$(on_site curl --silent http://127.0.0.1:9090/api/v1/targets | grep -o '"health":"up"' | wc -l)
  ((targets == $1))
}
has_read_only_root() { ! engine exec --user 0 "$(container_of "$1")" touch /x && status_of "$1" .; }
sees_visitors() { ! log_of "$1" | grep -E 'untrusted_proxy|no_client_address'; }
is_restarted() { local pid; pid=$(pid_of "$1") && ((pid != 0 && pid != $2)); }
has_drained() {
  log_of "$1" | grep 'event=stopping' &&
    [[ $(engine inspect --format '{{.State.ExitCode}}' "$(container_of "$1")") == 0 ]]
}

check_service() {
  check "$1 is healthy" is_healthy "$1"
  check "  as process 1" status_of "$1" '^NSpid:.*\s1$'
  check "  as user 10001" status_of "$1" '^Uid:(\s+10001){4}$'
  check "  without a capability" status_of "$1" '^CapBnd:\s+0+$'
  check "  which it cannot gain" status_of "$1" '^NoNewPrivs:\s1$'
  check "  on a root that cannot be written" has_read_only_root "$1"
}

kill_it() {
  local pid
  pid=$(pid_of "$1")
  kill -KILL "$pid"
  check "$1 is restarted after SIGKILL" is_restarted "$1" "$pid"
}

# use_site FILE HOMES SERVICE...: the services are those of NexusChat; HOMES of them hold rooms.
use_site() {
  local homes=$2 service since
  file=$1
  shift 2
  say "$file under $ENGINE, started by $COMPOSE"
  compose up -d || fail "$COMPOSE up"
  for service in "$@"; do check_service "$service"; done
  check "Caddy serves the page" serves_page
  check "  and /v1/info, which knows the signalling nodes" serves_info "$homes"
  check "  and hides /readyz" is_hidden /readyz
  check "Prometheus reads each of them" scrapes $#
  : >"$STATE/kill"
  for service in "$@"; do
    [[ $service == matching* ]] || pid_of "$service" >>"$STATE/kill"
  done
  (cd tests && NEXUS_SITE=$SITE NEXUS_SITE_ADDRESS=$ADDRESS NEXUS_KILL=$STATE/kill NO_COLOR=1 \
    nsenter --net=/run/netns/nexus-visitors node_modules/.bin/playwright test --config container/playwright.config.ts) ||
    fail "two browsers"
  for service in "$@"; do check "$service knows the visitors' addresses" sees_visitors "$service"; done
  for service in caddy coturn prometheus; do kill_it $service; done
  if [[ $file == many.yaml ]]; then
    kill_it redis
    for service in "$@"; do check "$service is healthy again" is_healthy "$service"; done
    update_one matching-1 matching-2
  fi
  since=$SECONDS
  compose stop || fail "$COMPOSE stop"
  ((SECONDS - since < 15)) || fail "stop took $((SECONDS - since)) s"
  for service in "$@"; do check "SIGTERM drained $service" has_drained "$service"; done
  compose down -v || fail "$COMPOSE down"
  file=''
}

# A new container for the first service, and the same one for the second.
update_one() {
  local old other
  old=$(container_of "$1") other=$(container_of "$2")
  compose up -d --no-deps --force-recreate "$1" || fail "$COMPOSE up of $1 alone"
  check "$1 can be recreated alone" is_healthy "$1"
  [[ $(container_of "$1") != "$old" && $(container_of "$2") == "$other" ]] || fail "recreated alone"
}

logs_json() {
  local container
  container=$(engine run -d --rm -e NEXUS_LOG_FORMAT=json -e NEXUS_SERVER_ALLOWED_ORIGINS="https://$SITE" nexuschat)
  check "the log can be JSON" has_json_line "$container"
  engine stop "$container" >/dev/null
}
has_json_line() { engine logs "$1" 2>&1 | node -e '
  const lines = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  process.exit(lines.some(({ message }) => message === "listening") ? 0 : 1)'; }

# --- all of it ------------------------------------------------------------------------------------

trap clean_up EXIT
: >"$LOG"
[[ ${NEXUS_IMAGES:-} == present ]] || build_images
make_networks
start_engine
rm -rf "$DEPLOY"
cp -r deploy "$DEPLOY"
# As docs/deployment.md does.
(
  cd "$DEPLOY/compose"
  printf 'COMPOSE_PROJECT_NAME=nexuschat\nSITE=%s\n' $SITE >.env
  for name in secrets turn_secrets redis_password; do openssl rand -hex 32 >$name; done
  chown 10001 secrets turn_secrets redis_password && chmod 400 secrets turn_secrets redis_password
  # turnserver.conf denies peers in blocks such as that of ADDRESS. coturn allows its own address if external-ip names it.
  echo "external-ip=$ADDRESS/$ADDRESS" >>../coturn/turnserver.conf
)
use_site one.yaml 1 nexuschat
use_site many.yaml 2 matching-1 matching-2 signalling-1 signalling-2
logs_json
echo "all of it works"
