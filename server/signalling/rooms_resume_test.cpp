// Visitors that drop out of a room and resume.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::CloseCode;
using protocol::ErrorCode;
using protocol::LeftReason;
using protocol::PartnerState;
using namespace std::chrono_literals;

class RoomsResumeTest : public RoomsFixture {
 protected:
  struct Call {
    Pair pair;
    std::string room;
    std::array<std::string, 2> secrets;  ///< the initiator's, the responder's
  };

  Call call() {
    const Match match = make_match();
    Call call{{match.record.room, connect(), connect()}, match.record.room.text(), {}};
    join(call.pair.initiator, match.initiator, match.record);
    call.secrets[0] = outlet.take_one<protocol::Joined>(call.pair.initiator).seat;
    join(call.pair.responder, match.responder, match.record);
    call.secrets[1] = outlet.take_one<protocol::Joined>(call.pair.responder).seat;
    (void)outlet.take(call.pair.initiator);  // takes partner_joined
    return call;
  }

  /// Asks to resume the seat; the directory has not answered yet.
  ClientId ask_back(const std::string& secret, std::int64_t received) {
    const ClientId client = connect();
    say(client, protocol::Join{.seat = secret, .received = received});
    return client;
  }

  /// The same, and the directory, if it is asked, confirms that the room lives here.
  ClientId resume(const std::string& secret, std::int64_t received) {
    const ClientId client = ask_back(secret, received);
    if (!directory.settles.empty() && directory.settles.back().done) {
      directory.grant(directory.settles.back());
    }
    return client;
  }

  void chat(ClientId from, const Call& call, const std::string& id) {
    say(from, protocol::Chat{.room = call.room, .id = id, .text = id});
  }

  template <class Message>
  std::vector<Message> heard(ClientId client) {
    std::vector<Message> all;
    for (const auto& told : outlet.take(client)) {
      if (const auto* one = std::get_if<Message>(&told)) all.push_back(*one);
    }
    return all;
  }
};

TEST_F(RoomsResumeTest, KeepsTheSeatAndTellsThePartner) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  EXPECT_EQ(outlet.take_one<protocol::PartnerAway>(one.pair.initiator),
            (protocol::PartnerAway{.room = one.room, .grace_ms = 30'000}));
  EXPECT_EQ(rooms.open_rooms(), 1U);
  const ClientId back = resume(one.secrets[1], 0);
  const auto resumed = outlet.take_one<protocol::Resumed>(back);
  EXPECT_EQ(resumed.room, one.room);
  EXPECT_EQ(resumed.role, protocol::Role::kResponder);
  EXPECT_EQ(resumed.partner, PartnerState::kPresent);
  EXPECT_EQ(resumed.received, 0);
  EXPECT_EQ(outlet.take_one<protocol::PartnerBack>(one.pair.initiator).room, one.room);
  expect_undisturbed({one.pair.room, one.pair.initiator, back});
}

TEST_F(RoomsResumeTest, SendsWhatWasMissedOnceAndInOrder) {
  const Call one = call();
  chat(one.pair.initiator, one, "seen");
  EXPECT_EQ(heard<protocol::ChatReceived>(one.pair.responder).size(), 1U);
  chat(one.pair.initiator, one, "lost on the way");  // sent to a socket that is already dead
  rooms.close(one.pair.responder, Ending::kDropped);
  chat(one.pair.initiator, one, "said meanwhile");
  const protocol::Typing typing{.room = one.room, .on = true};
  const protocol::Card card{.room = one.room, .n = 2};
  say(one.pair.initiator, typing);
  say(one.pair.initiator, card);
  const protocol::Video video{.room = one.room, .on = true};
  say(one.pair.initiator, video);
  (void)outlet.take(one.pair.initiator);

  const ClientId back = resume(one.secrets[1], 1);
  EXPECT_EQ(heard<protocol::Resumed>(back).size(), 1U);
  const auto replayed = outlet.take_relayed(back);
  ASSERT_EQ(replayed.size(), 5U);
  EXPECT_NE(replayed[0].find("lost on the way"), std::string::npos);
  EXPECT_NE(replayed[1].find("said meanwhile"), std::string::npos);
  EXPECT_EQ(replayed[2], protocol::encode(typing));
  EXPECT_EQ(replayed[3], protocol::encode(card));
  EXPECT_EQ(replayed[4], protocol::encode(video));
  // The message reached the partner only now.
  const auto delivered = heard<protocol::Delivered>(one.pair.initiator);
  ASSERT_EQ(delivered.size(), 1U);
  EXPECT_EQ(delivered[0].id, "said meanwhile");
}

TEST_F(RoomsResumeTest, SaysInTheAnswerThatThePartnerJoined) {
  const Call one = call();  // partner_joined went to a socket that is already dead
  rooms.close(one.pair.initiator, Ending::kDropped);
  const ClientId back = resume(one.secrets[0], 0);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).partner, PartnerState::kPresent);
  EXPECT_TRUE(outlet.take_relayed(back).empty()) << "an idle seat keeps no message";
}

TEST_F(RoomsResumeTest, TellsHowMuchItHeardSoThatTheRestCanBeSent) {
  const Call one = call();
  chat(one.pair.responder, one, "a");
  say(one.pair.responder, protocol::Typing{.room = one.room, .on = false});
  say(one.pair.responder, protocol::Hidden{.room = one.room, .on = false});
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 1);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).received, 3);
}

TEST_F(RoomsResumeTest, CountsWhatWasRefusedBeforeItGotHere) {
  const Call one = call();
  const ClientId talker = one.pair.responder;
  chat(talker, one, "a");
  const auto refused = [&](const protocol::RoomClientMessage& message) {
    rooms.receive(talker, "", message, GateVerdict::kRefused);
  };
  refused(protocol::Chat{.room = one.room, .id = "b", .text = "b"});
  refused(protocol::Chat{.room = RoomId::random(random).text(), .id = "c", .text = "c"});
  refused(protocol::Leave{.room = one.room});
  EXPECT_TRUE(outlet.take(one.pair.initiator).size() == 1U) << "nothing of what was refused";
  rooms.close(talker, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 1);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).received, 2);
}

TEST_F(RoomsResumeTest, ReplacesASocketThatItTakesForAlive) {
  const Call one = call();
  const ClientId back = resume(one.secrets[1], 0);
  EXPECT_EQ(outlet.hang_ups,
            (std::vector{FakeRoomOutlet::HangUp{one.pair.responder, CloseCode::kReplaced}}));
  (void)outlet.take(back);
  rooms.close(one.pair.responder);  // the end of the replaced socket must have no effect
  EXPECT_TRUE(outlet.take(one.pair.initiator).empty());
  expect_undisturbed({one.pair.room, one.pair.initiator, back});
}

TEST_F(RoomsResumeTest, SpendsASecretWithEachReturn) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 0);
  const std::string next = outlet.take_one<protocol::Resumed>(back).seat;
  EXPECT_NE(next, one.secrets[1]);
  const ClientId thief = resume(one.secrets[1], 0);
  EXPECT_EQ(refusal(thief), ErrorCode::kTokenInvalid);
  (void)outlet.take(one.pair.initiator);
  expect_undisturbed({one.pair.room, one.pair.initiator, back});
  rooms.close(back, Ending::kDropped);
  (void)outlet.take_one<protocol::Resumed>(resume(next, 0));
}

TEST_F(RoomsResumeTest, RefusesGuesses) {
  const Call one = call();
  const ClientId thief = connect();
  for (int i = 0; i < 2 * kRefusalsMax; ++i) {
    say(thief, protocol::Join{.seat = TicketId::random(random).text(), .received = 0});
    EXPECT_EQ(refusal(thief), ErrorCode::kTokenInvalid);
  }
  const ClientId liar = resume(one.secrets[1], 99);
  EXPECT_EQ(refusal(liar), ErrorCode::kInvalidField);
  expect_undisturbed(one.pair);
}

TEST_F(RoomsResumeTest, ThrowsOutWhoGoesOnWithASpentToken) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 0);
  (void)outlet.take(back);
  (void)outlet.take(one.pair.initiator);
  const ClientId thief = connect();
  for (int i = 0; i < kRefusalsMax; ++i) {
    EXPECT_TRUE(outlet.hang_ups.empty());
    say(thief, protocol::Join{.seat = one.secrets[1], .received = 0});
    EXPECT_EQ(refusal(thief), ErrorCode::kTokenInvalid);
  }
  EXPECT_EQ(outlet.hang_ups, (std::vector{FakeRoomOutlet::HangUp{thief, CloseCode::kBadRequest}}));
  expect_undisturbed({one.pair.room, one.pair.initiator, back});
}

TEST_F(RoomsResumeTest, EndsTheRoomAfterTheGrace) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)outlet.take(one.pair.initiator);
  tick_after(kResumeGrace - 1ms);
  EXPECT_TRUE(outlet.take(one.pair.initiator).empty());
  tick_after(1ms);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).reason,
            LeftReason::kDisconnected);
  EXPECT_EQ(refusal(resume(one.secrets[1], 0)), ErrorCode::kRoomClosed);
  EXPECT_EQ(directory.closes.size(), 1U);
  EXPECT_TRUE(directory.closes[0].stranded.empty());
}

TEST_F(RoomsResumeTest, WaitsLongerForAPageOutOfSight) {
  const Call one = call();
  say(one.pair.responder, protocol::Hidden{.room = one.room, .on = true});
  rooms.close(one.pair.responder, Ending::kDropped);
  EXPECT_EQ(outlet.take_one<protocol::PartnerAway>(one.pair.initiator).grace_ms, 90'000);
  tick_after(kHiddenGrace - 1ms);
  (void)outlet.take_one<protocol::Resumed>(resume(one.secrets[1], 0));
}

TEST_F(RoomsResumeTest, WaitsForAReloadForAShortTime) {
  const Call one = call();
  // Browsers report a page as hidden while it unloads.
  say(one.pair.responder, protocol::Hidden{.room = one.room, .on = true});
  rooms.close(one.pair.responder, Ending::kUnloaded);
  EXPECT_EQ(outlet.take_one<protocol::PartnerAway>(one.pair.initiator).grace_ms, 5'000);
  tick_after(kReloadGrace - 1ms);
  const ClientId back = resume(one.secrets[1], 0);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).received, 1);
  (void)outlet.take(one.pair.initiator);
  rooms.close(back, Ending::kUnloaded);
  (void)outlet.take(one.pair.initiator);
  tick_after(kReloadGrace);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).reason,
            LeftReason::kDisconnected);
}

TEST_F(RoomsResumeTest, RemembersThatAPageIsOutOfSightWhenItTakesItsSeatBack) {
  const Call one = call();
  say(one.pair.responder, protocol::Hidden{.room = one.room, .on = true});
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 0);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).received, 1);
  (void)outlet.take(one.pair.initiator);
  rooms.close(back, Ending::kDropped);
  EXPECT_EQ(outlet.take_one<protocol::PartnerAway>(one.pair.initiator).grace_ms, 90'000);
}

TEST_F(RoomsResumeTest, ForgetsItWithTheJoinThatNobodyHeardTheAnswerOf) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  say(pair.responder, protocol::Hidden{.room = pair.room.text(), .on = true});
  rooms.close(pair.responder, Ending::kDropped);
  const ClientId back = connect();
  join(back, match.responder);
  (void)outlet.take(pair.initiator);
  rooms.close(back, Ending::kDropped);
  EXPECT_EQ(outlet.take_one<protocol::PartnerAway>(pair.initiator).grace_ms, 30'000);
}

TEST_F(RoomsResumeTest, GrantsTheTimeToSayWhatWasMissedToWhoseSeatItIs) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)resume(one.secrets[0] + "x", 0);
  EXPECT_TRUE(outlet.take_allowances().empty());
  const ClientId back = resume(one.secrets[1], 0);
  EXPECT_EQ(outlet.take_allowances(), std::vector{back});
}

TEST_F(RoomsResumeTest, GrantsThatTimeToNobodyWhoComesBackAllTheTime) {
  const Call one = call();
  ClientId back = resume(one.secrets[1], 0);
  EXPECT_EQ(outlet.take_allowances(), std::vector{back});
  const auto again = [&] {
    const auto secret = outlet.take_one<protocol::Resumed>(back).seat;
    back = resume(secret, 0);
    return outlet.take_allowances();
  };
  EXPECT_TRUE(again().empty());
  clock.advance(kResendPause);
  EXPECT_EQ(again().size(), 1U);
}

TEST_F(RoomsResumeTest, GivesNoSocketBothSeatsOfARoom) {
  const Call one = call();
  say(one.pair.initiator, protocol::Join{.seat = one.secrets[1], .received = 0});
  directory.grant(directory.settles.back());
  EXPECT_EQ(outlet.take_one<protocol::Error>(one.pair.initiator).code, ErrorCode::kSeatTaken);
  expect_undisturbed(one.pair);
  rooms.close(one.pair.initiator, Ending::kDropped);
  tick_after(kResumeGrace + kRoomsTick);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsResumeTest, AsksAtEachReturnWhetherTheRoomStillLivesHere) {
  const Call one = call();
  rooms.close(one.pair.initiator, Ending::kDropped);
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)outlet.take(one.pair.responder);
  const ClientId first = ask_back(one.secrets[1], 0);
  EXPECT_TRUE(outlet.take(first).empty());
  ASSERT_EQ(directory.settles.size(), 1U);
  const Settle& wanted = directory.settles.back().wanted;
  EXPECT_EQ(wanted.room, one.pair.room);
  EXPECT_EQ(wanted.from.node, node);
  EXPECT_EQ(wanted.from.incarnation, wanted.to_incarnation);
  chat(first, one, "behind the resume");
  directory.grant(directory.settles.back());
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(first).partner, PartnerState::kAway);

  const ClientId second = resume(one.secrets[0], 0);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(second).partner, PartnerState::kPresent);
  EXPECT_EQ(outlet.take_relayed(second).size(), 1U);
  EXPECT_EQ(directory.settles.size(), 2U);
}

TEST_F(RoomsResumeTest, SendsOnWhoComesBackToARoomThatMovedMeanwhile) {
  const Call one = call();
  rooms.close(one.pair.initiator, Ending::kDropped);
  rooms.close(one.pair.responder, Ending::kDropped);
  for (const auto& [reply, code] :
       {std::pair{kElsewhere, ErrorCode::kRoomMoved}, {kOver, ErrorCode::kRoomClosed}}) {
    const ClientId back = ask_back(one.secrets[1], 0);
    directory.answer(directory.settles.back(), reply);
    EXPECT_EQ(refusal(back), code);
  }
  tick_after(kResumeGrace);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

/// Both visitors have lost this home and moved the room; the home has not noticed the end of either
/// socket.
TEST_F(RoomsResumeTest, SendsOnWhoComesBackWherePartnersAreOnlyTakenForAlive) {
  const Call one = call();
  const ClientId back = ask_back(one.secrets[1], 0);
  ASSERT_EQ(directory.settles.size(), 1U);
  directory.answer(directory.settles.back(), kElsewhere);
  EXPECT_EQ(refusal(back), ErrorCode::kRoomMoved);
}

TEST_F(RoomsResumeTest, GoesOnWhereNobodyCanSayWhetherTheRoomMoved) {
  const Call one = call();
  rooms.close(one.pair.initiator, Ending::kDropped);
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = ask_back(one.secrets[1], 0);
  directory.answer(directory.settles.back(), fail(DirectoryError::kUnavailable));
  (void)outlet.take_one<protocol::Resumed>(back);
}

TEST_F(RoomsResumeTest, KeepsTheSeatOfWhoIsBackInTimeUntilTheDirectoryAnswers) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  tick_after(kResumeGrace - 1s);
  const ClientId back = ask_back(one.secrets[1], 0);
  tick_after(kAnswerDeadline - 1s);
  directory.answer(directory.settles.back(), fail(DirectoryError::kUnavailable));
  (void)outlet.take_one<protocol::Resumed>(back);
  rooms.close(back, Ending::kDropped);
  tick_after(kResumeGrace);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsResumeTest, WaitsForNobodyWhoWentAgainBeforeTheDirectoryAnswered) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  tick_after(kResumeGrace - 1s);
  rooms.close(ask_back(one.secrets[1], 0), Ending::kDropped);
  tick_after(kAnswerDeadline);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsResumeTest, EndsTheRoomForWhoClosesThePageWhileTheDirectoryIsAsked) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)outlet.take(one.pair.initiator);
  rooms.close(ask_back(one.secrets[1], 0), Ending::kLeft);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).reason,
            LeftReason::kDisconnected);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsResumeTest, AsksNobodyForASecretThatIsSpentOrOnceItStops) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)resume(one.secrets[1], 0);
  rooms.close(one.pair.initiator, Ending::kDropped);
  EXPECT_EQ(refusal(ask_back(one.secrets[1], 0)), ErrorCode::kTokenInvalid);
  rooms.say_goodbye();  // a question to the directory would announce the home
  (void)outlet.take_one<protocol::Resumed>(ask_back(one.secrets[0], 0));
  EXPECT_EQ(directory.settles.size(), 1U);
}

TEST_F(RoomsResumeTest, EndsTheRoomAtOnceForWhoComesBackOnlyToLeave) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  (void)outlet.take(one.pair.initiator);
  const ClientId back = ask_back(one.secrets[1], 0);
  say(back, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kReported});
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).reason,
            LeftReason::kReported);
  EXPECT_EQ(directory.closes.size(), 1U);
  directory.grant(directory.settles.back());
  EXPECT_TRUE(outlet.take(back).empty());
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

/// Regression: the leave was lost with the messages that waited for the directory, and the partner
/// waited for the grace.
TEST_F(RoomsResumeTest, LosesNoLeaveToTheJoinThatFollows) {
  for (const bool says_so : {true, false}) {  // without a leave, the join itself leaves
    const Call one = call();
    rooms.close(one.pair.initiator, Ending::kDropped);
    rooms.close(one.pair.responder, Ending::kDropped);
    const ClientId back = ask_back(one.secrets[1], 0);
    if (says_so) {
      say(back, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kSkip});
    }
    const Match next = make_match();
    join(back, next.initiator, next.record);
    (void)outlet.take_one<protocol::Joined>(back);
    directory.grant(directory.settles.back());
    EXPECT_TRUE(outlet.take(back).empty());
    EXPECT_EQ(refusal(resume(one.secrets[0], 0)), ErrorCode::kRoomClosed);
    rooms.close(back);
  }
}

TEST_F(RoomsResumeTest, EndsNoRoomOfWhoCameBackOnAnotherSocketMeanwhile) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId slow = ask_back(one.secrets[1], 0);
  const ClientId quick = resume(one.secrets[1], 0);
  (void)outlet.take(quick);
  (void)outlet.take(one.pair.initiator);
  say(slow, protocol::Leave{.room = one.room, .reason = protocol::LeaveReason::kSkip});
  directory.grant(directory.settles.front());
  expect_undisturbed({one.pair.room, one.pair.initiator, quick});
}

TEST_F(RoomsResumeTest, TakesALeaveOnTheSocketThatHasTheSeatAndAsksForIt) {
  const Call one = call();
  say(one.pair.responder, protocol::Join{.seat = one.secrets[1], .received = 0});
  say(one.pair.responder, protocol::Leave{.room = one.room});
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).room, one.room);
  EXPECT_TRUE(outlet.take(one.pair.responder).empty());
  EXPECT_TRUE(outlet.hang_ups.empty());
  rooms.close(one.pair.responder, Ending::kDropped);
}

TEST_F(RoomsResumeTest, CountsTheGraceFromTheLastDrop) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  tick_after(kResumeGrace - 1s);
  const ClientId back = resume(one.secrets[1], 0);
  const std::string secret = outlet.take_one<protocol::Resumed>(back).seat;
  rooms.close(back, Ending::kDropped);
  tick_after(2s);
  EXPECT_EQ(rooms.open_rooms(), 1U);
  (void)outlet.take_one<protocol::Resumed>(resume(secret, 0));
}

TEST_F(RoomsResumeTest, IsOverForWhoIsAwayWhenThePartnerLeaves) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  say(one.pair.initiator, protocol::Leave{.room = one.room});
  EXPECT_EQ(rooms.open_rooms(), 0U);
  EXPECT_EQ(refusal(resume(one.secrets[1], 0)), ErrorCode::kRoomClosed);
}

TEST_F(RoomsResumeTest, LetsWhoLostTheAnswerToItsJoinBringTheTokenAgain) {
  const Match match = make_match();
  const ClientId first = connect();
  join(first, match.initiator, match.record);
  const ClientId lost = connect();
  join(lost, match.responder, match.record);
  rooms.close(lost, Ending::kDropped);
  say(first, protocol::Typing{.room = match.record.room.text(), .on = true});
  const ClientId again = connect();
  join(again, match.responder);
  EXPECT_EQ(heard<protocol::Joined>(again).size(), 1U);
  EXPECT_EQ(outlet.take_relayed(again).size(), 1U);
  (void)outlet.take(first);
  expect_undisturbed({match.record.room, first, again});
}

TEST_F(RoomsResumeTest, DoesNotWaitForWhoIsAloneInARoom) {
  const Match match = make_match();
  const ClientId first = connect();
  join(first, match.initiator, match.record);
  rooms.close(first, Ending::kDropped);
  EXPECT_EQ(rooms.open_rooms(), 0U);
  EXPECT_EQ(directory.closes[0].stranded, std::vector{match.record.responder});
}

TEST_F(RoomsResumeTest, EndsTheRoomWhenMoreWasMissedThanItKeeps) {
  const Call one = call();
  rooms.close(one.pair.responder, Ending::kDropped);
  const std::string text(2000, 'x');
  for (std::size_t bytes = 0; bytes <= kReplayBytesMax; bytes += text.size()) {
    say(one.pair.initiator, protocol::Chat{.room = one.room, .id = "c", .text = text});
  }
  (void)outlet.take(one.pair.initiator);
  EXPECT_EQ(refusal(resume(one.secrets[1], 0)), ErrorCode::kRoomClosed);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).reason,
            LeftReason::kDisconnected);
}

TEST_F(RoomsResumeTest, SurvivesAClientThatMissedTooMuchOnTheSocketOfItsSeat) {
  const Call one = call();
  chat(one.pair.initiator, one, "long ago");
  tick_after(kUnconfirmedMax + 1ms);
  (void)outlet.take(one.pair.responder);
  (void)outlet.take(one.pair.initiator);
  say(one.pair.responder, protocol::Join{.seat = one.secrets[1], .received = 0});
  directory.grant(directory.settles.back());
  EXPECT_EQ(refusal(one.pair.responder), ErrorCode::kRoomClosed);
  EXPECT_TRUE(outlet.hang_ups.empty());
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(one.pair.initiator).room, one.room);
  say(one.pair.responder, protocol::Typing{.room = one.room, .on = true});
  EXPECT_EQ(refusal(one.pair.responder), ErrorCode::kStaleRoom);
  rooms.close(one.pair.responder, Ending::kDropped);
}

TEST_F(RoomsResumeTest, TellsWhoBringsTheTokenAgainThatTooMuchWasMissed) {
  const Match match = make_match();
  const ClientId first = connect();
  join(first, match.initiator, match.record);
  const ClientId lost = connect();
  join(lost, match.responder, match.record);
  rooms.close(lost, Ending::kDropped);
  const std::string text(2000, 'x');
  for (std::size_t bytes = 0; bytes <= kReplayBytesMax; bytes += text.size()) {
    say(first, protocol::Chat{.room = match.record.room.text(), .id = "c", .text = text});
  }
  const ClientId again = connect();
  join(again, match.responder);
  EXPECT_EQ(refusal(again), ErrorCode::kRoomClosed);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsResumeTest, KeepsNothingThatHasSurelyArrived) {
  const Call one = call();
  chat(one.pair.initiator, one, "long ago");
  tick_after(kUnconfirmedMax + 1ms);
  (void)outlet.take(one.pair.responder);
  rooms.close(one.pair.responder, Ending::kDropped);
  const ClientId back = resume(one.secrets[1], 1);
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(back).received, 0);
  EXPECT_TRUE(outlet.take_relayed(back).empty());
}

}  // namespace
}  // namespace nexus::signalling
