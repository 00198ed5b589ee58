// SPDX-License-Identifier: MIT
#include "apps/listening.hpp"

#include "apps/metrics_page.hpp"
#include "apps/node_name.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <fmt/format.h>

namespace nexus::apps {

using transport::ListenAddress;

namespace {

bool is_exclusive(const ListenAddress& address) { return address.is_unix() || address.port != 0; }

/// Identifies what an address belongs to, since other namespaces may have the same address; empty
/// if unknown.
std::string surroundings(const ListenAddress& address) {
  struct stat status {};
  if (!address.is_unix()) {
    return ::stat("/proc/self/ns/net", &status) == 0 ? fmt::format("network {}", status.st_ino)
                                                     : std::string();
  }
  // Another mount namespace may have another folder of that name.
  const std::string folder = std::filesystem::path(address.path).parent_path().string();
  return ::stat(folder.c_str(), &status) == 0
             ? fmt::format("folder {}:{}", status.st_dev, status.st_ino)
             : std::string();
}

}  // namespace

std::vector<ListenAddress> listen_addresses(const Config& config) {
  std::vector<ListenAddress> addresses;
  for (const std::string& text : config.listen) {
    if (auto address = ListenAddress::parse(text, config.port)) {
      addresses.push_back(std::move(*address));
    }
  }
  return addresses;
}

std::uint16_t main_port(const Config& config) {
  for (const ListenAddress& address : listen_addresses(config)) {
    if (!address.is_unix()) return address.port;
  }
  return 0;
}

std::string default_metrics_address(const Config& config) {
  const unsigned port = main_port(config);
  const unsigned metrics_port = port + kMetricsPortOffset;
  if (port == 0 || metrics_port > 65535) return std::string(kNoMetrics);
  return fmt::format("127.0.0.1:{}", metrics_port);
}

std::string listening_place(const std::vector<ListenAddress>& addresses) {
  const auto address = std::find_if(addresses.begin(), addresses.end(), is_exclusive);
  std::ifstream boot_file("/proc/sys/kernel/random/boot_id");
  std::string boot;
  if (address == addresses.end() || !std::getline(boot_file, boot) || boot.size() < 8) return {};
  const std::string around = surroundings(*address);
  if (around.empty()) return {};
  return fmt::format("{} on {} (boot {}, {})", address->text(), host_name(), boot, around);
}

}  // namespace nexus::apps
