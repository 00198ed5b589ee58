// Problems of a configuration.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace nexus {

/// One sentence each, naming the setting and where it was read.
struct Findings {
  std::vector<std::string> problems;  ///< errors: the program does not start
  std::vector<std::string> warnings;  ///< warnings: it starts; the operator may want to know
};

}  // namespace nexus
