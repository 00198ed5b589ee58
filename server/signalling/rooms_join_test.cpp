// First joins: which visitors get a seat.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::ErrorCode;
using protocol::LeftReason;
using protocol::PartnerState;

class RoomsJoinTest : public RoomsFixture {};

TEST_F(RoomsJoinTest, SeatsTheTwoWhoHoldTheTokens) {
  const Match match = make_match();
  const std::string room = match.record.room.text();
  const ClientId first = connect();
  join(first, match.responder, match.record);
  const auto one = outlet.take_one<protocol::Joined>(first);
  EXPECT_EQ(one, (protocol::Joined{.room = room,
                                   .role = protocol::Role::kResponder,
                                   .partner = PartnerState::kAwaited,
                                   .seat = one.seat}));
  const ClientId second = connect();
  join(second, match.initiator, match.record);
  const auto two = outlet.take_one<protocol::Joined>(second);
  EXPECT_EQ(two, (protocol::Joined{.room = room,
                                   .role = protocol::Role::kInitiator,
                                   .partner = PartnerState::kPresent,
                                   .seat = two.seat}));
  EXPECT_NE(one.seat, two.seat);
  EXPECT_EQ(outlet.take_one<protocol::PartnerJoined>(first).room, room);
  EXPECT_EQ(directory.lookups.size(), 1U);  // the room is already known
  EXPECT_EQ(rooms.open_rooms(), 1U);
}

TEST_F(RoomsJoinTest, RefusesATokenThatIsNotGenuine) {
  const Match match = make_match();
  const ClientId client = connect();
  std::string changed = match.initiator;
  changed.back() = changed.back() == 'A' ? 'E' : 'A';
  for (const std::string& forged : {changed, std::string("x"), match.record.room.text()}) {
    join(client, forged);
    EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  }
  EXPECT_TRUE(directory.lookups.empty());
}

TEST_F(RoomsJoinTest, RefusesATokenThatComesTooLate) {
  const Match match = make_match();
  const ClientId client = connect();
  clock.advance(credentials::kFreshTokenLife + credentials::kClockSkewMax +
                std::chrono::milliseconds(1));
  join(client, match.initiator);
  EXPECT_EQ(refusal(client), ErrorCode::kTokenExpired);
  EXPECT_TRUE(directory.lookups.empty());
}

// Otherwise it could reopen its room after the room's end is forgotten (S5).
TEST_F(RoomsJoinTest, RefusesATokenOfAClockThatIsFarAhead) {
  const Match match = make_match();
  const ClientId client = connect();
  clock.jump_wall(-std::chrono::hours(1));
  join(client, match.initiator);
  EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  EXPECT_TRUE(directory.lookups.empty());
}

TEST_F(RoomsJoinTest, SpendsTheTokenOfTheMatchWithTheFirstReturn) {
  const Match match = make_match();
  const Pair pair{match.record.room, connect(), connect()};
  join(pair.initiator, match.initiator, match.record);
  join(pair.responder, match.responder, match.record);
  const std::string seat = outlet.take_one<protocol::Joined>(pair.responder).seat;
  rooms.close(pair.responder, Ending::kDropped);
  const ClientId back = connect();
  say(back, protocol::Join{.seat = seat, .received = 0});
  directory.grant(directory.settles.back());
  (void)outlet.take_one<protocol::Resumed>(back);
  rooms.close(back, Ending::kDropped);
  const ClientId thief = connect();
  join(thief, match.responder);
  EXPECT_EQ(refusal(thief), ErrorCode::kTokenInvalid);
}

TEST_F(RoomsJoinTest, RefusesATokenForAnotherNode) {
  Match match = make_match();
  match.record.home = NodeName{"room-2"};
  const ClientId client = connect();
  join(client, token(match.record, Role::kInitiator));
  EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  EXPECT_TRUE(directory.lookups.empty());
}

TEST_F(RoomsJoinTest, RefusesWhenTheRecordSaysThatTheRoomIsOver) {
  Match match = make_match();
  match.record.open = false;
  const ClientId client = connect();
  join(client, match.initiator, match.record);
  EXPECT_EQ(refusal(client), ErrorCode::kRoomClosed);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsJoinTest, NamesTheRoomThatIsRefused) {
  Match over = make_match();
  over.record.open = false;
  const Match next = make_match();
  const ClientId client = connect();
  const auto refused = [&] { return outlet.take_one<protocol::Error>(client).room; };
  // A client that is redirected to the next match is already joining it when the first refusal
  // comes.
  join(client, over.initiator, over.record);
  join(client, next.initiator);
  EXPECT_EQ(refused(), over.record.room.text());
  clock.advance(credentials::kFreshTokenLife + credentials::kClockSkewMax +
                std::chrono::milliseconds(1));
  join(client, over.responder);
  EXPECT_EQ(refused(), over.record.room.text());
  say(client, protocol::Typing{.room = over.record.room.text(), .on = true});
  EXPECT_EQ(refused(), over.record.room.text());
  join(client, "nothing like a token");
  EXPECT_EQ(refused(), std::nullopt);
}

TEST_F(RoomsJoinTest, RefusesATokenThatDoesNotFitTheRecord) {
  const Match match = make_match();
  RoomRecord other_ticket = match.record;
  other_ticket.initiator = TicketId::random(random);
  RoomRecord other_role = match.record;
  std::swap(other_role.initiator, other_role.responder);
  RoomRecord moved = match.record;
  moved.home = NodeName{"room-2"};
  const ClientId client = connect();
  for (const RoomRecord& record : {other_ticket, other_role, moved}) {
    join(client, match.initiator, record);
    EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  }
  EXPECT_EQ(rooms.open_rooms(), 0U);
  join(client, match.initiator, match.record);
  (void)outlet.take_one<protocol::Joined>(client);
}

TEST_F(RoomsJoinTest, AcceptsTheTokensOfARoomThatTheStoreLost) {
  const Match match = make_match();
  const ClientId first = connect();
  const ClientId second = connect();
  join(first, match.initiator, std::nullopt);
  (void)outlet.take_one<protocol::Joined>(first);
  join(second, match.responder, std::nullopt);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(second).partner, PartnerState::kPresent);
}

TEST_F(RoomsJoinTest, TellsToComeBackWhenTheDirectoryIsAway) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.initiator, fail(DirectoryError::kUnavailable));
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.of, "join");
  EXPECT_TRUE(error.retry_after_ms);
  join(client, match.initiator, match.record);
  (void)outlet.take_one<protocol::Joined>(client);
}

TEST_F(RoomsJoinTest, RefusesAThirdAndDisturbsNobody) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  const ClientId third = connect();
  for (const std::string& token : {match.initiator, match.responder}) {
    join(third, token, match.record);
    EXPECT_EQ(refusal(third), ErrorCode::kSeatTaken);
  }
  rooms.close(third);
  expect_undisturbed(pair);
}

TEST_F(RoomsJoinTest, RefusesASecondJoinOfTheSameRoomAndDisturbsNobody) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  join(pair.initiator, match.initiator, match.record);
  EXPECT_EQ(refusal(pair.initiator), ErrorCode::kSeatTaken);
  join(pair.initiator, match.responder, match.record);
  EXPECT_EQ(refusal(pair.initiator), ErrorCode::kSeatTaken);
  EXPECT_TRUE(directory.closes.empty());
  expect_undisturbed(pair);
}

TEST_F(RoomsJoinTest, RefusesATicketThatTheSeatIsNotFor) {
  const Match match = make_match();
  RoomRecord forged = match.record;
  forged.responder = TicketId::random(random);
  const ClientId first = connect();
  join(first, match.initiator, match.record);
  const ClientId intruder = connect();
  join(intruder, token(forged, Role::kResponder));
  EXPECT_EQ(refusal(intruder), ErrorCode::kTokenInvalid);
  const ClientId second = connect();
  join(second, match.responder);
  (void)outlet.take_one<protocol::Joined>(second);
}

TEST_F(RoomsJoinTest, RefusesOneTicketOnBothSeats) {
  for (const bool known : {true, false}) {
    const Match match = make_match();
    const auto reply = known ? std::optional(match.record) : std::nullopt;
    RoomRecord twice = match.record;
    twice.responder = twice.initiator;
    const ClientId first = connect();
    join(first, match.initiator, reply);
    (void)outlet.take(first);
    const ClientId second = connect();
    join(second, token(twice, Role::kResponder), reply);
    EXPECT_EQ(refusal(second), ErrorCode::kTokenInvalid);
    EXPECT_TRUE(outlet.take(first).empty());
  }
}

TEST_F(RoomsJoinTest, RefusesAJoinThatIsUnderWay) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.initiator);
  join(client, match.initiator);
  EXPECT_EQ(refusal(client), ErrorCode::kUnexpected);
  ASSERT_EQ(directory.lookups.size(), 1U);
  directory.answer(directory.lookups.back(), match.record);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(client).room, match.record.room.text());
}

TEST_F(RoomsJoinTest, ForgetsAJoinThatIsUnderWayForTheNext) {
  const Match before = make_match();
  const Match next = make_match();
  const ClientId client = connect();
  join(client, before.initiator);
  join(client, next.initiator);
  ASSERT_EQ(directory.lookups.size(), 2U);
  directory.answer(directory.lookups[0], before.record);
  EXPECT_TRUE(outlet.take(client).empty());
  EXPECT_EQ(rooms.open_rooms(), 0U);
  directory.answer(directory.lookups[1], next.record);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(client).room, next.record.room.text());
}

TEST_F(RoomsJoinTest, SeatsNobodyWhoLeftWhileTheDirectoryWasAsked) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.initiator);
  rooms.close(client);
  directory.answer(directory.lookups.back(), match.record);
  EXPECT_EQ(rooms.open_rooms(), 0U);
  EXPECT_TRUE(outlet.take(client).empty());
  // The token was not used up: the visitor can use it again.
  const ClientId again = connect();
  join(again, match.initiator, match.record);
  (void)outlet.take_one<protocol::Joined>(again);
}

TEST_F(RoomsJoinTest, SeatsNobodyWhoLeftTheRoomBeforeItWasIn) {
  const Match left = make_match();
  const Match next = make_match();
  const ClientId client = connect();
  join(client, left.initiator);
  say(client, protocol::Leave{.room = left.record.room.text()});
  EXPECT_TRUE(outlet.take(client).empty());
  join(client, next.initiator);  // does not wait for the answer about the previous room
  ASSERT_EQ(directory.lookups.size(), 2U);
  directory.answer(directory.lookups[0], left.record);
  EXPECT_TRUE(outlet.take(client).empty());
  directory.answer(directory.lookups[1], next.record);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(client).room, next.record.room.text());
}

TEST_F(RoomsJoinTest, SeatsBothWhenTheyComeAtOnce) {
  const Match match = make_match();
  const ClientId first = connect();
  const ClientId second = connect();
  join(first, match.initiator);
  join(second, match.responder);
  ASSERT_EQ(directory.lookups.size(), 2U);
  directory.answer(directory.lookups[1], match.record);
  directory.answer(directory.lookups[0], match.record);
  EXPECT_EQ(outlet.take(second).size(), 2U);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(first).partner, PartnerState::kPresent);
  EXPECT_EQ(rooms.open_rooms(), 1U);
  expect_undisturbed({match.record.room, first, second});
}

TEST_F(RoomsJoinTest, SeatsOneOfTwoWhoBringTheSameTokenAtOnce) {
  const Match match = make_match();
  const ClientId first = connect();
  const ClientId second = connect();
  join(first, match.initiator);
  join(second, match.initiator);
  directory.answer(directory.lookups[0], match.record);
  directory.answer(directory.lookups[1], match.record);
  (void)outlet.take_one<protocol::Joined>(first);
  EXPECT_EQ(refusal(second), ErrorCode::kSeatTaken);
}

TEST_F(RoomsJoinTest, LeavesTheFormerRoomForTheNext) {
  const Pair pair = seat_both();
  const Match next = make_match();
  join(pair.initiator, next.initiator);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(pair.responder).reason, LeftReason::kSkip);
  // Between the rooms the client is in neither.
  say(pair.initiator, protocol::Typing{.room = pair.room.text()});
  EXPECT_EQ(refusal(pair.initiator), ErrorCode::kStaleRoom);
  directory.answer(directory.lookups.back(), next.record);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(pair.initiator).room, next.record.room.text());
  EXPECT_EQ(rooms.open_rooms(), 1U);
}

TEST_F(RoomsJoinTest, StaysInItsRoomWhenAJoinIsNotGenuine) {
  const Pair pair = seat_both();
  join(pair.initiator, "forged");
  EXPECT_EQ(refusal(pair.initiator), ErrorCode::kTokenInvalid);
  expect_undisturbed(pair);
}

TEST_F(RoomsJoinTest, TakesNoMoreRoomsThanItMay) {
  const Match last = make_match();
  const Pair pair = seat_both();
  seat_both();
  const ClientId half = connect();
  join(half, last.initiator, last.record);
  (void)outlet.take(half);
  ASSERT_EQ(rooms.open_rooms(), 3U);

  const Match fourth = make_match();
  const ClientId client = connect();
  join(client, fourth.initiator, fourth.record);
  const auto error = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(error.code, ErrorCode::kFull);
  EXPECT_TRUE(error.retry_after_ms);
  const ClientId partner = connect();  // a seat in an open room needs no new room
  join(partner, last.responder, last.record);
  (void)outlet.take_one<protocol::Joined>(partner);

  rooms.close(pair.initiator);
  join(client, fourth.initiator, fourth.record);
  (void)outlet.take_one<protocol::Joined>(client);
}

}  // namespace
}  // namespace nexus::signalling
