// Finds the name that a misspelt one was meant to be.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus {

/// The name among `known` that is closest to `given`, if one is close enough to be meant. Case and
/// the marks between words do not count. A last word that only one name has is enough: "port" is
/// "server.port".
[[nodiscard]] std::optional<std::string> closest(std::string_view given,
                                                 const std::vector<std::string>& known);

/// "; did you mean server.port?", or nothing. `mark` goes before the name ("--").
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       const std::vector<std::string>& known,
                                       std::string_view mark = "");

}  // namespace nexus
