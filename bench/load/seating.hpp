// Pairs sockets, in the way that each server requires.
// SPDX-License-Identifier: MIT
#pragma once

#include "load/client.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::load {

/// How a server pairs sockets.
enum class Dialect {
  kNexusChat,  ///< hello and find on /v1/match, then join on /v1/room with the token
  kPairs,      ///< the second socket that opens /?pair=N is joined to the first
};

/// A socket with a partner: the server relays each message to the other socket.
struct Seat {
  Client* client = nullptr;
  std::string text;     ///< the text to send; both seats of a pair send the same
  bool starts = false;  ///< true for one of the two
};

struct SeatingOptions {
  std::size_t sockets = 0;     ///< even over all processes
  std::size_t first_pair = 0;  ///< Dialect::kPairs: each process has its own range of numbers
  std::size_t text_bytes = 200;
  bool keep_match_sockets = false;
  std::uint16_t room_port = 0;  ///< of the room sockets, if it is another
};

/// Opens the sockets, a limited number at a time. Throws std::runtime_error on any failure:
/// a benchmark of failures is worthless.
class Seating {
 public:
  virtual ~Seating() = default;
  /// Opens more sockets if some are due. Call between turns of the loop until done().
  virtual void advance() = 0;
  [[nodiscard]] virtual bool done() const = 0;
  [[nodiscard]] virtual std::vector<Seat> take_seats() = 0;
};

[[nodiscard]] std::unique_ptr<Seating> make_seating(Dialect dialect, Loop& loop,
                                                    SeatingOptions options);

/// One ICE candidate as a browser trickles it, in a message of exactly `bytes` bytes (at least
/// 160).
[[nodiscard]] std::string candidate_text(std::string_view room, std::size_t bytes);

}  // namespace nexus::load
