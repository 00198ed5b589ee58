// The application's view of one visitor's WebSocket (RFC 6455).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/strong_id.hpp"
#include "transport/ip_address.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nexus::transport {

/// Names one WebSocket; never reused while the process lives.
using SocketId = StrongValue<struct SocketIdTag, std::uint64_t>;

/// Readable bytes after every text that on_text gets, because a SIMD JSON parser may read that far.
/// Their content does not matter.
inline constexpr std::size_t kTextPaddingBytes = 64;

/// The request that opened a WebSocket. The views are valid during on_open only.
struct Upgrade {
  std::string_view path;   ///< without the query
  std::string_view query;  ///< after the question mark, not decoded; may be empty
  /// Of the visitor, as reported by trusted proxies. Personal data: do not log it.
  IpAddress client_address;
  /// Connects directly from this machine or a private network: its address does not identify it.
  bool is_local = false;
};

/// Lives from on_open until on_close returns. Keep its id(), not its address, beyond a call. For
/// the loop's thread only.
class WebSocket {
 public:
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  [[nodiscard]] virtual SocketId id() const = 0;

  /// Sends `text` (UTF-8, not checked) as one frame. Writes it at once and queues only what the
  /// kernel does not take. Beyond ServerOptions::outgoing_bytes_max the message is dropped and the
  /// socket closes with `slow_consumer_code`. Does nothing once closing. Texts sent while a message
  /// is handled are written together at the end of that message's read. Never calls back into the
  /// handler.
  virtual void send_text(std::string_view text) = 0;

  /// Starts the closing handshake (RFC 6455, section 7). `code` must be one that may be sent (1000
  /// to 1003, 1007 to 1014, 3000 to 4999); otherwise 1011 is sent. `reason` is cut to 123 bytes. No
  /// text is delivered after this; on_close follows later, never inside this call. Later calls do
  /// nothing.
  virtual void close(std::uint16_t code, std::string_view reason = {}) = 0;

 protected:
  WebSocket() = default;
  ~WebSocket() = default;
};

/// Implemented by the application; called on the loop's thread. All functions may send on and close
/// any socket, including their own. They must not throw.
class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;
  virtual void on_open(WebSocket& socket, const Upgrade& upgrade) = 0;
  /// `text` is valid UTF-8, valid during the call only, with kTextPaddingBytes readable after it.
  virtual void on_text(WebSocket& socket, std::string_view text) = 0;
  /// Called exactly once per on_open. `code` is that of the received close frame (1005 if it held
  /// none), or 1006 without a close frame. Not called for sockets that are open when the server is
  /// destroyed.
  virtual void on_close(WebSocket& socket, std::uint16_t code) = 0;
};

}  // namespace nexus::transport
