// Gets sockets into pairs, each server in its own way.
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
  kPairs,      ///< whoever opens /?pair=N as the second is joined to the first
};

/// A socket whose partner is there: what the one sends, the other gets.
struct Seat {
  Client* client = nullptr;
  std::string text;     ///< what to say; both seats of a pair say the same
  bool starts = false;  ///< true for one of the two
};

struct SeatingOptions {
  std::size_t sockets = 0;     ///< even over all processes
  std::size_t first_pair = 0;  ///< Dialect::kPairs: a number range for each process
  std::size_t text_bytes = 200;
  bool keep_match_sockets = false;
  std::uint16_t room_port = 0;  ///< of the room sockets, if it is another
};

/// Opens the sockets, a bounded number at a time. Throws std::runtime_error when anything goes
/// otherwise than hoped: a benchmark of failures is none.
class Seating {
 public:
  virtual ~Seating() = default;
  /// Opens more, if the time has come. Call between turns of the loop until done().
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
