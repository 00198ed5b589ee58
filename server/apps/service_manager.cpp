// SPDX-License-Identifier: MIT
#include "apps/service_manager.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStatusPeriod{5000};
/// One late turn of a busy loop must not look like a hung one.
constexpr int kBeatsPerWatchdogTime = 4;
constexpr std::uint64_t kWatchdogMicrosecondsMax = 86'400'000'000;  // a day

std::string_view value_of(const Environment& environment, const std::string& name) {
  const auto entry = environment.find(name);
  return entry == environment.end() ? std::string_view() : entry->second;
}

/// Zero unless the service manager expects signs of life from this very process.
milliseconds watchdog_time(const Environment& environment) {
  const std::string_view process = value_of(environment, "WATCHDOG_PID");
  if (!process.empty() && process != std::to_string(::getpid())) return milliseconds(0);
  const auto microseconds = parse_number<std::uint64_t>(value_of(environment, "WATCHDOG_USEC"), 1,
                                                        kWatchdogMicrosecondsMax);
  if (!microseconds) return milliseconds(0);
  return milliseconds(std::max<std::uint64_t>(*microseconds / 1000, kBeatsPerWatchdogTime));
}

}  // namespace

ServiceManager::ServiceManager(const Environment& environment) {
  const std::string_view socket = value_of(environment, "NOTIFY_SOCKET");
  // The other kinds, vsock: and the like, are for whole machines.
  const bool is_known = socket.starts_with('/') || socket.starts_with('@');
  if (!is_known || socket.size() >= sizeof(sockaddr_un::sun_path)) return;
  descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ < 0) return;
  address_ = socket;
  if (address_.front() == '@') address_.front() = '\0';
  const milliseconds watchdog = watchdog_time(environment);
  period_ = watchdog.count() > 0 ? watchdog / kBeatsPerWatchdogTime : kStatusPeriod;
}

ServiceManager::~ServiceManager() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ServiceManager::ready() const { send("READY=1"); }

void ServiceManager::reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000 + now.tv_nsec / 1000));
}

void ServiceManager::stopping(std::string_view status) const {
  send(fmt::format("STOPPING=1\nSTATUS={}", status));
}

void ServiceManager::beat(std::string_view status) const {
  send(fmt::format("WATCHDOG=1\nSTATUS={}", status));
}

void ServiceManager::send(std::string_view report) const {
  if (descriptor_ < 0) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  (void)::sendto(descriptor_, report.data(), report.size(), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&to), length);
}

}  // namespace nexus::apps
