#!/usr/bin/env bash
# Checks that no reviewer should have to make: formatting, layers, and marks of unfinished work.
# SPDX-License-Identifier: MIT
set -uo pipefail
shopt -s lastpipe  # so that complain_about counts in this shell
cd "$(dirname "$0")/../.."
declare -i problems=0

complain() {
  printf 'tidy: %s\n' "$1"
  shift
  (($#)) && printf '    %s\n' "$@"
  problems+=1
}

# complain_about "what is wrong" < places
complain_about() {
  local -a places
  mapfile -t places
  ((${#places[@]})) && complain "$1" "${places[@]:0:20}"
}

cpp_sources() { git ls-files -co --exclude-standard '*.cpp' '*.hpp' | grep -v /generated/; }
# matches PATTERN PATH...: places, as file:line:text
matches() { git grep --untracked -nIE "$1" -- "${@:2}" 2>/dev/null; }

# Without sources every check below would find nothing and pass.
[[ -n $(cpp_sources) ]] || { echo "tidy: git lists no sources here; it needs a clone of the repository" >&2; exit 1; }

# Versions of clang-format disagree, so one of them decides.
if command -v clang-format-14 >/dev/null; then
  cpp_sources | xargs clang-format-14 --dry-run -Werror 2>&1 | grep -oE '^[^:]+:[0-9]+' | sort -u |
    complain_about "not formatted: run ./nexus format"
else
  echo "skipped: the formatting of C++: clang-format 14 decides, and Debian 13 does not have it"
fi

cpp_sources | xargs grep -L 'SPDX-License-Identifier: MIT' |
  complain_about "no licence line"

matches '#include [<"](boost/(asio|beast)|hiredis)/' server bench tests |
  grep -vE '^(server/transport|server/stores/redis|bench)/' |
  complain_about "the network library is used outside transport/ and stores/redis/"

matches '(getenv|system_clock::now|steady_clock::now|random_device|std::mutex)' \
  server/matching server/signalling server/credentials server/stores/memory |
  grep -vE '_test\.cpp:|/testing/' |
  complain_about "the domain must get time, randomness and settings from its constructor"

matches 'onKey(Down|Up|Press)(Capture)?=|addEventListener\("key|\.(keyCode|isComposing)\b|vent\.key\b' web/src |
  # use-typing-hold only watches keys, including those of input methods, which are typing, too.
  grep -vE '^web/src/(lib/keys|app/call/chat/use-typing-hold)\.ts:|onKeyDown=\{onKey\(|\.test\.tsx?:' |
  complain_about "a key event is read past lib/keys.ts, which leaves out the keys of input methods"

matches '\b(TO''DO|FIX''ME|XX''X)\b' server web/src clients protocol tests bench nexus |
  complain_about "unfinished work"

# document:line: target, for each relative link of a document that leads nowhere.
broken_links() {
  local place target
  git grep --untracked -nIoE '\]\([^)#: ]+' -- '*.md' | while IFS= read -r place; do
    target=${place##*](}
    [[ $target == http* ]] && continue
    [[ -e $(dirname "${place%%:*}")/$target ]] || echo "${place%:*}: $target"
  done
}
broken_links | complain_about "a link in a document leads to nothing"

tests/tidy/wording.sh | complain_about "old wording in a document (tests/tidy/wording.sh has the list)"

cpp_sources | grep -v '_test.cpp$' | xargs wc -l | awk '$2 != "total" && $1 > 450 { print $2 ": " $1 " lines" }' |
  complain_about "this file may hold more than one thing"

((problems == 0)) && echo "tidy: no problems"
exit $((problems > 0))
