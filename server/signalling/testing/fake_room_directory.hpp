// A RoomDirectory that records calls; the test decides when and what it answers.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/room_directory.hpp"

#include <deque>
#include <utility>
#include <vector>

namespace nexus::signalling {

/// Knows no room and answers nothing by itself. Calls stay listed after their answer, oldest first.
class FakeRoomDirectory final : public RoomDirectory {
 public:
  struct Lookup {
    RoomId room;
    Done<std::optional<RoomRecord>> done;
  };
  struct Settling {
    Settle wanted;
    Done<SettleReply> done;
  };
  struct Close {
    RoomId room;
    std::vector<TicketId> stranded;
    bool no_show = false;

    friend bool operator==(const Close&, const Close&) = default;
  };

  void lookup(RoomId room, Done<std::optional<RoomRecord>> done) override {
    lookups.push_back({room, std::move(done)});
  }
  void close(NodeName, RoomId room, Stranded stranded) override {
    closes.push_back({room, std::move(stranded.tickets), stranded.no_show});
  }
  void settle(Settle wanted, Done<SettleReply> done) override {
    settles.push_back({std::move(wanted), std::move(done)});
  }
  void announce(HomeStatus status) override { announcements.push_back(std::move(status)); }
  void retire(NodeName node) override { retired.push_back(std::move(node)); }

  /// Answers a listed lookup. A second answer to the same lookup throws.
  static void answer(Lookup& lookup, Result<std::optional<RoomRecord>, DirectoryError> reply) {
    std::exchange(lookup.done, nullptr)(std::move(reply));
  }

  static void answer(Settling& settling, Result<SettleReply, DirectoryError> reply) {
    std::exchange(settling.done, nullptr)(std::move(reply));
  }
  /// Answers that the room lives where it was asked for.
  static void grant(Settling& settling) { answer(settling, SettleReply(settling.wanted.to)); }

  std::deque<Lookup> lookups;
  std::deque<Settling> settles;
  std::vector<Close> closes;
  std::vector<NodeName> retired;
  std::vector<HomeStatus> announcements;
};

}  // namespace nexus::signalling
