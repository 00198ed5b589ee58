#!/usr/bin/env bash
# Phrases that must not return to the documents, each with what to write instead. Prints file:line: phrase, exit 1.
#   tests/tidy/wording.sh [FILE...]      (default: every Markdown file and the schema)
# Code blocks and `code` are skipped, so that a document can still quote a name.
# SPDX-License-Identifier: MIT
set -euo pipefail

# A regular expression of awk, then the advice. A document is read by people who search for the usual word.
phrases() {
  cat <<'END'
for ever	permanently
anew	again, or "restarts"
shall	must or will
can not	cannot
likewise	also
whoever	name the actor: the visitor, the client, the operator
whomever	name the actor
in vain	without success
so as to	to
thereby	so
whereby	so
made ahead	pre-generated
half (said|received)	incomplete
(is|are|was|were) told	receives, or "is notified"
the shield	relay-only
(of|by|to|for|than|as|if|and) who (is|are|was|were|has|had|does|waits|finds|comes|talks)	name the actor
END
}

if (($# == 0)); then
  cd "$(dirname "$0")/../.."
  mapfile -t files < <(git ls-files -co --exclude-standard '*.md' protocol/schema.json)
  set -- "${files[@]}"
fi

phrases | awk -F '\t' '
  FNR == 1 { fenced = 0 }
  FILENAME == "-" { pattern[++count] = "(^|[^A-Za-z])" $1 "([^A-Za-z]|$)"; shown[count] = $1; advice[count] = $2; next }
  FILENAME ~ /\.md$/ && /^ *```/ { fenced = !fenced }
  fenced { next }
  {
    line = $0
    gsub(/`[^`]*`/, "x", line)
    # A sentence that begins with a headless "who"; questions may.
    if (line ~ /(^|[.:;] )(- |\| )?Who [a-z]/ && line !~ /\?/)
      report("Who", "name the actor: the visitor, the client, the operator")
    line = tolower(line)
    for (i = 1; i <= count; ++i)
      if (match(line, pattern[i])) report(substr(line, RSTART, RLENGTH), advice[i])
  }
  function report(phrase, instead) {
    gsub(/^[^A-Za-z]+|[^A-Za-z]+$/, "", phrase)
    printf "%s:%d: \"%s\": %s\n", FILENAME, FNR, phrase, instead
    found = 1
  }
  END { exit found }
' - "$@"
