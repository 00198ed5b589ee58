// A RoomDirectory that writes down what it is asked; the test decides when it answers, and what.
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
  struct Claimed {
    Claim claim;
    Done<ClaimReply> done;
  };
  struct Close {
    RoomId room;
    std::vector<TicketId> stranded;

    friend bool operator==(const Close&, const Close&) = default;
  };

  void lookup(RoomId room, Done<std::optional<RoomRecord>> done) override {
    lookups.push_back({room, std::move(done)});
  }
  void close(NodeName, RoomId room, std::vector<TicketId> stranded) override {
    closes.push_back({room, std::move(stranded)});
  }
  void claim(Claim claim, Done<ClaimReply> done) override {
    claims.push_back({std::move(claim), std::move(done)});
  }
  void announce(HomeStatus status) override { announcements.push_back(std::move(status)); }
  void retire(NodeName node) override { retired.push_back(std::move(node)); }

  /// Answers a listed lookup. A second answer to the same lookup throws.
  static void answer(Lookup& lookup, Result<std::optional<RoomRecord>, DirectoryError> reply) {
    std::exchange(lookup.done, nullptr)(std::move(reply));
  }

  static void answer(Claimed& claimed, Result<ClaimReply, DirectoryError> reply) {
    std::exchange(claimed.done, nullptr)(std::move(reply));
  }

  std::deque<Lookup> lookups;
  std::deque<Claimed> claims;
  std::vector<Close> closes;
  std::vector<NodeName> retired;
  std::vector<HomeStatus> announcements;
};

}  // namespace nexus::signalling
