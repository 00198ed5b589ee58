// SPDX-License-Identifier: MIT
#include "transport/web_socket_service.hpp"

#include "transport/server_refusals.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <simdjson.h>

namespace nexus::transport {

void Connection::send_text(std::string_view text) { web_sockets->send_text(*this, text); }

void Connection::close(std::uint16_t code, std::string_view reason) {
  web_sockets->close(*this, code, reason);
}

void WebSocketService::open(Connection& connection, WebSocketHandler& handler,
                            const Upgrade& upgrade) {
  connection.phase = Phase::kOpen;
  connection.web_sockets = this;
  connection.handler = &handler;
  connection.inbox.reset();
  connection.received = connection.pinged = core_.now;
  core_.metrics.sockets_opened.count();
  core_.metrics.sockets.add(1);
  // Up to a quarter early, so that visitors who connected at once are not all pinged at once.
  const Tick quarter = Core::ticks(core_.options.ping_period) / 4;
  watch(connection, quarter == 0 ? 0 : connection.slot % quarter);
  handler.on_open(connection, upgrade);
}

void WebSocketService::receive(Connection& connection, std::span<char> bytes) {
  const std::size_t given = bytes.size();
  std::size_t frames = 0;
  while (connection.phase == Phase::kOpen || connection.phase == Phase::kClosing) {
    if (connection.is_doomed) return;
    if (bytes.empty()) break;
    if (frames == core_.options.turn_frames_max ||
        given - bytes.size() >= core_.options.turn_bytes_max) {
      core_.postpone(connection);
      keep(connection, bytes, 0);
      return count_half_received(connection);
    }
    const HeaderResult result = parse_frame_header(bytes);
    if (const auto* violation = std::get_if<Violation>(&result)) {
      return fail_connection(connection, *violation);
    }
    if (const auto* need = std::get_if<NeedBytes>(&result)) {
      keep(connection, bytes, need->total_bytes);
      return count_half_received(connection);
    }
    const FrameHeader& header = std::get<FrameHeader>(result);
    if (const auto violation = check(connection, header)) {
      return fail_connection(connection, *violation);
    }
    if (!takes_frame(connection, header)) {
      return fail_connection(connection,
                             {core_.options.idle_frames_code, "too many frames without a message"});
    }
    const std::size_t frame_bytes = header.header_bytes + header.payload_bytes;
    if (bytes.size() < frame_bytes) {
      keep(connection, bytes, frame_bytes);
      return count_half_received(connection);
    }
    const std::span<char> payload = bytes.subspan(header.header_bytes, header.payload_bytes);
    unmask(payload, header.mask);
    on_frame(connection, header, payload);
    bytes = bytes.subspan(frame_bytes);
    ++frames;
  }
  // No incomplete message: an idle connection holds no buffer.
  if (connection.inbox && !connection.inbox->is_fragmented) connection.inbox.reset();
  count_half_received(connection);
}

bool WebSocketService::takes_frame(Connection& connection, const FrameHeader& header) const {
  if (!is_control(header.opcode) && header.fin) return true;
  const std::uint16_t most = core_.options.idle_frames_max;
  if (most != 0 && connection.idle_frames == most) return false;
  ++connection.idle_frames;
  return true;
}

void WebSocketService::count_half_received(Connection& connection) {
  if (!connection.inbox) return;
  connection.inbox->count_in(core_.half_received_bytes);
  if (core_.half_received_bytes > core_.options.incoming_bytes_total_max &&
      connection.inbox->held_bytes() > core_.options.incoming_bytes_fair) {
    fail_connection(connection, {kCloseTryAgainLater, "too many unfinished messages"});
  }
}

Inbox& WebSocketService::inbox(Connection& connection) {
  if (!connection.inbox) {
    connection.inbox = std::make_unique<Inbox>();
    connection.inbox->begun = core_.now;
  }
  return *connection.inbox;
}

std::optional<Violation> WebSocketService::check(const Connection& connection,
                                                 const FrameHeader& header) const {
  if (is_control(header.opcode)) return std::nullopt;
  const bool in_message = connection.inbox && connection.inbox->is_fragmented;
  if (in_message != (header.opcode == Opcode::kContinuation)) {
    return Violation{kCloseProtocolError, "fragments out of order"};
  }
  if (header.opcode == Opcode::kBinary) {
    return Violation{kCloseUnsupportedData, "text messages only"};
  }
  const std::size_t so_far = in_message ? connection.inbox->fragments.size() : 0;
  if (header.payload_bytes > core_.options.message_bytes_max - so_far) {
    return Violation{kCloseTooBig, "message too big"};
  }
  return std::nullopt;
}

void WebSocketService::on_frame(Connection& connection, const FrameHeader& header,
                                std::span<char> payload) {
  const std::string_view text(payload.data(), payload.size());
  switch (header.opcode) {
    case Opcode::kText:
      if (header.fin) return deliver(connection, text);
      return on_fragment(connection, header, text);
    case Opcode::kContinuation:
      return on_fragment(connection, header, text);
    case Opcode::kClose:
      return on_close_frame(connection, text);
    case Opcode::kPing:
      if (connection.phase == Phase::kOpen) send_frame(connection, Opcode::kPong, text);
      return;
    case Opcode::kPong:  // a pong only shows that the client is alive
    case Opcode::kBinary:
      return;
  }
}

void WebSocketService::on_fragment(Connection& connection, const FrameHeader& header,
                                   std::string_view payload) {
  Inbox& inbox = this->inbox(connection);
  inbox.fragments.append(payload);
  inbox.is_fragmented = !header.fin;
  if (!header.fin) return;
  std::string message = std::exchange(inbox.fragments, {});
  const std::size_t message_bytes = message.size();
  message.append(kTextPaddingBytes, '\0');
  deliver(connection, std::string_view(message).substr(0, message_bytes));
}

void WebSocketService::deliver(Connection& connection, std::string_view text) {
  if (connection.phase != Phase::kOpen) return;
  if (connection.inbox) connection.inbox->begun = core_.now;  // later bytes are a new message
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    return fail_connection(connection, {kCloseInvalidPayload, "text is not UTF-8"});
  }
  core_.metrics.messages_received.count();
  connection.handler->on_text(connection, text);
}

void WebSocketService::on_close_frame(Connection& connection, std::string_view payload) {
  const auto result = parse_close_payload(payload);
  if (const auto* violation = std::get_if<Violation>(&result)) {
    return fail_connection(connection, *violation);
  }
  connection.close_code = std::get<CloseStatus>(result).code;
  if (connection.phase == Phase::kOpen) {
    send_close_frame(connection, connection.close_code, {});
    core_.arm(connection, core_.options.close_timeout);
  }
  connection.phase = Phase::kDraining;
  connection.after_flush = AfterFlush::kHangUp;  // the server closes first (section 7.1.1)
}

void WebSocketService::keep(Connection& connection, std::span<const char> rest,
                            std::size_t needed_bytes) {
  Inbox& inbox = this->inbox(connection);
  inbox.bytes.assign(rest.data(), rest.size());
  inbox.needed_bytes = needed_bytes;
}

void WebSocketService::send_text(Connection& connection, std::string_view text) {
  if (connection.phase != Phase::kOpen || connection.is_doomed) return;
  core_.metrics.messages_sent.count();
  send_frame(connection, Opcode::kText, text);
}

void WebSocketService::send_frame(Connection& connection, Opcode opcode, std::string_view payload) {
  std::array<char, kSentHeaderBytesMax> header{};
  const std::size_t header_bytes = write_frame_header(opcode, payload.size(), header);
  const auto exceeds = [&] {
    const std::size_t pending_bytes = Writer::pending_bytes(connection);
    if (pending_bytes > 0 && core_.writer.held_bytes() > core_.options.outgoing_bytes_total_max) {
      return true;
    }
    return pending_bytes + header_bytes + payload.size() > core_.options.outgoing_bytes_max;
  };
  if (exceeds()) {
    if (!connection.waits_to_write) core_.writer.flush(connection);
    if (exceeds()) {
      core_.refusals.count(kSlowConsumer);
      return begin_close(connection, core_.options.slow_consumer_code, "slow consumer");
    }
  }
  core_.writer.write(connection, {header.data(), header_bytes}, payload);
}

void WebSocketService::send_close_frame(Connection& connection, std::uint16_t code,
                                        std::string_view reason) {
  const std::string payload = make_close_payload(code, reason);
  std::array<char, kSentHeaderBytesMax> header{};
  const std::size_t header_bytes = write_frame_header(Opcode::kClose, payload.size(), header);
  core_.writer.write(connection, {header.data(), header_bytes}, payload);
}

void WebSocketService::begin_close(Connection& connection, std::uint16_t code,
                                   std::string_view reason) {
  connection.phase = Phase::kClosing;
  connection.sent_code = code;
  send_close_frame(connection, code, reason);
  core_.arm(connection, core_.options.close_timeout);
}

void WebSocketService::close(Connection& connection, std::uint16_t code, std::string_view reason) {
  if (connection.phase != Phase::kOpen || connection.is_doomed) return;
  begin_close(connection, code, reason);
}

void WebSocketService::fail_connection(Connection& connection, const Violation& violation) {
  if (connection.phase == Phase::kClosing) return core_.doom(connection);
  core_.refusals.count(kBadFrame, violation.what);
  core_.log.debug(
      "web_socket_failed",
      {{"socket", connection.id().value}, {"code", violation.code}, {"why", violation.what}});
  connection.sent_code = violation.code;
  send_close_frame(connection, violation.code, violation.what);
  // Later input on the connection cannot be parsed any more.
  connection.phase = Phase::kDraining;
  connection.after_flush = AfterFlush::kEnd;
  connection.inbox.reset();
  core_.arm(connection, core_.options.close_timeout);
}

/// Sets the deadline of an open socket to its next ping or its time-out, whichever is sooner.
void WebSocketService::watch(Connection& connection, Tick early) {
  const Tick ping = std::max(connection.received, connection.pinged) +
                    Core::ticks(core_.options.ping_period) - early;
  const Tick end = connection.received + Core::ticks(core_.options.peer_timeout);
  core_.wheel.set(connection.slot, std::min(ping, end));
}

void WebSocketService::on_deadline(Connection& connection) {
  if (connection.phase != Phase::kOpen) return core_.doom(connection);
  connection.idle_frames = 0;
  const ServerOptions& options = core_.options;
  if (connection.inbox &&
      core_.now >= connection.inbox->begun + Core::ticks(options.message_timeout)) {
    return fail_connection(connection, {options.peer_timeout_code, "a message without an end"});
  }
  if (core_.now >= connection.received + Core::ticks(options.peer_timeout)) {
    connection.sent_code = options.peer_timeout_code;
    send_close_frame(connection, options.peer_timeout_code, "no sign of life");
    return core_.doom(connection);
  }
  const Tick period = Core::ticks(options.ping_period);
  // A first ping may be early, see open().
  if (core_.now + period / 4 >= std::max(connection.received, connection.pinged) + period) {
    connection.pinged = core_.now;
    send_frame(connection, Opcode::kPing, {});
    if (connection.phase != Phase::kOpen) return;
  }
  watch(connection, 0);
}

void WebSocketService::report_closed(Connection& connection) {
  WebSocketHandler* const handler = connection.handler;
  if (handler == nullptr) return;
  const std::uint16_t received =
      connection.close_code == 0 ? kCloseAbnormal : connection.close_code;
  const std::uint16_t code = connection.sent_code == 0 ? received : connection.sent_code;
  core_.metrics.sockets.add(-1);
  core_.metrics.sockets_closed.count(core_.metrics.index_of(code));
  handler->on_close(connection, received);
  connection.handler = nullptr;
}

}  // namespace nexus::transport
