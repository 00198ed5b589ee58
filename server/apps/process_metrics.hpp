// What the process itself is: its version, and what it uses of the machine.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/metrics.hpp"

#include <string_view>

namespace nexus::apps {

/// The names without the prefix are those that Prometheus's own libraries use. The number of open
/// descriptors is missing: before Linux 6.2 it takes milliseconds to count them, and
/// nexuschat_connections has nearly the same value.
struct ProcessMetrics : MetricGroup {
  ProcessMetrics(std::string_view program, const Clock& clock);

  Gauge<Only, Only, Only> build;
  Reading<> cpu_seconds;
  Reading<> resident_bytes;
  Reading<> descriptors_max;
  Reading<> start;
};

}  // namespace nexus::apps
