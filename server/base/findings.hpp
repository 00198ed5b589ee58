// What is wrong with a configuration.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace nexus {

/// One sentence each, naming the setting and where it was read.
struct Findings {
  std::vector<std::string> problems;  ///< the program does not start
  std::vector<std::string> warnings;  ///< it starts, and an operator may want to know
};

}  // namespace nexus
