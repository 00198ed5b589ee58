// What a server costs, read from the kernel.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace nexus::load {

using Nanoseconds = std::chrono::nanoseconds;

[[nodiscard]] Nanoseconds monotonic_now();

/// User and system time of all threads of a process, those that ended too. Not rounded to ticks.
/// Throws std::runtime_error when there is no such process.
[[nodiscard]] Nanoseconds cpu_time(pid_t process);

struct Memory {
  std::int64_t anonymous_bytes = 0;      ///< the process's own pages: heap, stacks, written data
  std::int64_t private_dirty_bytes = 0;  ///< nearly the same, counted by another rule
  std::int64_t resident_bytes = 0;       ///< those and mapped files
};
[[nodiscard]] Memory memory_of(pid_t process);

/// The whole machine's, so that whatever else runs disturbs it.
struct KernelMemory {
  std::int64_t slab_bytes = 0;           ///< all kernel objects; sockets are among them
  std::int64_t socket_buffer_bytes = 0;  ///< what TCP has queued
};
[[nodiscard]] KernelMemory kernel_memory();

}  // namespace nexus::load
