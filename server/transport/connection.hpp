// One accepted TCP connection: an HTTP client, later perhaps a WebSocket.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/address_limit.hpp"
#include "transport/deadline_wheel.hpp"
#include "transport/web_socket.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::transport {

class WebSocketService;

enum class Phase : std::uint8_t {
  kFree,      ///< the slot holds no connection
  kProxied,   ///< waits for a PROXY header
  kRequest,   ///< waits for an HTTP request or its end
  kBody,      ///< receives the body of a request
  kReply,     ///< an HTTP response is being written; nothing is read meanwhile
  kOpen,      ///< a WebSocket
  kClosing,   ///< our close frame is sent; awaits the client's
  kDraining,  ///< everything is sent; discards some input until the client ends or the time-out
};

/// The next step once everything queued has been written.
enum class AfterFlush : std::uint8_t {
  kStay,
  kHangUp,  ///< close the connection
  kEnd,     ///< send FIN, then drain: closing at once could make the kernel drop what was just sent
};

/// Input that cannot be processed yet. Exists only while there is some.
struct Inbox {
  Inbox() = default;
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  ~Inbox() { count(0); }

  /// Includes the held bytes in `sum` until the next call, or until the inbox is destroyed.
  void count_in(std::size_t& sum) {
    counted_in = &sum;
    count(held_bytes());
  }
  [[nodiscard]] std::size_t held_bytes() const { return bytes.capacity() + fragments.capacity(); }

  std::string bytes;             ///< an incomplete frame or request, or pipelined requests
  std::size_t needed_bytes = 0;  ///< fewer bytes cannot be processed; 0: not known
  std::string fragments;         ///< the incomplete message, unmasked
  bool is_fragmented = false;    ///< between the first and the last fragment
  Tick begun = 0;                ///< when the incomplete message began

 private:
  void count(std::size_t held) {
    if (counted_in == nullptr) return;
    *counted_in += held;
    *counted_in -= std::exchange(counted_bytes, held);
  }

  std::size_t* counted_in = nullptr;
  std::size_t counted_bytes = 0;
};

/// Output that the kernel has not taken yet. Exists only while there is some.
struct Outbox {
  std::string bytes;
  std::shared_ptr<const std::string> file;  ///< follows `bytes`; shared with others
  std::size_t sent_bytes = 0;               ///< of `bytes` and `file` together
  std::size_t counted_bytes = 0;            ///< memory, as counted in Writer::held_bytes()

  [[nodiscard]] std::size_t pending_bytes() const {
    return bytes.size() + (file ? file->size() : 0) - sent_bytes;
  }
};

/// Plain state that the services of this module change. 88 bytes: apart from its node in the
/// deadline wheel, an idle connection needs no other memory. Lives in ConnectionTable and does not
/// move.
class Connection final : public WebSocket {
 public:
  [[nodiscard]] SocketId id() const override { return {std::uint64_t{generation} << 32 | slot}; }
  void send_text(std::string_view text) override;
  void close(std::uint16_t code, std::string_view reason) override;

  WebSocketService* web_sockets = nullptr;
  WebSocketHandler* handler = nullptr;  ///< from on_open to on_close
  AddressLimit::Entry* address = nullptr;
  std::unique_ptr<Inbox> inbox;
  std::unique_ptr<Outbox> outbox;
  int descriptor = -1;
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  Tick received = 0;  ///< when bytes last arrived from the client
  Tick pinged = 0;
  std::uint32_t drained_bytes = 0;  ///< discarded in Phase::kDraining
  std::uint16_t close_code = 0;     ///< the code for on_close; 0: no close frame received
  std::uint16_t sent_code = 0;      ///< of our close frame, unless it only echoes; 0: none
  std::uint16_t idle_frames = 0;    ///< since the latest deadline, see ServerOptions
  Phase phase = Phase::kFree;
  AfterFlush after_flush = AfterFlush::kStay;
  bool is_doomed : 1 = false;       ///< to be recycled after this batch of events
  bool is_dirty : 1 = false;        ///< has output to be flushed at the end of the present read
  bool waits_to_read : 1 = false;   ///< EPOLLIN is requested
  bool waits_to_write : 1 = false;  ///< EPOLLOUT is requested
  bool has_begun : 1 = false;       ///< part of an HTTP request has arrived
  bool is_postponed : 1 = false;    ///< input waits in the inbox for the next turn
  bool has_client : 1 = false;      ///< a PROXY header named the client, see Core::peer_of()
};
static_assert(sizeof(Connection) <= 88, "fifteen thousand idle visitors pay for every field");

}  // namespace nexus::transport
