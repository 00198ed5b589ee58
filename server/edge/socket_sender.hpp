// Sends messages to WebSockets, and counts refusals.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/metrics.hpp"
#include "edge/count_refusal.hpp"
#include "protocol/generated/messages.hpp"
#include "transport/server.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace nexus::edge {

struct SenderMetrics : MetricGroup {
  explicit SenderMetrics(const std::string& channel)
      : refused(*this, "messages_refused_total",
                "Messages that were answered by an error, and searches that could not go on.",
                only("channel", channel), label("reason", protocol::kErrorCodeValues)) {}

  Counter<Only, protocol::ErrorCode> refused;
};

/// A client's id equals that of its socket. Every error and every close passes through here, so
/// refusals are counted here.
template <class Message>
class SocketSender {
 public:
  SocketSender(const std::string& channel, transport::Server& server)
      : metrics_(channel), server_(server) {}

  [[nodiscard]] const SenderMetrics& metrics() const { return metrics_; }

  void send_message(ClientId client, const Message& message) {
    if (const auto* error = std::get_if<protocol::Error>(&message)) {
      metrics_.refused.count(Only{}, error->code);
      count_refusal(server_.refusals(), *error);
    }
    text_.clear();
    std::visit([this](const auto& one) { protocol::encode(one, text_); }, message);
    send_text(client, text_);
  }

  void send_text(ClientId client, std::string_view text) {
    if (transport::WebSocket* socket = server_.find({client.value})) socket->send_text(text);
  }

  [[nodiscard]] Hold hold_address(ClientId client) { return server_.hold_address({client.value}); }

  void hang_up(ClientId client, protocol::CloseCode code) {
    transport::WebSocket* socket = server_.find({client.value});
    if (socket == nullptr) return;
    count_refusal(server_.refusals(), code);
    socket->close(static_cast<std::uint16_t>(code));
  }

 private:
  SenderMetrics metrics_;
  transport::Server& server_;
  std::string text_;  // reused, so that a message costs no allocation
};

}  // namespace nexus::edge
