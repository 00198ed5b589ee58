// Rooms that outlive their home: at another node, or at the same one after a restart.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::ErrorCode;
using protocol::PartnerState;
using namespace std::chrono_literals;

/// `rooms` is the lost home; `next` is the new one.
class RoomsMovesTest : public RoomsFixture {
 protected:
  struct Call {
    RoomRecord record;
    std::string room;
    std::array<std::string, 2> seats;  ///< the tokens of initiator and responder
  };

  Call call() {
    const Match match = make_match();
    const Pair pair{match.record.room, connect(), connect()};
    Call call{match.record, match.record.room.text(), {}};
    join(pair.initiator, match.initiator, match.record);
    join(pair.responder, match.responder, match.record);
    call.seats[0] = std::get<protocol::Joined>(outlet.take(pair.initiator).front()).seat;
    call.seats[1] = outlet.take_one<protocol::Joined>(pair.responder).seat;
    return call;
  }

  ClientId come() {
    const ClientId client{1'000 + ++newcomers_};
    next.open(client);
    return client;
  }

  template <class Message>
  void tell(ClientId client, const Message& message) {
    next.receive(client, protocol::encode(message), protocol::RoomClientMessage(message));
  }

  ClientId resume(const Call& call, std::size_t seat) {
    const ClientId client = come();
    tell(client, protocol::Join{.seat = call.seats[seat], .received = 5});
    return client;
  }

  /// The first visitor that resumes makes the node ask the directory, which answers.
  ClientId resume(const Call& call, std::size_t seat, Result<SettleReply, DirectoryError> reply) {
    const ClientId client = resume(call, seat);
    EXPECT_TRUE(outlet.take(client).empty());
    directory.answer(directory.settles.back(), std::move(reply));
    return client;
  }

  /// A token of another home, from which the room moved.
  [[nodiscard]] std::string token_of_lost(const Call& call, Role role) {
    credentials::SeatToken token = fresh(call.record, role);
    token.home = lost;
    token.secret = credentials::SeatSecret::random(random);
    return tokens.issue(token);
  }

  void expect_connected(const Call& call, ClientId one, ClientId other) {
    (void)outlet.take(one);
    (void)outlet.take(other);
    const protocol::Typing typing{.room = call.room, .on = true};
    tell(one, typing);
    EXPECT_EQ(outlet.take_relayed(other), std::vector{protocol::encode(typing)});
    tell(other, typing);
    EXPECT_EQ(outlet.take_relayed(one), std::vector{protocol::encode(typing)});
  }

  Rooms next{RoomsOptions{.node = node, .url = "wss://one.example/v1/room", .rooms_max = 3},
             {directory, outlet, outlet},
             tokens,
             clock,
             random,
             Log(LogLevel::kError)};

  const HomeIncarnation lost{NodeName{"room-2"}, IncarnationId::random(random)};

 private:
  std::uint64_t newcomers_ = 0;
};

TEST_F(RoomsMovesTest, TakesBackARoomOfItsFormerRun) {
  const Call one = call();
  const ClientId first = resume(one, 1, kHere);
  EXPECT_EQ(directory.settles.back().wanted.room, one.record.room);
  EXPECT_EQ(directory.settles.back().wanted.from.node, node);
  const auto joined = outlet.take_one<protocol::Joined>(first);
  EXPECT_EQ(joined.role, protocol::Role::kResponder);
  EXPECT_EQ(joined.partner, PartnerState::kAway);
  EXPECT_NE(joined.seat, one.seats[1]);
  const ClientId second = resume(one, 0, kHere);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(second).partner, PartnerState::kPresent);
  EXPECT_EQ(outlet.take_one<protocol::PartnerBack>(first).room, one.room);
  expect_connected(one, first, second);
}

TEST_F(RoomsMovesTest, KeepsWhatIsSaidBeforeThePartnerIsBack) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  (void)outlet.take(first);
  tell(first, protocol::Chat{.room = one.room, .id = "m1", .text = "still there?"});
  EXPECT_TRUE(outlet.take(first).empty());
  const ClientId second = resume(one, 1, kHere);
  const auto replayed = outlet.take_relayed(second);
  ASSERT_EQ(replayed.size(), 1U);
  EXPECT_NE(replayed.front().find("still there?"), std::string::npos);
}

TEST_F(RoomsMovesTest, GivesTheOtherSeatBackAlsoWhileTheDirectoryIsAway) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  const ClientId second = resume(one, 1, fail(DirectoryError::kUnavailable));
  expect_connected(one, first, second);
}

TEST_F(RoomsMovesTest, SendsOnWhoseRoomLivesElsewhere) {
  const Call one = call();
  EXPECT_EQ(refusal(resume(one, 0, kElsewhere)), ErrorCode::kRoomMoved);
  EXPECT_EQ(refusal(resume(one, 0, kOver)), ErrorCode::kRoomClosed);
  EXPECT_EQ(refusal(resume(one, 0, fail(DirectoryError::kUnavailable))), ErrorCode::kUnavailable);
  EXPECT_EQ(next.open_rooms(), 0U);
}

TEST_F(RoomsMovesTest, ReopensNoRoomLongAfterItStarted) {
  const Call one = call();
  clock.advance(kFormerRoomsWindow + 1ms);
  EXPECT_EQ(refusal(resume(one, 0)), ErrorCode::kRoomClosed);
  EXPECT_TRUE(directory.settles.empty());
}

TEST_F(RoomsMovesTest, ReopensNoRoomThatWasLeft) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  tell(first, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kSkip});
  EXPECT_EQ(refusal(resume(one, 1)), ErrorCode::kRoomClosed);
}

TEST_F(RoomsMovesTest, LosesNoLeaveOfWhoIsNotSeatedYet) {
  for (const bool is_at_once_elsewhere : {false, true}) {
    const Call one = call();
    const ClientId first = resume(one, 0);
    tell(first, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kSkip});
    if (is_at_once_elsewhere) tell(first, protocol::Join{.seat = make_match().initiator});
    EXPECT_EQ(directory.closes.back().room, one.record.room);
    directory.grant(directory.settles.back());
    EXPECT_TRUE(outlet.take(first).empty());
    EXPECT_EQ(refusal(resume(one, 1)), ErrorCode::kRoomClosed);
    EXPECT_EQ(next.open_rooms(), 0U);
  }
}

TEST_F(RoomsMovesTest, TellsThePartnerWhoWasBackFirst) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  (void)outlet.take(first);
  const ClientId second = resume(one, 1);
  tell(second, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kStop});
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(first).reason, protocol::LeftReason::kStop);
}

TEST_F(RoomsMovesTest, EndsNoRoomForALeaveOfWhoseSeatIsTaken) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  const ClientId second = resume(one, 1, kHere);
  const ClientId third = resume(one, 1);
  tell(third, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kStop});
  EXPECT_EQ(next.open_rooms(), 1U);
  expect_connected(one, first, second);
}

TEST_F(RoomsMovesTest, GivesNobodyASeatThatIsTaken) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  (void)outlet.take(first);
  EXPECT_EQ(refusal(resume(one, 0, kHere)), ErrorCode::kSeatTaken);
  EXPECT_TRUE(outlet.take(first).empty());
}

TEST_F(RoomsMovesTest, DoesNotEndARoomWhoseSeatIsAskedForTwice) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  const ClientId second = resume(one, 1, kHere);
  (void)outlet.take(first);
  tell(first, protocol::Join{.seat = one.seats[0], .received = 0});
  EXPECT_EQ(refusal(first), ErrorCode::kSeatTaken);
  expect_connected(one, first, second);
}

TEST_F(RoomsMovesTest, SeatsWhoIsSentFromALostHome) {
  const Call one = call();
  const ClientId first = come();
  tell(first, protocol::Join{.seat = token_of_lost(one, Role::kInitiator)});
  EXPECT_EQ(directory.settles.back().wanted.from, lost);
  directory.grant(directory.settles.back());
  EXPECT_EQ(outlet.take_one<protocol::Joined>(first).partner, PartnerState::kAway);
  tick_after(0ms);
  clock.advance(kPartnerDeadline + 1s);
  next.tick();
  EXPECT_TRUE(outlet.take(first).empty()) << "both sat there: the grace counts, not the hand-off";
  const ClientId second = come();
  tell(second, protocol::Join{.seat = token_of_lost(one, Role::kResponder)});
  EXPECT_TRUE(outlet.take(second).empty()) << "the room may have moved on";
  directory.grant(directory.settles.back());
  expect_connected(one, first, second);
}

TEST_F(RoomsMovesTest, GrantsWhoComesToAMovedRoomTheTimeToSayItAllAgain) {
  const Call one = call();
  EXPECT_TRUE(outlet.take_allowances().empty()) << "nothing was said before a first join";
  const ClientId first = come();
  tell(first, protocol::Join{.seat = token_of_lost(one, Role::kInitiator)});
  EXPECT_TRUE(outlet.take_allowances().empty()) << "it does not sit yet";
  directory.grant(directory.settles.back());
  EXPECT_EQ(outlet.take_allowances(), std::vector{first});
  const ClientId second = resume(one, 1, kHere);
  EXPECT_EQ(outlet.take_allowances(), std::vector{second});
  const ClientId third = come();
  tell(third, protocol::Join{.seat = token_of_lost(one, Role::kResponder)});
  directory.grant(directory.settles.back());
  EXPECT_TRUE(outlet.take_allowances().empty()) << "the seat is taken";
}

TEST_F(RoomsMovesTest, AsksForARoomThatIsOpenHereAsItsOwn) {
  const Call one = call();
  const ClientId first = come();
  tell(first, protocol::Join{.seat = token_of_lost(one, Role::kInitiator)});
  directory.grant(directory.settles.back());
  tell(come(), protocol::Join{.seat = token_of_lost(one, Role::kResponder)});
  const Settle& wanted = directory.settles.back().wanted;
  EXPECT_EQ(wanted.from, (HomeIncarnation{node, wanted.to_incarnation}))
      << "the store may have lost the record";
  EXPECT_EQ(wanted.asker, Role::kResponder);
}

TEST_F(RoomsMovesTest, OpensNoRoomWhoseHomeLives) {
  const Call one = call();
  const ClientId first = come();
  tell(first, protocol::Join{.seat = token_of_lost(one, Role::kInitiator)});
  directory.answer(directory.settles.back(), kNotYet);
  EXPECT_EQ(refusal(first), ErrorCode::kRoomMoved);
  EXPECT_EQ(next.open_rooms(), 0U);
}

TEST_F(RoomsMovesTest, SpendsTheTokenOfTheLostHomeWithTheFirstReturn) {
  const Call one = call();
  const std::string old = token_of_lost(one, Role::kInitiator);
  const auto come_with = [&](const std::string& token) {
    const ClientId client = come();
    tell(client, protocol::Join{.seat = token});
    if (directory.settles.back().done) directory.grant(directory.settles.back());
    return client;
  };
  const ClientId partner = come_with(token_of_lost(one, Role::kResponder));
  next.close(come_with(old), Ending::kDropped);
  const ClientId again = come_with(old);  // the answer may have been lost
  const std::string seat = outlet.take_one<protocol::Joined>(again).seat;
  next.close(again, Ending::kDropped);
  const ClientId back = come_with(seat);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).room, one.room);
  next.close(back, Ending::kDropped);
  EXPECT_EQ(refusal(come_with(old)), ErrorCode::kTokenInvalid);
  (void)outlet.take(partner);
}

TEST_F(RoomsMovesTest, SendsOnWhoComesAfterTheRoomMovedOn) {
  const Call one = call();
  const ClientId first = come();
  const auto join = [&](SettleReply reply) {
    tell(first, protocol::Join{.seat = token_of_lost(one, Role::kInitiator)});
    directory.answer(directory.settles.back(), Result<SettleReply, DirectoryError>(reply));
    return refusal(first);
  };
  EXPECT_EQ(join(kElsewhere), ErrorCode::kRoomMoved);
  EXPECT_EQ(join(kOver), ErrorCode::kRoomClosed);
  EXPECT_EQ(next.open_rooms(), 0U);
}

TEST_F(RoomsMovesTest, EndsARoomWhosePartnerDoesNotFollow) {
  const Call one = call();
  const ClientId first = resume(one, 0, kHere);
  (void)outlet.take(first);
  clock.advance(kResumeGrace);
  next.tick();
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(first).reason,
            protocol::LeftReason::kDisconnected);
  EXPECT_EQ(next.open_rooms(), 0U);
}

TEST_F(RoomsMovesTest, TakesNoRoomsOnceItSaidGoodbye) {
  const Call one = call();
  rooms.say_goodbye();
  EXPECT_EQ(directory.retired, std::vector{node});
  directory.announcements.clear();
  tick_after(kHomeAnnouncePeriod);
  EXPECT_TRUE(directory.announcements.empty());
}

}  // namespace
}  // namespace nexus::signalling
