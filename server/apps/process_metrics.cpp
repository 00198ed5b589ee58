// SPDX-License-Identifier: MIT
#include "apps/process_metrics.hpp"

#include "apps/version.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <ctime>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace nexus::apps {
namespace {

double read_cpu_seconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// proc(5): the second number of statm, in pages. 0 without /proc.
double read_resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0;
  double resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double read_descriptors_max() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

ProcessMetrics::ProcessMetrics(std::string_view program, const Clock& clock)
    : build(*this, "build_info", "1, with what runs as labels.",
            only("version", std::string(kVersion)),
            only("protocol", std::to_string(protocol::limits::kProtocolVersion)),
            only("program", std::string(program))),
      cpu_seconds(*this, ReadAs::kCounter, "process_cpu_seconds_total",
                  "Processor time that the process used.", read_cpu_seconds),
      resident_bytes(*this, "process_resident_memory_bytes", "Memory of the process.",
                     read_resident_bytes),
      descriptors_max(*this, "process_max_fds", "Descriptors that the process may open.",
                      read_descriptors_max),
      start(*this, "process_start_time_seconds", "When the process began, in Unix time.",
            [began = std::chrono::duration<double>(clock.wall().time_since_epoch()).count()] {
              return began;
            }) {
  build.set(1, {}, {}, {});
}

}  // namespace nexus::apps
