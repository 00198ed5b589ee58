// `GET /metrics` on a listener of its own.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/result.hpp"
#include "transport/event_loop.hpp"
#include "transport/server.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::apps {

/// Serves the metrics of all groups to Prometheus, and nothing else. Shares no port, limit or
/// counter with the visitors' server, so that neither can exhaust the other.
class MetricsPage {
 public:
  MetricsPage(transport::EventLoop& loop, Log log, const Clock& clock);

  /// The group must outlive the page.
  void add(const MetricGroup& group) { groups_.push_back(&group); }
  /// Listens on `address`, such as 127.0.0.1:9480. If that is not possible, logs an error and
  /// serves no metrics: visitors matter more.
  void listen(std::string_view address);

 private:
  Log log_;
  std::vector<const MetricGroup*> groups_;
  transport::Server server_;
};

/// The value of metrics.listen without a page.
inline constexpr std::string_view kNoMetrics = "off";
/// The port of an address that names none.
inline constexpr std::uint16_t kMetricsPort = 9480;
/// From the port of the visitors to that of the metrics: processes of one machine, which differ in
/// the first, differ in the second.
inline constexpr std::uint16_t kMetricsPortOffset = 1400;

/// Reads the value of metrics.listen, unless it is kNoMetrics.
[[nodiscard]] inline Result<transport::ListenAddress, std::string> parse_metrics_address(
    std::string_view text) {
  return transport::ListenAddress::parse(text, kMetricsPort);
}

}  // namespace nexus::apps
