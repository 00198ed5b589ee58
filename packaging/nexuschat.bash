# Completes the flags, words and commands that `--help` of the same program names.
# SPDX-License-Identifier: MIT

_nexuschat() {
  local program=$1 word=$2 previous=$3 help choices
  help=$("$program" --help 2>/dev/null) || return
  if [[ $previous == --config || $previous == --*-file || $previous == --*-directory ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  elif [[ $previous == --program ]]; then
    mapfile -t COMPREPLY < <(compgen -W 'nexuschat nexus-matching nexus-signalling' -- "$word")
  elif [[ $previous == --?*-* && $previous != --check-config ]]; then
    # The line behind the setting's meaning: "off, choice or always; default: choice".
    choices=$(awk -v flag="$previous" '$1 == flag { found = 1 } found && /; default: / { print; exit }' <<<"$help")
    [[ $choices =~ ^\ +(([a-z-]+, )*[a-z-]+\ or\ [a-z-]+)\; ]] || return 0
    mapfile -t COMPREPLY < <(compgen -W "$(sed 's/ or /,/; s/,/ /g' <<<"${BASH_REMATCH[1]}")" -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(grep -oE '^  --[a-z0-9-]+' <<<"$help")" -- "$word")
  elif ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$(sed -nE 's/^  (nexuschat )?([a-z][a-z-]+) .*/\2/p' <<<"$help")" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}

complete -o filenames -F _nexuschat nexuschat nexus-matching nexus-signalling
