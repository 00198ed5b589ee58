#!/usr/bin/env bash
# Runs benchmarks and prints their tables, with everything that is needed to run them again.
#   ./nexus bench NAME... [--quick] [--save]
#   NAME     relay, idle, match, pipeline, ghosts, metrics or face (face needs root)
# --quick  a few seconds: shows that everything works; its figures mean nothing
#   --save   appends the output to bench/RESULTS.md
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

usage() {
  sed -n '2,6s/^# \?//p' bench/run.sh >&2
  exit 2
}

names=() flags=() save=false
for argument in "$@"; do
  case $argument in
    relay | idle | match | pipeline | ghosts | metrics | face) names+=("$argument") ;;
    --quick) flags+=("$argument") ;;
    --save) save=true ;;
    *) usage ;;
  esac
done
((${#names[@]})) || usage

machine() {
  local model
  model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -1)
  echo "${model:-unknown CPU}, $(nproc) cores, $(($(getconf _PHYS_PAGES) / 256 / 1024)) GiB, Linux $(uname -r | cut -d- -f1)"
}

commit() {
  local changed=''
  git diff --quiet HEAD -- server protocol bench web 2>/dev/null || changed=' with uncommitted changes'
  echo "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)$changed"
}

# report NAME: runs one benchmark and prints it as a section of Markdown.
report() {
  echo "## $1"
  echo
  echo "- command: \`./nexus bench $1${flags[*]:+ ${flags[*]}}\`"
  echo "- machine: $(machine)"
  echo "- load average before: $(cut -d' ' -f1 /proc/loadavg)"
  echo "- commit: $(commit)"
  echo "- date: $(date -u '+%Y-%m-%d %H:%M') UTC"
  echo "- node: $(node --version)"
  echo
  node "bench/compare/$1.mjs" ${flags[@]+"${flags[@]}"}
}

status=0
for name in "${names[@]}"; do
  if $save; then
    # The report is saved complete or not at all. A missed bar (status 3) is a result, too.
    this=0
    output=$(report "$name") || this=$?
    echo "$output"
    ((this == 0 || this == 3)) && printf '\n%s\n' "$output" >>bench/RESULTS.md
    ((this)) && status=$this
    node bench/plots.mjs
  else
    report "$name" || status=$?
  fi
done
exit $status
