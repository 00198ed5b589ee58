// What the rooms count of joins, kept seats and conversations.
// SPDX-License-Identifier: MIT
#include "signalling/signalling_metrics.hpp"

#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::LeftReason;
using namespace std::chrono_literals;

class SignallingMetricsTest : public RoomsFixture {
 protected:
  [[nodiscard]] const SignallingMetrics& counted() const { return rooms.metrics(); }
};

TEST_F(SignallingMetricsTest, AConversationLastsFromTheSecondJoin) {
  const Match match = make_match();
  const Pair pair{match.record.room, connect(), connect()};
  join(pair.initiator, match.initiator, match.record);
  clock.advance(4s);
  join(pair.responder, match.responder, match.record);
  EXPECT_EQ(counted().joins.value(JoinResult::kSeated), 2U);
  clock.advance(90s);
  say(pair.initiator,
      protocol::Leave{.room = pair.room.text(), .reason = protocol::LeaveReason::kSkip});
  EXPECT_EQ(counted().leaves.value(LeftReason::kSkip), 1U);
  EXPECT_EQ(counted().conversation.count(), 1U);
  EXPECT_EQ(counted().conversation.seconds(), 90);
}

TEST_F(SignallingMetricsTest, ARoomToWhichOneCameIsANoShowAndNoConversation) {
  const Match match = make_match();
  join(connect(), match.initiator, match.record);
  tick_after(kPartnerDeadline);
  EXPECT_EQ(counted().no_shows.value(), 1U);
  EXPECT_EQ(counted().leaves.value(LeftReason::kNoShow), 1U);
  EXPECT_EQ(counted().conversation.count(), 0U);
}

TEST_F(SignallingMetricsTest, ASeatIsAwayUntilItsVisitorReturnsOrTheRoomEnds) {
  const Match match = make_match();
  const Pair pair{match.record.room, connect(), connect()};
  join(pair.initiator, match.initiator, match.record);
  const std::string seat = outlet.take_one<protocol::Joined>(pair.initiator).seat;
  join(pair.responder, match.responder, match.record);
  rooms.close(pair.initiator, Ending::kDropped);
  EXPECT_EQ(counted().seats_away.value(), 1);
  say(connect(), protocol::Join{.seat = seat, .received = 0});
  directory.grant(directory.settles.back());
  EXPECT_EQ(counted().seats_away.value(), 0);
  EXPECT_EQ(counted().resumes.value(JoinResult::kSeated), 1U);
  rooms.close(pair.responder, Ending::kDropped);
  EXPECT_EQ(counted().seats_away.value(), 1);
  tick_after(kResumeGrace + 1s);
  EXPECT_EQ(counted().seats_away.value(), 0);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(SignallingMetricsTest, TokensAreRefusedForAReason) {
  using credentials::SeatTokenError;
  const Match match = make_match();
  join(connect(), "forged");
  clock.advance(credentials::kFreshTokenLife + credentials::kClockSkewMax + 1s);
  join(connect(), match.initiator);
  EXPECT_EQ(counted().tokens_refused.value(Only{}, SeatTokenError::kInvalid), 1U);
  EXPECT_EQ(counted().tokens_refused.value(Only{}, SeatTokenError::kExpired), 1U);
  EXPECT_EQ(counted().joins.value(JoinResult::kBadToken), 1U);
  EXPECT_EQ(counted().joins.value(JoinResult::kExpiredToken), 1U);
}

TEST_F(SignallingMetricsTest, ARoomThatMovesHereIsCountedByItsFormerHome) {
  const auto move_from = [&](NodeName home) {
    const ClientId client = connect();
    credentials::SeatToken seat{.room = RoomId::random(random),
                                .ticket = TicketId::random(random),
                                .visitor = VisitorId::random(random),
                                .home = {std::move(home), IncarnationId::random(random)},
                                .secret = credentials::SeatSecret::random(random),
                                .issued = clock.wall()};
    join(client, tokens.issue(seat));
    directory.grant(directory.settles.back());
  };
  move_from(NodeName{"room-2"});
  move_from(node);
  EXPECT_EQ(counted().rooms_moved.value(MovedFrom::kOtherHome), 1U);
  EXPECT_EQ(counted().rooms_moved.value(MovedFrom::kFormerIncarnation), 1U);
  EXPECT_EQ(counted().seats_away.value(), 2) << "their partners have not come yet";
}

}  // namespace
}  // namespace nexus::signalling
