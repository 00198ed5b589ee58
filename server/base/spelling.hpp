// Finds the name that a misspelt name was probably meant to be.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus {

/// The name among `known` that is closest to `given`, if it is close enough. Ignores case and
/// separators between words. A last word that only one name has is enough: "port" finds
/// "server.port".
[[nodiscard]] std::optional<std::string> closest(std::string_view given,
                                                 const std::vector<std::string>& known);

/// "; did you mean server.port?", or empty. `mark` goes before the name ("--").
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       const std::vector<std::string>& known,
                                       std::string_view mark = "");

}  // namespace nexus
