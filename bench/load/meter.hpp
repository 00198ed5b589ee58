// The costs of a server, read from the kernel.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace nexus::load {

using Nanoseconds = std::chrono::nanoseconds;

[[nodiscard]] Nanoseconds monotonic_now();

/// User and system time of all threads of a process, including ended ones. Not rounded to ticks.
/// Throws std::runtime_error if there is no such process.
[[nodiscard]] Nanoseconds cpu_time(pid_t process);

struct Memory {
  std::int64_t anonymous_bytes = 0;  ///< the process's private pages: heap, stacks, written data
  std::int64_t private_dirty_bytes = 0;  ///< nearly the same, counted by another rule
  std::int64_t resident_bytes = 0;       ///< those and mapped files
};
[[nodiscard]] Memory memory_of(pid_t process);

/// Of the whole machine, so other programs distort it.
struct KernelMemory {
  std::int64_t slab_bytes = 0;           ///< all kernel objects, including sockets
  std::int64_t socket_buffer_bytes = 0;  ///< the bytes in TCP queues
};
[[nodiscard]] KernelMemory kernel_memory();

}  // namespace nexus::load
