// What a signalling node asks of whatever holds the record of rooms.
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

/// A signalling node that does not announce itself for this long gets no new rooms.
inline constexpr auto kHomeLease = std::chrono::seconds(10);
inline constexpr auto kHomeAnnouncePeriod = std::chrono::seconds(2);
static_assert(kHomeLease > 3 * kHomeAnnouncePeriod);

/// What the store knows of a room: who may sit where.
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
  BootId boot = {};  ///< of this run of the node
};

enum class DirectoryError { kUnavailable };

/// Called on the process's loop; `done` is called once, later, on that loop.
class RoomDirectory {
 public:
  template <class T>
  using Done = std::function<void(Result<T, DirectoryError>)>;

  virtual ~RoomDirectory() = default;

  /// Nothing when the store does not know the room.
  virtual void lookup(RoomId room, Done<std::optional<RoomRecord>> done) = 0;

  /// The room is over and never reopens. `stranded` are tickets that lost it before both visitors
  /// were in: their owners are told to search on in the old place. Idempotent. Says nothing of a
  /// room that was moved from `home` to another.
  virtual void close(NodeName home, RoomId room, std::vector<TicketId> stranded) = 0;

  /// Decides where a room lives: see TicketStore::settle.
  virtual void settle(Settle wanted, Done<SettleReply> done) = 0;

  /// This node takes rooms: keeps its lease and tells its load.
  virtual void announce(HomeStatus status) = 0;

  /// This node takes no more rooms, and those that it has may move at once.
  virtual void retire(NodeName node) = 0;
};

}  // namespace nexus::signalling
