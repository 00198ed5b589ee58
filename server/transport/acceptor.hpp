// Accepts new connections, within the limits.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/core.hpp"
#include "transport/http_service.hpp"
#include "transport/listener.hpp"
#include "transport/proxy_intake.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace nexus::transport {

class Acceptor {
 public:
  Acceptor(Core& core, HttpService& http, ProxyIntake& proxies)
      : core_(core), http_(http), proxies_(proxies) {}

  Result<std::uint16_t, std::string> listen(const ListenAddress& address);
  /// Whether an event's tag is a listener's index. Connections have generations from 1, so their
  /// tags are larger.
  [[nodiscard]] static bool is_listener(std::uint64_t tag) { return tag >> 32 == 0; }
  /// Accepts up to kAcceptsPerTurn connections.
  void on_readable(std::uint64_t tag);
  /// Resumes listening after a pause for lack of descriptors or memory; forgets idle addresses.
  void on_tick();
  void stop();

 private:
  void admit(const Listener::Accepted& accepted, const ListenAddress& at);
  void refuse(int descriptor, int status, std::string_view detail);
  void pause(int error);
  void resume();

  Core& core_;
  HttpService& http_;
  ProxyIntake& proxies_;
  std::deque<Listener> listeners_;  // the tag is the index
  Tick resume_at_ = 0;              // 0: not paused
  bool is_short_ = false;           // of descriptors or memory
  Tick shortage_over_at_ = 0;       // if no accept fails until then
  std::uint64_t failures_ = 0;      // in this shortage
  Tick sweep_at_ = 0;
};

}  // namespace nexus::transport
