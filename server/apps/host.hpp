// Prepares the host process before a service does anything else.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"

#include <cstddef>

namespace nexus::apps {

/// Descriptors that a process needs besides those of its visitors: log, epoll, Redis, files.
inline constexpr std::size_t kOwnDescriptors = 64;

/// Opens /dev/null for each standard descriptor that is closed. Otherwise the next socket would
/// take its number, and a visitor would receive the log.
void open_standard_descriptors();

/// Flushes standard output. Returns `status`, or a failure if some of the output was lost: a script
/// must not take an empty file on a full disk for the result.
[[nodiscard]] int end_output(int status);

/// Ignores every signal that would end the process by default, except those that ask it to end
/// (TERM, INT, QUIT) and those that report a bug. Without this a closed pipe (PIPE), a file at its
/// size limit (XFSZ) or an operator's mistake (USR1) ends every conversation of the node.
void ignore_other_signals();

/// Raises the soft limit of open files to the hard limit. Returns the limit in force afterwards.
[[nodiscard]] std::size_t raise_descriptor_limit();

/// Raises that limit, and warns if it is too low for so many connections.
void warn_of_few_descriptors(std::size_t connections_max, const Log& log);

}  // namespace nexus::apps
