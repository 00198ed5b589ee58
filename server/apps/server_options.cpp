// SPDX-License-Identifier: MIT
#include "apps/server_options.hpp"

#include "protocol/generated/messages.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace nexus::apps {
namespace {

/// The close codes of the protocol, rising.
std::vector<std::uint16_t> named_close_codes() {
  std::vector<std::uint16_t> codes(protocol::kClientCloseCodes.begin(),
                                   protocol::kClientCloseCodes.end());
  for (const auto& close : protocol::kCloseCodes) {
    codes.push_back(static_cast<std::uint16_t>(close.code));
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace

transport::ServerOptions server_options(const Config& config,
                                        std::function<bool()> refuses_sockets) {
  transport::ServerOptions options = config.server;
  options.refuses_sockets = std::move(refuses_sockets);
  options.subprotocol = protocol::kSubprotocol;
  options.may_await_address = true;
  options.message_bytes_max = protocol::limits::kFrameBytesMax;
  options.counted_close_codes = named_close_codes();
  options.slow_consumer_code = static_cast<std::uint16_t>(protocol::CloseCode::kSlowConsumer);
  options.peer_timeout_code = static_cast<std::uint16_t>(protocol::CloseCode::kNoPong);
  options.idle_frames_code = static_cast<std::uint16_t>(protocol::CloseCode::kRateLimited);
  return options;
}

}  // namespace nexus::apps
