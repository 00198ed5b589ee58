// Reads a whole file that an operator named.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>

namespace nexus::apps {

/// The whole text, or half a sentence: why it cannot be read. A file of more than `bytes_max` bytes
/// is not read.
[[nodiscard]] Result<std::string, std::string> read_file(const std::string& path,
                                                         std::size_t bytes_max);

}  // namespace nexus::apps
