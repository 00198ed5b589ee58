// SPDX-License-Identifier: MIT
#include "load/meter.hpp"

#include <ctime>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::load {
namespace {

Nanoseconds read_clock(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) throw std::runtime_error("cannot read a clock");
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

/// The number behind "`name`:" in such a file, times 1024.
std::int64_t kilobytes(const std::string& path, std::string_view name) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ':') {
      return std::stoll(line.substr(name.size() + 1)) * 1024;
    }
  }
  throw std::runtime_error(fmt::format("{} has no line {}", path, name));
}

std::int64_t tcp_pages() {
  std::ifstream file("/proc/net/sockstat");
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with("TCP:")) continue;
    std::istringstream words(line.substr(4));
    std::string name;
    std::int64_t value = 0;
    while (words >> name >> value) {
      if (name == "mem") return value;
    }
  }
  return 0;
}

}  // namespace

Nanoseconds monotonic_now() { return read_clock(CLOCK_MONOTONIC); }

Nanoseconds cpu_time(pid_t process) {
  clockid_t clock{};
  if (clock_getcpuclockid(process, &clock) != 0) {
    throw std::runtime_error(fmt::format("there is no process {}", process));
  }
  return read_clock(clock);
}

Memory memory_of(pid_t process) {
  const std::string path = fmt::format("/proc/{}/smaps_rollup", process);
  return {.anonymous_bytes = kilobytes(path, "Anonymous"),
          .private_dirty_bytes = kilobytes(path, "Private_Dirty"),
          .resident_bytes = kilobytes(path, "Rss")};
}

KernelMemory kernel_memory() {
  return {.slab_bytes = kilobytes("/proc/meminfo", "Slab"),
          .socket_buffer_bytes = tcp_pages() * sysconf(_SC_PAGESIZE)};
}

}  // namespace nexus::load
