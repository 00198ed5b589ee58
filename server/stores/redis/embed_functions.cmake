# Writes ${OUT}: a header with the text of ${FILES} (comma-separated), one after the other.
string(REPLACE "," ";" files "${FILES}")
set(text "")
foreach(file IN LISTS files)
  file(READ "${file}" content)
  # Each file is a literal of its own: compilers bound the length of one.
  string(APPEND text "R\"lua(\n${content})lua\"\n")
endforeach()
file(WRITE "${OUT}" "// Made by embed_functions.cmake from functions/*.lua: do not edit.
#pragma once

#include <string_view>

namespace nexus::stores {
inline constexpr std::string_view kEmbeddedFunctions =
${text};
}  // namespace nexus::stores
")
