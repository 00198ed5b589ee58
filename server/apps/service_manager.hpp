// Reports the state of the process to systemd, or to another service manager with sd_notify(3).
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace nexus::apps {

/// Sends one datagram a report, without waiting: a service manager that does not read loses
/// reports and delays nobody. Does nothing if no service manager started the process.
class ServiceManager {
 public:
  /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  explicit ServiceManager(const Environment& environment);
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  /// How often `beat` is due: four times within the time after which the service manager takes the
  /// process for hung, or every 5 s without such a time. Zero if nobody listens.
  [[nodiscard]] std::chrono::milliseconds period() const { return period_; }

  void ready() const;
  /// `ready` must follow.
  void reloading() const;
  void stopping(std::string_view status) const;
  /// The event loop turns. `status` is one line for `systemctl status`.
  void beat(std::string_view status) const;

 private:
  void send(std::string_view report) const;

  std::string address_;  ///< a path, or an abstract name behind a null byte; empty: nobody listens
  /// Kept open: a process that has run out of descriptors must still beat.
  int descriptor_ = -1;
  std::chrono::milliseconds period_{0};
};

}  // namespace nexus::apps
