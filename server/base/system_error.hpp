// The message of errno.
// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <cstring>
#include <string>

namespace nexus {

/// The reason why the last system call of this thread failed, for messages.
[[nodiscard]] inline std::string system_error() { return std::strerror(errno); }

}  // namespace nexus
