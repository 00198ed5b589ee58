// The WebSocket protocol on open connections (RFC 6455, sections 5 to 7).
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/core.hpp"
#include "transport/frame.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace nexus::transport {

/// Text messages only, no extensions. Keeps no state per connection besides Connection.
class WebSocketService {
 public:
  explicit WebSocketService(Core& core) : core_(core) {}

  /// Turns a connection whose 101 response has been written into a WebSocket.
  void open(Connection& connection, WebSocketHandler& handler, const Upgrade& upgrade);
  /// Processes the frames in `bytes` within the budget of a turn, and keeps the rest. Unmasks in
  /// place; kTextPaddingBytes must follow `bytes`.
  void receive(Connection& connection, std::span<char> bytes);
  /// Call after an inbox has grown: closes a connection that holds too much.
  void count_half_received(Connection& connection);
  /// Handles the connection's deadline: a ping, or the end.
  void on_deadline(Connection& connection);
  /// Notifies the handler of the end and counts the cause.
  void report_closed(Connection& connection);

  void send_text(Connection& connection, std::string_view text);
  void close(Connection& connection, std::uint16_t code, std::string_view reason);

 private:
  [[nodiscard]] std::optional<Violation> check(const Connection& connection,
                                               const FrameHeader& header) const;
  /// Counts a frame that ends no message. False beyond ServerOptions::idle_frames_max.
  [[nodiscard]] bool takes_frame(Connection& connection, const FrameHeader& header) const;
  void on_frame(Connection& connection, const FrameHeader& header, std::span<char> payload);
  void on_close_frame(Connection& connection, std::string_view payload);
  void on_fragment(Connection& connection, const FrameHeader& header, std::string_view payload);
  void deliver(Connection& connection, std::string_view text);
  Inbox& inbox(Connection& connection);
  void keep(Connection& connection, std::span<const char> rest, std::size_t needed_bytes);
  void watch(Connection& connection, Tick early);

  void send_frame(Connection& connection, Opcode opcode, std::string_view payload);
  void send_close_frame(Connection& connection, std::uint16_t code, std::string_view reason);
  void begin_close(Connection& connection, std::uint16_t code, std::string_view reason);
  void fail_connection(Connection& connection, const Violation& violation);

  Core& core_;
};

}  // namespace nexus::transport
