// Where a process listens, and what follows from it.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "transport/listen_address.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nexus::apps {

/// `server.listen`, with `server.port` where an address names no port.
[[nodiscard]] std::vector<transport::ListenAddress> listen_addresses(const Config& config);

/// The port of the first TCP address: the one by which a browser on this machine reaches the
/// process. 0: there is none, or any port will do.
[[nodiscard]] std::uint16_t main_port(const Config& config);

/// The default of `metrics.listen`: the loopback address, kMetricsPortOffset above the main port.
/// kNoMetrics if no such port exists.
[[nodiscard]] std::string default_metrics_address(const Config& config);

/// The listening place, for people to read. Two processes with the same place cannot both be alive:
/// it names the running kernel and the first address that only one process can have. That is a
/// port of an address in a network namespace, or the path of a Unix socket in a folder of a file
/// system. Empty if one of these is unknown, or if any port will do.
[[nodiscard]] std::string listening_place(const std::vector<transport::ListenAddress>& addresses);

}  // namespace nexus::apps
