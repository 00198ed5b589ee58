// Blocks and reports: a partner that is not to be met again.
// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"

#include <utility>

namespace nexus::matching {

using protocol::ErrorCode;

namespace {

/// When a report that can not be kept may be sent again.
constexpr auto kReportRetry = std::chrono::seconds(10);

protocol::Error not_kept(ReportError error, RoomId room) {
  const bool is_full = error == ReportError::kFull;
  protocol::Error reply{.code = is_full ? ErrorCode::kFull : ErrorCode::kUnavailable,
                        .message = "the report can not be kept"};
  reply.of = protocol::Report::kType;
  reply.room = room.text();
  reply.retry_after_ms = std::chrono::milliseconds(kReportRetry).count();
  return reply;
}

}  // namespace

template <class Message>
std::optional<VisitorId> Desk::partner_in(ClientId id, const Client& client,
                                          const Message& message) {
  const auto room = RoomId::parse(message.room);
  auto partner = room && message.encounter
                     ? credentials_.encounters.partner(*message.encounter, client.visitor, *room,
                                                       clock_.wall())
                     : std::nullopt;
  if (!partner) {
    outlet_.send(id, protocol::Error{.code = ErrorCode::kStaleRoom,
                                     .message = "the encounter does not prove who was in that room",
                                     .of = std::string(Message::kType),
                                     .room = message.room});
  }
  return partner;
}

void Desk::on_block(ClientId id, Client& client, const protocol::Block& block) {
  const auto partner = partner_in(id, client, block);
  if (!partner) return;
  std::string session = this->block(client, *partner);
  outlet_.send(id, protocol::Blocked{.room = block.room, .session = std::move(session)});
  if (client.search) renew_plan(id, client);
}

void Desk::on_report(ClientId id, Client& client, protocol::Report report) {
  const auto partner = partner_in(id, client, report);
  if (!partner) return;
  const RoomId room = *RoomId::parse(report.room);
  if (!reported_.contains({client.visitor, room})) {
    const auto kept = reports_.record({.at = clock_.wall(),
                                       .room = room,
                                       .reporter = client.visitor,
                                       .reported = *partner,
                                       .reason = report.reason,
                                       .note = std::move(report.note).value_or("")});
    if (!kept) return outlet_.send(id, not_kept(kept.error(), room));
    reported_.add({client.visitor, room}, clock_.monotonic());
  }
  std::string session = block(client, *partner);
  outlet_.send(id, protocol::Reported{.room = report.room, .session = std::move(session)});
  if (client.search) renew_plan(id, client);
}

std::string Desk::block(Client& client, VisitorId partner) {
  std::erase(client.blocked, partner);
  if (client.blocked.size() == kBlockedMax) client.blocked.erase(client.blocked.begin());
  client.blocked.push_back(partner);
  return credentials_.sessions.issue({client.visitor, client.blocked}, random_);
}

}  // namespace nexus::matching
