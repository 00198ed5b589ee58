// One wired process: the only place that knows which store, services and sockets it has.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "apps/service_manager.hpp"
#include "base/log.hpp"
#include "base/log_writer.hpp"

#include <functional>
#include <memory>

namespace nexus::apps {

/// What the process gives its services.
struct ServiceContext {
  Log log;
  std::shared_ptr<LogWriter> log_writer;  ///< in which the log ends
  const ServiceManager& manager;
  /// Reads the settings again from where they came from; called on the loop.
  std::function<Loaded()> load_again;
};

/// Runs the services of `program` until SIGTERM, SIGINT or SIGQUIT, then notifies the clients,
/// waits for them for up to 4 s, and stops. SIGHUP reopens the log, the reports and the bans, and
/// reads the settings again (plan_reload()).
class Service {
 public:
  /// Throws std::exception with a sentence for the operator if something that is configured is not
  /// available.
  Service(const Program& program, const Config& config, ServiceContext context);
  ~Service();

  /// Listens and serves. Returns the exit status.
  int run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace nexus::apps
