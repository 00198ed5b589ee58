// The room records in Redis.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/room_directory.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_wire.hpp"

#include <deque>
#include <memory>

namespace nexus::stores {

/// A signalling node's calls to Redis. A close that Redis did not take is kept
/// and sent again with a later announcement. Beyond kClosesMax the oldest is dropped; deadlines
/// then end its room. Lives on the client's loop.
class RedisDirectory final : public signalling::RoomDirectory {
 public:
  static constexpr std::size_t kClosesMax = 10'000;

  /// `functions` must outlive it.
  RedisDirectory(RedisFunctions& functions, RedisPool pool);

  void lookup(RoomId room, Done<std::optional<signalling::RoomRecord>> done) override;
  void close(NodeName home, RoomId room, signalling::Stranded stranded) override;
  void settle(Settle wanted, Done<SettleReply> done) override;
  void announce(signalling::HomeStatus status) override;
  void retire(NodeName node) override;

 private:
  void send_close(std::vector<std::string> arguments);

  RedisFunctions& functions_;
  RedisPool pool_;
  std::string prefix_;
  /// Closes not yet taken; shared with the callbacks, which may be called after this object's end.
  std::shared_ptr<std::deque<std::vector<std::string>>> unsent_closes_;
};

}  // namespace nexus::stores
