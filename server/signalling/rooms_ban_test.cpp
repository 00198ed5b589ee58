// Visitors whom the outlet does not admit.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::LeftReason;
using namespace std::chrono_literals;

class RoomsBanTest : public RoomsFixture {
 protected:
  void ban(VisitorId visitor) {
    outlet.banned = visitor;
    rooms.end_awaiting([&](VisitorId one) { return one == visitor; });
  }
};

TEST_F(RoomsBanTest, GivesNoSeatToWhoIsBannedAndLetsThePartnerSearchOn) {
  const Match match = make_match();
  const ClientId partner = connect(), client = connect();
  join(partner, match.initiator, match.record);
  (void)outlet.take_one<protocol::Joined>(partner);
  outlet.banned = anna;
  join(client, match.responder);
  EXPECT_TRUE(outlet.take(client).empty()) << "the outlet says why";
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(partner).reason, LeftReason::kNoShow);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsBanTest, LetsAPartnerSearchOnThatHasYetToCome) {
  const Match match = make_match();
  outlet.banned = anna;
  join(connect(), match.responder, match.record);
  EXPECT_EQ(rooms.open_rooms(), 0U);
  ASSERT_EQ(directory.closes.size(), 1U);
  EXPECT_EQ(directory.closes.back().stranded, std::vector{match.record.initiator});
}

TEST_F(RoomsBanTest, GivesTheReasonAlsoIfTheRoomIsOverForTheBan) {
  const Match match = make_match();
  rooms.give_up(
      {match.record.room, match.record.responder, Role::kResponder, match.record.initiator});
  outlet.banned = anna;
  const ClientId client = connect();
  join(client, match.responder);
  EXPECT_TRUE(outlet.take(client).empty()) << "the outlet says why";

  const Match elsewhere = make_match();
  const ClientId late = connect();
  join(late, elsewhere.responder);
  RoomRecord closed = elsewhere.record;
  closed.open = false;
  directory.answer(directory.lookups.back(), std::optional(closed));
  EXPECT_TRUE(outlet.take(late).empty());
}

TEST_F(RoomsBanTest, EndsTheRoomThatWaitsForWhoIsBanned) {
  const Pair pair = seat_both();
  rooms.close(pair.responder, Ending::kDropped);
  (void)outlet.take_one<protocol::PartnerAway>(pair.initiator);
  ban(anna);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(pair.initiator).reason,
            LeftReason::kDisconnected);
  EXPECT_EQ(rooms.open_rooms(), 0U);
  EXPECT_EQ(directory.closes.size(), 1U);
}

TEST_F(RoomsBanTest, LeavesTheRoomsOfOthersAlone) {
  const Pair pair = seat_both();
  rooms.close(pair.responder, Ending::kDropped);
  (void)outlet.take_one<protocol::PartnerAway>(pair.initiator);
  ban(VisitorId::random(random));
  EXPECT_TRUE(outlet.take(pair.initiator).empty());
  EXPECT_EQ(rooms.open_rooms(), 1U);
}

TEST_F(RoomsBanTest, GivesNoSeatBackToWhoIsBannedAndEndsTheRoom) {
  const Match match = make_match();
  const ClientId partner = connect(), client = connect();
  join(partner, match.initiator, match.record);
  join(client, match.responder, match.record);
  const std::string secret = outlet.take_one<protocol::Joined>(client).seat;
  rooms.close(client, Ending::kDropped);
  (void)outlet.take(partner);
  outlet.banned = anna;  // before end_awaiting() is called
  const ClientId back = connect();
  say(back, protocol::Join{.seat = secret, .received = 0});
  directory.grant(directory.settles.back());
  EXPECT_TRUE(outlet.take(back).empty());
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(partner).reason, LeftReason::kDisconnected);
}

TEST_F(RoomsBanTest, KnowsAVisitorAlsoWhereItsRoomMoved) {
  const Match match = make_match();
  credentials::SeatToken token = fresh(match.record, Role::kResponder, anna);
  token.home.incarnation = IncarnationId::random(random);
  token.secret = credentials::SeatSecret::random(random);
  outlet.banned = anna;
  const ClientId client = connect();
  say(client, protocol::Join{.seat = tokens.issue(token)});
  directory.grant(directory.settles.back());
  EXPECT_TRUE(outlet.take(client).empty());
  EXPECT_EQ(rooms.open_rooms(), 0U) << "the partner is told when it comes";
}

}  // namespace
}  // namespace nexus::signalling
