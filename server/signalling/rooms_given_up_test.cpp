// Visitors that will not join their room: matching reports them before the deadline.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::LeftReason;

class RoomsGivenUpTest : public RoomsFixture {
 protected:
  /// The responder of the match will not come.
  static GivenUp by_responder(const Match& match) {
    return {match.record.room, match.record.responder, Role::kResponder, match.record.initiator};
  }
};

TEST_F(RoomsGivenUpTest, EndTheRoomForThePartnerAtOnce) {
  const Match match = make_match();
  const ClientId partner = connect();
  join(partner, match.initiator, match.record);
  (void)outlet.take_one<protocol::Joined>(partner);
  rooms.give_up(by_responder(match));
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(partner).reason, LeftReason::kNoShow);
  EXPECT_EQ(
      directory.closes,
      (std::vector<FakeRoomDirectory::Close>{{match.record.room, {match.record.initiator}, true}}));
}

TEST_F(RoomsGivenUpTest, EndARoomThatNobodyCameToYet) {
  const Match match = make_match();
  rooms.give_up(by_responder(match));
  EXPECT_EQ(
      directory.closes,
      (std::vector<FakeRoomDirectory::Close>{{match.record.room, {match.record.initiator}, true}}));
  const ClientId partner = connect();
  join(partner, match.initiator);
  EXPECT_EQ(refusal(partner), protocol::ErrorCode::kRoomClosed);
  const ClientId late = connect();
  join(late, match.responder);
  EXPECT_EQ(refusal(late), protocol::ErrorCode::kRoomClosed);
}

TEST_F(RoomsGivenUpTest, EndARoomWhoseRecordIsBeingRead) {
  const Match match = make_match();
  const ClientId partner = connect();
  join(partner, match.initiator);
  rooms.give_up(by_responder(match));
  directory.answer(directory.lookups.back(), std::optional(match.record));
  EXPECT_EQ(refusal(partner), protocol::ErrorCode::kRoomClosed);
  EXPECT_EQ(directory.closes.size(), 1U);
}

TEST_F(RoomsGivenUpTest, DisturbNoRoomThatTheyCameTo) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  rooms.give_up(by_responder(match));
  expect_undisturbed(pair);
}

TEST_F(RoomsGivenUpTest, DoNothingToARoomThatIsOver) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  say(pair.responder,
      protocol::Leave{.room = match.record.room.text(), .reason = protocol::LeaveReason::kSkip});
  ASSERT_EQ(directory.closes.size(), 1U);
  rooms.give_up(by_responder(match));
  EXPECT_EQ(directory.closes.size(), 1U);
}

TEST_F(RoomsGivenUpTest, AreNotBlamedOnAVisitorThatLeftBeforeItsPartnerCame) {
  const Match match = make_match();
  const ClientId partner = connect();
  join(partner, match.initiator, match.record);
  say(partner,
      protocol::Leave{.room = match.record.room.text(), .reason = protocol::LeaveReason::kSkip});
  EXPECT_EQ(directory.closes, (std::vector<FakeRoomDirectory::Close>{
                                  {match.record.room, {match.record.responder}, false}}));
}

}  // namespace
}  // namespace nexus::signalling
