// SPDX-License-Identifier: MIT
#include "stores/redis/redis_wire.hpp"

#include "base/text.hpp"

#include <chrono>

namespace nexus::stores {

using matching::CommitReply;
using matching::FindReply;
using matching::OutboxEvent;
using matching::Place;
using matching::Proposal;
using matching::Queued;
using matching::Release;
using matching::RenewReply;
using matching::Role;
using signalling::RoomRecord;

namespace {

constexpr auto kMalformed = StoreError::kUnavailable;

void append_escaped(std::string& out, std::string_view name) {
  if (name.empty()) out.append("\\e");
  for (const char c : name) {
    switch (c) {
      case '\n':
        out.append("\\n");
        break;
      case '\0':
        out.append("\\0");
        break;
      case '\\':
        out.append("\\\\");
        break;
      default:
        out.push_back(c);
    }
  }
}

std::optional<std::int64_t> read_number(const RedisReply& reply) {
  if (const auto* integer = reply.integer()) return *integer;
  const auto* text = reply.text();
  if (text == nullptr) return std::nullopt;
  return parse_number<std::int64_t>(*text);
}

template <class Id>
std::optional<Id> read_id(const RedisReply& reply) {
  const auto* text = reply.text();
  return text == nullptr ? std::nullopt : Id::parse(*text);
}

/// Reads nine values: see proposal_for() in functions/prelude.lua.
std::optional<Proposal> read_proposal(std::span<RedisReply> values) {
  if (values.size() != 9) return std::nullopt;
  const auto room = read_id<RoomId>(values[0]);
  const auto ticket = read_id<TicketId>(values[1]);
  const auto role = read_number(values[2]);
  const auto place = read_number(values[3]);
  const auto partner = read_id<VisitorId>(values[6]);
  for (const std::size_t at : {4u, 5u, 7u, 8u}) {
    if (values[at].text() == nullptr) return std::nullopt;
  }
  if (!room || !ticket || !role || !place || !partner) return std::nullopt;
  return Proposal{*room,
                  *ticket,
                  *role == 0 ? Role::kInitiator : Role::kResponder,
                  *place,
                  {NodeName{std::move(*values[4].text())}, std::move(*values[5].text())},
                  *partner,
                  std::move(*values[7].text()),
                  std::move(*values[8].text())};
}

}  // namespace

std::string RedisPool::now() const {
  if (clock == nullptr) return "0";
  using std::chrono::microseconds;
  return std::to_string(
      std::chrono::duration_cast<microseconds>(clock->monotonic().time_since_epoch()).count());
}

std::string pack(std::span<const std::string> names) {
  std::string packed;
  for (const std::string& name : names) {
    if (packed.empty()) packed.push_back('\n');
    append_escaped(packed, name);
    packed.push_back('\n');
  }
  return packed;
}

std::vector<std::string> find_arguments(matching::Ticket ticket, const RedisPool& pool) {
  std::vector<std::string> avoid;
  avoid.reserve(ticket.plan.avoid.size() + ticket.plan.avoid_networks.size());
  for (const VisitorId visitor : ticket.plan.avoid) avoid.push_back(visitor.text());
  for (const NetworkTag network : ticket.plan.avoid_networks) avoid.push_back(network.text());
  std::vector<std::string> arguments{
      pool.now(),
      std::to_string(pool.tickets_max),
      ticket.id.text(),
      ticket.visitor.text(),
      std::move(ticket.owner.value),
      std::to_string(ticket.place),
      std::move(ticket.profile),
      std::move(ticket.offer),
      std::move(ticket.answer),
      std::move(ticket.home.node.value),
      std::move(ticket.home.url),
      ticket.room.text(),
      pack(ticket.plan.wait_in),
      pack(avoid),
      std::to_string(ticket.look_after),
      ticket.network.is_none() ? std::string() : ticket.network.text(),
  };
  for (const matching::Tier& tier : ticket.plan.look) arguments.push_back(pack(tier));
  return arguments;
}

Result<FindReply, StoreError> read_find(RedisReply reply) {
  auto* values = reply.array();
  if (values == nullptr || values->empty()) return fail(kMalformed);
  const auto outcome = read_number(values->front());
  if (!outcome) return fail(kMalformed);
  if (*outcome == 2) return fail(StoreError::kFull);
  if (*outcome == 1) {
    auto proposal = read_proposal(std::span(*values).subspan(1));
    if (!proposal) return fail(kMalformed);
    return FindReply(std::move(*proposal));
  }
  if (values->size() != 4) return fail(kMalformed);
  const auto place = read_number((*values)[1]);
  const auto waiting = read_number((*values)[2]);
  const auto look_after = read_number((*values)[3]);
  if (!place || !waiting || !look_after) return fail(kMalformed);
  return FindReply(Queued{*place, static_cast<std::uint64_t>(*waiting), *look_after});
}

Result<CommitReply, StoreError> read_commit(const RedisReply& reply) {
  const auto kept = read_number(reply);
  if (!kept) return fail(kMalformed);
  return *kept == 1 ? CommitReply::kKept : CommitReply::kReleased;
}

Result<RenewReply, StoreError> read_renew(RedisReply reply) {
  auto* parts = reply.array();
  if (parts == nullptr || parts->size() != 5) return fail(kMalformed);
  auto* unknown = (*parts)[0].array();
  auto* proposed = (*parts)[1].array();
  auto* homes = (*parts)[2].array();
  if (unknown == nullptr || proposed == nullptr || homes == nullptr || homes->size() % 2 != 0) {
    return fail(kMalformed);
  }
  const auto lapsed = read_number((*parts)[3]);
  const auto waiting = read_number((*parts)[4]);
  if (!lapsed || !waiting || *waiting < 0) return fail(kMalformed);
  RenewReply renewed;
  renewed.lapsed = *lapsed == 1;
  renewed.waiting = static_cast<std::uint64_t>(*waiting);
  for (const RedisReply& id : *unknown) {
    const auto ticket = read_id<TicketId>(id);
    if (!ticket) return fail(kMalformed);
    renewed.unknown.push_back(*ticket);
  }
  for (RedisReply& values : *proposed) {
    auto proposal =
        values.array() == nullptr ? std::nullopt : read_proposal(std::span(*values.array()));
    if (!proposal) return fail(kMalformed);
    renewed.proposed.push_back(std::move(*proposal));
  }
  for (std::size_t at = 0; at < homes->size(); at += 2) {
    auto* node = (*homes)[at].text();
    auto* url = (*homes)[at + 1].text();
    if (node == nullptr || url == nullptr) return fail(kMalformed);
    renewed.homes.push_back({NodeName{std::move(*node)}, std::move(*url)});
  }
  return renewed;
}

Result<std::uint64_t, StoreError> read_count(const RedisReply& reply) {
  const auto count = read_number(reply);
  if (!count || *count < 0) return fail(kMalformed);
  return static_cast<std::uint64_t>(*count);
}

Result<std::optional<RoomRecord>, StoreError> read_lookup(RoomId room, const RedisReply& reply) {
  if (reply.is_null()) return std::optional<RoomRecord>();
  const auto* values = reply.array();
  if (values == nullptr || values->size() != 4) return fail(kMalformed);
  const auto initiator = read_id<TicketId>((*values)[0]);
  const auto responder = read_id<TicketId>((*values)[1]);
  const auto* home = (*values)[2].text();
  const auto open = read_number((*values)[3]);
  if (!initiator || !responder || home == nullptr || !open) return fail(kMalformed);
  return std::optional<RoomRecord>(
      RoomRecord{room, *initiator, *responder, NodeName{*home}, *open == 1});
}

std::vector<std::string> settle_arguments(Settle wanted, const RedisPool& pool) {
  return {pool.now(),
          wanted.room.text(),
          std::move(wanted.from.node.value),
          wanted.from.incarnation.text(),
          std::string(digit_of(wanted.asker)),
          std::move(wanted.to.node.value),
          std::move(wanted.to.url),
          wanted.to_incarnation.is_none() ? std::string() : wanted.to_incarnation.text()};
}

Result<SettleReply, StoreError> read_settle(const RedisReply& reply) {
  const auto* values = reply.array();
  if (values == nullptr || values->empty()) return fail(kMalformed);
  const auto kind = read_number(values->front());
  if (kind == 0) return SettleReply(SettleRefusal::kClosed);
  if (kind == 1) return SettleReply(SettleRefusal::kNotYet);
  if (kind != 2 || values->size() != 3) return fail(kMalformed);
  const auto* node = (*values)[1].text();
  const auto* url = (*values)[2].text();
  if (node == nullptr || url == nullptr) return fail(kMalformed);
  return SettleReply(Home{NodeName{*node}, *url});
}

RedisReply field_of(const RedisReply& fields, std::string_view name) {
  const auto* pairs = fields.array();
  if (pairs == nullptr) return {};
  for (std::size_t at = 0; at + 1 < pairs->size(); at += 2) {
    const auto* text = (*pairs)[at].text();
    if (text != nullptr && *text == name) return (*pairs)[at + 1];
  }
  return {};
}

std::optional<GivenUp> read_given_up(const RedisReply& fields) {
  const auto room = read_id<RoomId>(field_of(fields, "r"));
  const auto ticket = read_id<TicketId>(field_of(fields, "t"));
  const auto partner = read_id<TicketId>(field_of(fields, "x"));
  const RedisReply role_text = field_of(fields, "o");
  const auto role =
      role_text.text() == nullptr ? std::nullopt : parse_role_digit(*role_text.text());
  if (!room || !ticket || !partner || !role) return std::nullopt;
  return GivenUp{*room, *ticket, *role, *partner};
}

std::optional<OutboxEvent> read_event(const RedisReply& fields) {
  const auto field = [&](std::string_view name) { return field_of(fields, name); };
  const RedisReply kind = field("k");
  if (kind.text() == nullptr) return std::nullopt;
  if (*kind.text() == "proposal") {
    std::array<RedisReply, 9> values{field("r"), field("t"), field("o"), field("p"), field("n"),
                                     field("u"), field("v"), field("c"), field("f")};
    auto proposal = read_proposal(values);
    if (!proposal) return std::nullopt;
    return OutboxEvent(std::move(*proposal));
  }
  if (*kind.text() == "release") {
    const auto ticket = read_id<TicketId>(field("t"));
    const auto room = read_id<RoomId>(field("r"));
    if (!ticket || !room) return std::nullopt;
    const RedisReply why = field("w");
    const bool no_show = why.text() != nullptr && *why.text() == "no_show";
    return OutboxEvent(Release{*ticket, *room, no_show});
  }
  return std::nullopt;
}

}  // namespace nexus::stores
