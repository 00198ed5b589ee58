#!/usr/bin/env bash
# Completes words for a built program, as bash does:   tests/package/completion.sh PROGRAM
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
source packaging/nexuschat.bash
readonly PROGRAM=$1
declare -i wrong=0

# completes WORD... EXPECTED: the last word becomes EXPECTED, which may be several words.
completes() {
  local expected=${*: -1}
  COMP_WORDS=("$PROGRAM" "${@:1:$#-1}")
  COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _nexuschat "$PROGRAM" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  [[ ${COMPREPLY[*]} == "$expected" ]] && return
  echo "WRONG: \"${*:1:$#-1}\" becomes \"${COMPREPLY[*]}\", not \"$expected\""
  wrong+=1
}

completes --check '--check-config'
completes --redis-p '--redis-password --redis-password-file --redis-pool'
completes --ice-shield '' 'off choice always'
completes --web-peer-link si 'simple-peer'
completes --server-port '' ''
completes key keygen
completes conf config
completes config --program nexus-m nexus-matching
completes --config packaging/nexuschat.b packaging/nexuschat.bash
((wrong == 0))
