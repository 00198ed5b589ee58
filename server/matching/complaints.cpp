// SPDX-License-Identifier: MIT
#include "matching/complaints.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace nexus::matching {

using protocol::ErrorCode;

namespace {

/// When a client may resend a report that could not be recorded.
constexpr auto kReportRetry = std::chrono::seconds(10);

protocol::Error not_recorded(ReportError error, RoomId room) {
  const bool is_full = error == ReportError::kFull;
  protocol::Error reply{.code = is_full ? ErrorCode::kFull : ErrorCode::kUnavailable,
                        .message = "the report cannot be recorded now"};
  reply.of = protocol::Report::kType;
  reply.room = room.text();
  reply.retry_after_ms = std::chrono::milliseconds(kReportRetry).count();
  return reply;
}

}  // namespace

template <class Message>
Result<credentials::MetPartner, protocol::Error> Complaints::partner_in(
    const credentials::Session& session, const Message& message) const {
  const auto room = RoomId::parse(message.room);
  const auto partner = room && message.encounter
                           ? credentials_.encounters.partner(*message.encounter, session.visitor,
                                                             *room, clock_.wall())
                           : std::nullopt;
  if (partner) return *partner;
  return fail(protocol::Error{.code = ErrorCode::kStaleRoom,
                              .message = "the encounter does not prove who was in that room",
                              .of = std::string(Message::kType),
                              .room = message.room});
}

protocol::MatchServerMessage Complaints::block(credentials::Session& session,
                                               const protocol::Block& block) {
  auto partner = partner_in(session, block);
  if (!partner) return std::move(partner.error());
  return protocol::Blocked{.room = block.room, .session = add_to_blocks(session, partner->visitor)};
}

protocol::MatchServerMessage Complaints::report(credentials::Session& session,
                                                protocol::Report report) {
  auto partner = partner_in(session, report);
  if (!partner) return std::move(partner.error());
  const std::pair key{session.visitor, *RoomId::parse(report.room)};
  if (!recorded_.contains(key)) {
    const auto recorded = reports_.record({.at = clock_.wall(),
                                           .room = key.second,
                                           .reporter = session.visitor,
                                           .reported = partner->visitor,
                                           .reason = report.reason,
                                           .note = std::move(report.note).value_or("")});
    if (!recorded) return not_recorded(recorded.error(), key.second);
    recorded_.add(key, clock_.monotonic());
  }
  return protocol::Reported{.room = report.room,
                            .session = add_to_blocks(session, partner->visitor)};
}

std::string Complaints::add_to_blocks(credentials::Session& session, VisitorId partner) {
  std::vector<VisitorId>& blocked = session.blocked;
  std::erase(blocked, partner);
  if (blocked.size() == credentials::kSessionBlockedMax) blocked.erase(blocked.begin());
  blocked.push_back(partner);
  return credentials_.sessions.issue(session, clock_.wall(), random_);
}

}  // namespace nexus::matching
