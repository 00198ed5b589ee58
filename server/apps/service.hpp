// One wired process: the only place that knows which store, services and sockets it has.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "apps/service_manager.hpp"
#include "base/clock.hpp"
#include "base/log_writer.hpp"
#include "base/random.hpp"

#include <memory>

namespace nexus::apps {

/// Runs the services of `program` until SIGTERM, SIGINT or SIGQUIT, then notifies the clients,
/// waits for them for up to 5 s, and stops. SIGHUP reopens the log, the reports and the bans.
class Service {
 public:
  /// Throws std::exception with a sentence for the operator if something that is configured is not
  /// available.
  Service(const Program& program, const Config& config, const ServiceManager& manager,
          std::shared_ptr<LogWriter> log_writer);
  ~Service();

  /// Listens and serves. Returns the exit status.
  int run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// main() of each program.
int run_program(const Program& program, int argc, const char* const* argv);

}  // namespace nexus::apps
