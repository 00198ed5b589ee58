// SPDX-License-Identifier: MIT
#include "transport/core.hpp"

#include <utility>

namespace nexus::transport {

Core::Core(EventLoop& loop, ServerOptions given, Log log_to, const Clock& time,
           Poller::Callbacks callbacks, std::function<void()> reap)
    : options(std::move(given)),
      log(std::move(log_to)),
      clock(time),
      refusals(clock, log),
      proxies(options.trusted_proxies),
      addresses({options.connections_per_address_max,
                 static_cast<double>(options.connections_per_address_per_second_max)}),
      poller(loop, kTickPeriod, std::move(callbacks)),
      writer(poller, [this](Connection& connection) { doom(connection); }),
      start_(time.monotonic()),
      reap_(std::move(reap)) {}

void Core::doom(Connection& connection) {
  if (connection.is_doomed) return;
  connection.is_doomed = true;
  doomed_.push_back(&connection);
  if (in_turn_ || is_reap_posted_) return;
  is_reap_posted_ = true;
  poller.defer([this] {
    is_reap_posted_ = false;
    begin_turn();
    end_turn();
  });
}

void Core::begin_turn() {
  in_turn_ = true;
  now = static_cast<Tick>((clock.monotonic() - start_) / kTickPeriod);
}

void Core::end_turn() {
  // Reporting the end of one connection may end others.
  while (!doomed_.empty()) reap_();
  in_turn_ = false;
}

}  // namespace nexus::transport
