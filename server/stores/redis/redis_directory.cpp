// SPDX-License-Identifier: MIT
#include "stores/redis/redis_directory.hpp"

namespace nexus::stores {

using signalling::DirectoryError;
using signalling::RoomRecord;

RedisDirectory::RedisDirectory(RedisFunctions& functions, RedisPool pool)
    : functions_(functions),
      pool_(std::move(pool)),
      prefix_(pool_.prefix()),
      unsent_closes_(std::make_shared<std::deque<std::vector<std::string>>>()) {}

void RedisDirectory::lookup(RoomId room, Done<std::optional<RoomRecord>> done) {
  functions_.call("nexus_lookup", prefix_, {room.text()},
                  [room, done = std::move(done)](Result<RedisReply, StoreError> answer) {
                    auto record = std::move(answer).and_then(
                        [&](RedisReply&& reply) { return read_lookup(room, reply); });
                    if (!record) return done(fail(DirectoryError::kUnavailable));
                    done(std::move(*record));
                  });
}

void RedisDirectory::settle(Settle wanted, Done<SettleReply> done) {
  functions_.call("nexus_settle", prefix_, settle_arguments(std::move(wanted), pool_),
                  [done = std::move(done)](Result<RedisReply, StoreError> answer) {
                    auto reply = std::move(answer).and_then(
                        [](const RedisReply& raw) { return read_settle(raw); });
                    if (!reply) return done(fail(DirectoryError::kUnavailable));
                    done(std::move(*reply));
                  });
}

void RedisDirectory::close(NodeName home, RoomId room, signalling::Stranded stranded) {
  std::vector<std::string> arguments{std::move(home.value), room.text(),
                                     stranded.no_show ? "no_show" : ""};
  for (const TicketId ticket : stranded.tickets) arguments.push_back(ticket.text());
  send_close(std::move(arguments));
}

void RedisDirectory::send_close(std::vector<std::string> arguments) {
  auto again = arguments;
  functions_.call("nexus_close_2", prefix_, std::move(arguments),
                  [unsent = unsent_closes_,
                   again = std::move(again)](const Result<RedisReply, StoreError>& answer) mutable {
                    if (answer) return;
                    if (unsent->size() >= kClosesMax) unsent->pop_front();
                    unsent->push_back(std::move(again));
                  });
}

void RedisDirectory::announce(signalling::HomeStatus status) {
  functions_.call("nexus_announce", prefix_,
                  {pool_.now(), std::move(status.node.value), std::move(status.url),
                   std::to_string(status.rooms), status.incarnation.text()},
                  [](const Result<RedisReply, StoreError>&) {});
  if (!functions_.ready()) return;
  for (auto& arguments : std::exchange(*unsent_closes_, {})) send_close(std::move(arguments));
}

void RedisDirectory::retire(NodeName node) {
  functions_.call("nexus_retire", prefix_, {std::move(node.value)},
                  [](const Result<RedisReply, StoreError>&) {});
}

}  // namespace nexus::stores
