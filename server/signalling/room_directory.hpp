// Port: what a signalling node asks of the store that holds the record of rooms.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/settle.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nexus::signalling {

/// A signalling node that has not announced itself for this long gets no new rooms.
inline constexpr auto kHomeLease = std::chrono::seconds(10);
inline constexpr auto kHomeAnnouncePeriod = std::chrono::seconds(2);
static_assert(kHomeLease > 3 * kHomeAnnouncePeriod);

/// The store's record of a room: its two tickets, its home, and whether it is open.
struct RoomRecord {
  RoomId room;
  TicketId initiator;
  TicketId responder;
  NodeName home;
  bool open = false;

  friend bool operator==(const RoomRecord&, const RoomRecord&) = default;
};

struct HomeStatus {
  NodeName node;
  std::string url;
  std::uint64_t rooms = 0;
  IncarnationId incarnation = {};  ///< this incarnation of the node
};

/// Tickets that lost their room before both visitors were in: their owners are notified to search
/// on in the old place.
struct Stranded {
  std::vector<TicketId> tickets{};
  bool no_show = false;  ///< because the partner did not come

  friend bool operator==(const Stranded&, const Stranded&) = default;
};

enum class DirectoryError { kUnavailable };

/// Called on the process's loop; `done` is called once, later, on that loop.
class RoomDirectory {
 public:
  template <class T>
  using Done = std::function<void(Result<T, DirectoryError>)>;

  virtual ~RoomDirectory() = default;

  /// Replies nullopt if the store does not know the room.
  virtual void lookup(RoomId room, Done<std::optional<RoomRecord>> done) = 0;

  /// The room is over and never reopens. Idempotent. Does not affect a room that was moved from
  /// `home` to another.
  virtual void close(NodeName home, RoomId room, Stranded stranded) = 0;

  /// Decides where a room lives: see TicketStore::settle.
  virtual void settle(Settle wanted, Done<SettleReply> done) = 0;

  /// Renews the lease of this node, which takes rooms, and reports its load.
  virtual void announce(HomeStatus status) = 0;

  /// This node takes no more rooms, and its rooms may move at once.
  virtual void retire(NodeName node) = 0;
};

}  // namespace nexus::signalling
