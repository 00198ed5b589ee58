#!/bin/bash
# Runs inside the booted root: see run.sh. Ends with "all of it works", or at the first thing that does not.
# SPDX-License-Identifier: MIT
set -uo pipefail
export DEBIAN_FRONTEND=noninteractive

# check "what must be so" COMMAND...: waits for it for up to 60 s.
check() {
  local what=$1 limit=$((SECONDS + 60))
  shift
  until "$@" >/tmp/said 2>&1; do
    if ((SECONDS >= limit)); then
      printf 'WRONG: %s\n' "$what"
      sed 's/^/    /' /tmp/said
      systemctl status --no-pager 'nexus*' | sed 's/^/    /'
      exit 1
    fi
    sleep 0.2
  done
  printf 'ok     %s\n' "$what"
}

absent() { ! test -e "$1"; }
property() { systemctl show --value --property "$2" "$1"; }
has() { [[ $(property "$1" "$2") == $3 ]]; }
serves() { curl -fs --max-time 5 "http://127.0.0.1:$1$2" | grep -q "$3"; }
logged() { grep -q "$2" <<<"$(journalctl --no-pager --unit "$1")"; }
seconds_since() { awk -v began="$1" -v now="$(date +%s.%3N)" 'BEGIN { printf "%.1f", now - began }'; }
mode() { [[ $(stat -c '%U %a' "$1") == "$2" ]]; }
talked() { grep -q 'seconds: ' /root/said || { cat /root/said; return 1; }; }
install_package() { apt-get install -y -q "/root/$1.deb" >/tmp/apt 2>&1 || { cat /tmp/apt; exit 1; }; }

date +%s.%3N >/root/began
install_package older
check "an installed package serves the page" serves 8080 / '<title>'
printf '       %s s after apt-get was started\n' "$(seconds_since "$(cat /root/began)")"
# The browsers run outside, in this network: run.sh starts them now and prints their output.
touch /root/serves
until [[ -e /root/said ]]; do sleep 0.2; done
check "two browsers see, hear and read each other through it" talked
printf '       %s s after apt-get was started\n' "$(sed -n 's/.*seconds: //p' /root/said)"
check "it runs as its own user" has nexuschat User nexuschat
check "  and is started again at boot" systemctl -q is-enabled nexuschat
check "  with a secret that only root can read" mode /etc/nexuschat/secrets 'root 600'
check "  and a folder of its own" mode /var/lib/nexuschat 'nexuschat 750'
check "  and a status" has nexuschat StatusText 'Serving*'
check "the settings are sound" runuser -u nexuschat -- nexuschat --config /etc/nexuschat/nexuschat.toml --check-config

printf '{"address":"192.0.2.1","reason":"a test"}\n' >/var/lib/nexuschat/bans.jsonl
check "a reload succeeds" systemctl reload nexuschat
check "  reads the files again" logged nexuschat event=reloading
check "  keeps the process" has nexuschat NRestarts 0

mkdir -p /run/systemd/system/nexuschat.service.d
printf '[Service]\nWatchdogSec=2\n' >/run/systemd/system/nexuschat.service.d/short.conf
systemctl daemon-reload
systemctl restart nexuschat
systemctl kill --signal=STOP nexuschat
check "a process that hangs is started again" has nexuschat NRestarts 1
check "  and serves" serves 8080 /readyz ready
systemctl kill --signal=KILL nexuschat
check "a process that dies is started again" has nexuschat NRestarts 2
rm -r /run/systemd/system/nexuschat.service.d
systemctl daemon-reload

systemctl start redis-server
systemctl enable --now nexus-matching@8000 nexus-signalling@8001 2>/dev/null
check "nodes of a larger site serve with Redis and the secret" serves 8000 /readyz ready
check "  each under its name" serves 8001 /v1/info "$(hostname -s)-8001"
check "  can name the boot of their machine" nsenter --target "$(property nexus-matching@8000 MainPID)" --mount \
  test -r /proc/sys/kernel/random/boot_id
check "  and serve the page" serves 8000 / '<title>'

secret=$(cat /etc/nexuschat/secrets)
echo '# mine' >>/etc/nexuschat/nexuschat.toml
pids() { for unit in nexuschat nexus-matching@8000 nexus-signalling@8001; do property $unit MainPID; done; }
before=$(pids)
install_package newer
check "an upgrade restarts all of them" test -z "$(grep -xF "$before" <<<"$(pids)")"
check "  keeps the secret" grep -qxF "$secret" /etc/nexuschat/secrets
check "  keeps changed settings" grep -qx '# mine' /etc/nexuschat/nexuschat.toml
check "  keeps the bans" grep -q 192.0.2.1 /var/lib/nexuschat/bans.jsonl
check "  and serves" serves 8080 / '<title>'
check "  with all nodes" serves 8001 /readyz ready
check "the manual page is there" test -n "$(zcat /usr/share/man/man1/nexus-signalling.1.gz | grep 'SH SETTINGS')"

apt-get remove -y -q nexuschat >/tmp/apt 2>&1
check "a removal stops it" has nexuschat ActiveState inactive
check "  and the nodes" has nexus-matching@8000 ActiveState inactive
check "  removes the program" absent /usr/bin/nexuschat
check "  keeps the settings" test -e /etc/nexuschat/nexuschat.toml
check "  keeps the secret" test -e /etc/nexuschat/secrets
check "  keeps the bans" test -e /var/lib/nexuschat/bans.jsonl

install_package newer
check "a package installed again serves" serves 8080 /readyz ready
apt-get purge -y -q nexuschat >/tmp/apt 2>&1
check "a purge stops it" has nexuschat ActiveState inactive
check "  deletes settings and secret" absent /etc/nexuschat
check "  deletes reports and bans" absent /var/lib/nexuschat
check "  leaves no link of a unit" test -z "$(find /etc/systemd/system -name 'nexus*')"
check "  says nothing" test -z "$(grep -i warning /tmp/apt)"
echo "all of it works"
