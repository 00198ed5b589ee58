#!/bin/sh
# Fails unless a released program has the protections that nexus_module.cmake asks for.
#   hardened.sh PROGRAM
# SPDX-License-Identifier: MIT
set -eu
program=$1
headers=$(readelf --wide --file-header --program-headers --dynamic "$program")
symbols=$(readelf --wide --dyn-syms "$program")

require() {  # require "what" "text" PATTERN
  printf '%s\n' "$2" | grep -Eq "$3" && return
  echo "$program: not hardened: $1" >&2
  exit 1
}

require "position-independent (PIE)" "$headers" '^ *Type: +DYN'
require "read-only relocations (RELRO)" "$headers" 'GNU_RELRO'
require "symbols bound at the start (BIND_NOW)" "$headers" 'FLAGS.*(BIND_NOW|NOW)'
require "no executable stack" "$headers" 'GNU_STACK.* RW '
require "stack protector" "$symbols" '__stack_chk_fail'
require "checked copies (_FORTIFY_SOURCE)" "$symbols" '__[a-z]+_chk(@|$)'
case $(uname -m) in
  x86_64) landing='endbr64' ;;
  aarch64) landing='(bti|paciasp)' ;;
  *) exit 0 ;;
esac
# A function that is called through a pointer must begin with a landing pad.
require "protected branches (CET, or BTI)" "$(objdump -d --no-show-raw-insn --disassemble=main "$program")" "$landing"
