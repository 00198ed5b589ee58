// The encoding of tickets, proposals and events for the functions.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/given_up.hpp"
#include "matching/ticket_store.hpp"
#include "signalling/room_directory.hpp"
#include "stores/redis/redis_reply.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::stores {

/// Settings that all processes with one queue must share.
struct RedisPool {
  std::string name = "main";  ///< letters, digits, - and _
  std::size_t tickets_max = 1'000'000;
  /// For tests: the clock that the functions use. nullptr: Redis's own time.
  const Clock* clock = nullptr;

  /// The prefix of every key; in braces, so that a cluster keeps all keys together.
  [[nodiscard]] std::string prefix() const { return "nexus:{" + name + "}:"; }
  /// Microseconds, or 0 for the time of Redis.
  [[nodiscard]] std::string now() const;
};

/// "\na\nb\n"; line feeds, backslashes and zeros inside names escaped, so that a search for
/// "\nname\n" is exact.
[[nodiscard]] std::string pack(std::span<const std::string> names);

[[nodiscard]] std::vector<std::string> find_arguments(matching::Ticket ticket,
                                                      const RedisPool& pool);

// Each reads one reply. A malformed reply, for example from a foreign library, is kUnavailable.
using matching::StoreError;
[[nodiscard]] Result<matching::FindReply, StoreError> read_find(RedisReply reply);
[[nodiscard]] Result<matching::CommitReply, StoreError> read_commit(const RedisReply& reply);
[[nodiscard]] Result<matching::RenewReply, StoreError> read_renew(RedisReply reply);
[[nodiscard]] Result<std::uint64_t, StoreError> read_count(const RedisReply& reply);
[[nodiscard]] Result<std::optional<signalling::RoomRecord>, StoreError> read_lookup(
    RoomId room, const RedisReply& reply);

[[nodiscard]] std::vector<std::string> settle_arguments(Settle wanted, const RedisPool& pool);
[[nodiscard]] Result<SettleReply, StoreError> read_settle(const RedisReply& reply);

/// The value of a name in an entry of a stream: names and values in turn. Null without that name.
[[nodiscard]] RedisReply field_of(const RedisReply& fields, std::string_view name);
/// Reads an entry of a home's stream of events. nullopt if it is not one of ours.
[[nodiscard]] std::optional<GivenUp> read_given_up(const RedisReply& fields);
/// Reads an entry of an outbox: names and values in turn. nullopt if it is not one of ours.
[[nodiscard]] std::optional<matching::OutboxEvent> read_event(const RedisReply& fields);

}  // namespace nexus::stores
