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
  kRequest,   ///< waits for an HTTP request or its end
  kReply,     ///< an HTTP response is being written; nothing is read meanwhile
  kOpen,      ///< a WebSocket
  kClosing,   ///< our close frame is sent, the client's awaited
  kDraining,  ///< our last word is said; input is thrown away until the client ends or time is up
};

/// What to do once everything queued has been written.
enum class AfterFlush : std::uint8_t {
  kStay,
  kHangUp,  ///< close the connection
  kEnd,     ///< send FIN, then drain: closing at once could make the kernel drop what we just said
};

/// Why a WebSocket ended, as far as this side knows; see ServerStats.
enum class Ending : std::uint8_t {
  kLost,
  kClient,
  kServer,
  kProtocol,
  kSlowConsumer,
  kPeerTimeout
};

/// Input that can't be dealt with yet. Exists only while there is some.
struct Inbox {
  Inbox() = default;
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  ~Inbox() { count(0); }

  /// Has what is held now be part of `sum` until this is said again, or the inbox ends.
  void count_in(std::size_t& sum) {
    counted_in = &sum;
    count(held_bytes());
  }
  [[nodiscard]] std::size_t held_bytes() const { return bytes.capacity() + fragments.capacity(); }

  std::string bytes;             ///< an incomplete frame or request, or pipelined requests
  std::size_t needed_bytes = 0;  ///< nothing can be done with fewer; 0: not known
  std::string fragments;         ///< the message so far, unmasked
  bool is_fragmented = false;    ///< between the first and the last fragment
  Tick begun = 0;                ///< when the message began that is not complete

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
  std::size_t sent_bytes = 0;               ///< of both together
  std::size_t counted_bytes = 0;            ///< of memory, in Writer::held_bytes()

  [[nodiscard]] std::size_t pending_bytes() const {
    return bytes.size() + (file ? file->size() : 0) - sent_bytes;
  }
};

/// Plain state, changed by the services of this module; 88 bytes, and all that an idle connection
/// has beside its node in the deadline wheel. Lives in ConnectionTable and does not move.
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
  Tick received = 0;  ///< when the client was last heard
  Tick pinged = 0;
  std::uint16_t close_code = 0;  ///< the code for on_close; 0: no close frame received
  Phase phase = Phase::kFree;
  AfterFlush after_flush = AfterFlush::kStay;
  Ending ending = Ending::kLost;
  bool is_doomed : 1 = false;       ///< to be recycled after this batch of events
  bool is_dirty : 1 = false;        ///< has output to be flushed when the present read is through
  bool waits_to_read : 1 = false;   ///< EPOLLIN is asked for
  bool waits_to_write : 1 = false;  ///< EPOLLOUT is asked for
  bool has_begun : 1 = false;       ///< part of an HTTP request is here
};
static_assert(sizeof(Connection) <= 88, "fifteen thousand idle visitors pay for every field");

}  // namespace nexus::transport
