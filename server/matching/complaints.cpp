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

protocol::Error not_recorded(ErrorCode code, RoomId room, std::chrono::milliseconds retry_after) {
  protocol::Error reply{.code = code, .message = "the report cannot be recorded now"};
  reply.of = protocol::Report::kType;
  reply.room = room.text();
  reply.retry_after_ms = retry_after.count();
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
  metrics_.tokens_refused.count(RefusedToken::kEncounter, Only{});
  return fail(protocol::Error{.code = ErrorCode::kStaleRoom,
                              .message = "the encounter does not prove who was in that room",
                              .of = std::string(Message::kType),
                              .room = message.room});
}

protocol::MatchServerMessage Complaints::block(credentials::Session& session,
                                               const protocol::Block& block) {
  auto partner = partner_in(session, block);
  if (!partner) return std::move(partner.error());
  return protocol::Blocked{.room = block.room, .session = add_to_blocks(session, *partner)};
}

protocol::MatchServerMessage Complaints::report(credentials::Session& session,
                                                const NetworkTags& network,
                                                protocol::Report report) {
  const auto partner = partner_in(session, report);
  if (!partner) {
    metrics_.reports_refused.count(ReportRefusal::kNoEncounter);
    return partner.error();
  }
  const std::string room = report.room;
  const bool is_of_child = report.reason == protocol::ReportReason::kMinor;
  if (auto error = record(session.visitor, network, *partner, std::move(report))) {
    return std::move(*error);
  }
  protocol::Reported answer{.room = room, .session = add_to_blocks(session, *partner)};
  if (takes_evidence_ && !is_of_child) {
    answer.evidence = credentials_.evidence.issue(
        reference_of(*RoomId::parse(room), session.visitor), clock_.wall());
  }
  return answer;
}

std::optional<protocol::Error> Complaints::record(VisitorId reporter, const NetworkTags& network,
                                                  const credentials::MetPartner& partner,
                                                  protocol::Report report) {
  const MonotonicTime now = clock_.monotonic();
  const std::pair key{reporter, *RoomId::parse(report.room)};
  if (recorded_.contains(key)) return std::nullopt;
  if (const auto wait = rate_.wait(network, now); wait.count() > 0) {
    metrics_.reports_refused.count(ReportRefusal::kNetworkRate);
    return not_recorded(ErrorCode::kFull, key.second, wait);
  }
  const credentials::NetworkSeals& seals = credentials_.networks;
  const WallTime at = clock_.wall();
  const bool recorded =
      reports_.record({.at = at,
                       .room = key.second,
                       .reporter = reporter,
                       .reported = partner.visitor,
                       .reporter_tag = seals.seal(network.host, at),
                       .reported_tag = seals.seal(partner.network, at),
                       .networks = reporters_.add(partner.visitor, reporter, network, now),
                       .reason = report.reason,
                       .note = std::move(report.note).value_or("")});
  if (!recorded) {
    metrics_.reports_refused.count(ReportRefusal::kUnavailable);
    return not_recorded(ErrorCode::kUnavailable, key.second, kReportRetry);
  }
  metrics_.reports.count(report.reason);
  recorded_.add(key, now);
  rate_.count(network, now);
  cool_downs_.add(network, partner.visitor, partner.network);
  return std::nullopt;
}

std::string Complaints::add_to_blocks(credentials::Session& session,
                                      const credentials::MetPartner& partner) {
  session.blocked.add(partner.visitor, partner.network);
  return credentials_.sessions.issue(session, clock_.wall(), random_);
}

}  // namespace nexus::matching
