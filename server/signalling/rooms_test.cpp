// Messages between the two visitors, and how rooms end.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"

#include "signalling/testing/rooms_fixture.hpp"

#include <array>

namespace nexus::signalling {
namespace {

using protocol::CloseCode;
using protocol::ErrorCode;
using protocol::LeaveReason;
using protocol::LeftReason;
using std::chrono::milliseconds;

class RoomsTest : public RoomsFixture {};

TEST_F(RoomsTest, CarriesEveryKindOfSignalAsItCameAndOnlyToThePartner) {
  const Pair pair = seat_both();
  const Pair others = seat_both();
  const std::string room = pair.room.text();
  const std::array<protocol::RoomClientMessage, 7> messages{
      protocol::Description{.room = room},
      protocol::Candidates{.room = room},
      protocol::Typing{.room = room, .on = true},
      protocol::React{.room = room, .emoji = protocol::Reaction::kWave},
      protocol::Card{.room = room, .n = 3},
      protocol::Media{.room = room, .camera = true},
      protocol::Video{.room = room, .on = true},
  };
  std::vector<std::string> said;
  for (const auto& message : messages) {
    // The text itself is relayed, not the message encoded again.
    said.push_back(" { \"as it\" : \"came " + std::to_string(said.size()) + "\" } ");
    rooms.receive(pair.initiator, said.back(), message);
  }
  EXPECT_EQ(outlet.take_relayed(pair.responder), said);
  EXPECT_TRUE(outlet.take_relayed(pair.initiator).empty());
  EXPECT_TRUE(outlet.take(pair.initiator).empty());
  expect_undisturbed(others);
}

TEST_F(RoomsTest, StampsAChatMessageAndConfirmsIt) {
  const Pair pair = seat_both();
  const std::string room = pair.room.text();
  const std::int64_t now = clock.wall().time_since_epoch().count();
  say(pair.initiator, protocol::Chat{.room = room, .id = "c1", .text = "hello"});
  EXPECT_EQ(outlet.take_one<protocol::ChatReceived>(pair.responder),
            (protocol::ChatReceived{
                .room = room, .id = "c1", .text = "hello", .sequence = 1, .at_ms = now}));
  EXPECT_EQ(outlet.take_one<protocol::Delivered>(pair.initiator),
            (protocol::Delivered{.room = room, .id = "c1", .sequence = 1, .at_ms = now}));
}

TEST_F(RoomsTest, CleansWhatThePartnersScreenShows) {
  const Pair pair = seat_both();
  const std::string room = pair.room.text();
  say(pair.initiator, protocol::Chat{.room = room, .id = "c1", .text = "\u202Ehello "});
  EXPECT_EQ(outlet.take_one<protocol::ChatReceived>(pair.responder).text, "hello");
  (void)outlet.take(pair.initiator);
  say(pair.initiator, protocol::Chat{.room = room, .id = "c2", .text = "\u202E"});
  const auto error = outlet.take_one<protocol::Error>(pair.initiator);
  EXPECT_EQ(error.code, ErrorCode::kInvalidField);
  EXPECT_EQ(error.field, "text");
  EXPECT_TRUE(outlet.take(pair.responder).empty());
}

TEST_F(RoomsTest, CountsTheChatOfEachSenderAndKeepsItsOrder) {
  const Pair pair = seat_both();
  const auto chat = [&](ClientId client, const char* id) {
    say(client, protocol::Chat{.room = pair.room.text(), .id = id, .text = id});
  };
  chat(pair.initiator, "a1");
  chat(pair.responder, "b1");
  chat(pair.initiator, "a2");
  chat(pair.initiator, "a3");
  std::vector<std::pair<std::string, std::int64_t>> heard;
  for (const auto& told : outlet.take(pair.responder)) {
    if (const auto* received = std::get_if<protocol::ChatReceived>(&told)) {
      heard.emplace_back(received->id, received->sequence);
    }
  }
  EXPECT_EQ(heard,
            (std::vector<std::pair<std::string, std::int64_t>>{{"a1", 1}, {"a2", 2}, {"a3", 3}}));
  EXPECT_EQ(std::get<protocol::ChatReceived>(outlet.take(pair.initiator)[1]).sequence, 1);
}

TEST_F(RoomsTest, SaysThatThePartnerIsNotHereYet) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.initiator, match.record);
  (void)outlet.take(client);
  const std::string room = match.record.room.text();
  say(client, protocol::Typing{.room = room, .on = true});
  const auto typing = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(typing.code, ErrorCode::kUnexpected);
  EXPECT_EQ(typing.of, "typing");
  say(client, protocol::Chat{.room = room, .id = "c1", .text = "anyone?"});
  const auto chat = outlet.take_one<protocol::Error>(client);
  EXPECT_EQ(chat.code, ErrorCode::kUnexpected);
  EXPECT_EQ(chat.id, "c1");

  const ClientId partner = connect();
  join(partner, match.responder, match.record);
  (void)outlet.take_one<protocol::Joined>(partner);  // and none of the refused messages
  EXPECT_TRUE(outlet.take_relayed(partner).empty());
}

TEST_F(RoomsTest, TellsBothOnceTheyLikeEachOtherAndNobodyBefore) {
  const Pair pair = seat_both();
  const std::string room = pair.room.text();
  const auto like = [&](ClientId client, bool on) {
    say(client, protocol::Like{.room = room, .on = on});
  };
  const auto expect_silence = [&] {
    for (const ClientId client : {pair.initiator, pair.responder}) {
      EXPECT_TRUE(outlet.take(client).empty());
      EXPECT_TRUE(outlet.take_relayed(client).empty());
    }
  };
  like(pair.initiator, true);
  like(pair.initiator, true);
  like(pair.initiator, false);
  like(pair.responder, true);
  expect_silence();
  EXPECT_EQ(rooms.metrics().likes.value(), 0U);
  like(pair.initiator, true);
  for (const ClientId client : {pair.initiator, pair.responder}) {
    EXPECT_EQ(outlet.take_one<protocol::Liked>(client).room, room);
  }
  EXPECT_EQ(rooms.metrics().likes.value(), 1U);
  // The partner is not notified of each change of mind.
  like(pair.responder, false);
  like(pair.responder, true);
  expect_silence();
}

TEST_F(RoomsTest, RefusesWhatIsSaidToAnotherRoom) {
  const Pair pair = seat_both();
  const Pair others = seat_both();
  const ClientId outside = connect();
  const std::string room = others.room.text();
  for (const ClientId client : {pair.initiator, outside}) {
    say(client, protocol::Chat{.room = room, .id = "c", .text = "forged"});
    EXPECT_EQ(refusal(client), ErrorCode::kStaleRoom);
    say(client, protocol::Media{.room = room});
    EXPECT_EQ(refusal(client), ErrorCode::kStaleRoom);
    say(client, protocol::Leave{.room = room, .reason = LeaveReason::kStop});
    EXPECT_EQ(refusal(client), ErrorCode::kStaleRoom);
  }
  say(outside, protocol::Typing{.room = RoomId{}.text()});  // the id that stands for "none"
  EXPECT_EQ(refusal(outside), ErrorCode::kStaleRoom);
  expect_undisturbed(pair);
  expect_undisturbed(others);
}

TEST_F(RoomsTest, DoesNotHoldALateWordToAClosedRoomAgainstTheSender) {
  const Pair pair = seat_both();
  say(pair.responder, protocol::Leave{.room = pair.room.text(), .reason = LeaveReason::kSkip});
  (void)outlet.take(pair.initiator);
  for (int i = 0; i < 2 * kRefusalsMax; ++i) {
    say(pair.initiator, protocol::Candidates{.room = pair.room.text()});
    EXPECT_EQ(refusal(pair.initiator), ErrorCode::kStaleRoom);
  }
  EXPECT_TRUE(outlet.hang_ups.empty());
  EXPECT_TRUE(outlet.take_relayed(pair.responder).empty());
}

TEST_F(RoomsTest, TellsThePartnerWhyOneLeft) {
  const std::array<std::pair<LeaveReason, LeftReason>, protocol::kLeaveReasonValues.size()> reasons{
      {{LeaveReason::kSkip, LeftReason::kSkip},
       {LeaveReason::kStop, LeftReason::kStop},
       {LeaveReason::kIceFailed, LeftReason::kIceFailed},
       {LeaveReason::kMediaFailed, LeftReason::kMediaFailed},
       {LeaveReason::kReported, LeftReason::kReported}}};
  for (const auto& [said, heard] : reasons) {
    const Pair pair = seat_both();
    say(pair.initiator, protocol::Leave{.room = pair.room.text(), .reason = said});
    EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(pair.responder),
              (protocol::PartnerLeft{.room = pair.room.text(), .reason = heard}));
    EXPECT_TRUE(outlet.take(pair.initiator).empty());
    EXPECT_EQ(directory.closes.back(), (FakeRoomDirectory::Close{pair.room, {}}));
  }
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsTest, TellsThePartnerWhenASocketGoes) {
  const Pair pair = seat_both();
  rooms.close(pair.responder);
  rooms.close(pair.responder);
  EXPECT_EQ(outlet.take_one<protocol::PartnerLeft>(pair.initiator).reason,
            LeftReason::kDisconnected);
  EXPECT_EQ(directory.closes, (std::vector{FakeRoomDirectory::Close{pair.room, {}}}));
  rooms.close(pair.initiator);
  EXPECT_EQ(directory.closes.size(), 1U);
}

TEST_F(RoomsTest, HearsNothingMoreOfASocketThatIsGone) {
  const Pair pair = seat_both();
  rooms.close(pair.responder);
  (void)outlet.take(pair.initiator);
  say(pair.responder, protocol::Typing{.room = pair.room.text()});
  EXPECT_TRUE(outlet.take(pair.responder).empty());
  EXPECT_TRUE(outlet.take_relayed(pair.initiator).empty());
}

TEST_F(RoomsTest, NeverReopensARoom) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  say(pair.initiator, protocol::Leave{.room = pair.room.text(), .reason = LeaveReason::kSkip});
  (void)outlet.take(pair.responder);
  const std::size_t asked = directory.lookups.size();
  for (const ClientId client : {pair.initiator, pair.responder, connect()}) {
    for (const std::string& token : {match.initiator, match.responder}) {
      join(client, token, match.record);  // the directory may still report it as open
      EXPECT_EQ(refusal(client), ErrorCode::kRoomClosed);
    }
  }
  EXPECT_EQ(directory.lookups.size(), asked);
  EXPECT_EQ(rooms.open_rooms(), 0U);
}

TEST_F(RoomsTest, DoesNotReopenARoomThatClosedWhileTheDirectoryWasAsked) {
  const Match match = make_match();
  const ClientId first = connect();
  const ClientId second = connect();
  join(first, match.initiator);
  join(second, match.responder);
  directory.answer(directory.lookups[0], match.record);
  say(first, protocol::Leave{.room = match.record.room.text(), .reason = LeaveReason::kSkip});
  directory.answer(directory.lookups[1], match.record);
  EXPECT_EQ(refusal(second), ErrorCode::kRoomClosed);
}

TEST_F(RoomsTest, RemembersAClosedRoomLongerThanItsTokensLive) {
  const Match match = make_match();
  const Pair pair = seat_both(match);
  rooms.close(pair.initiator);
  const ClientId client = connect();
  join(client, match.initiator);
  EXPECT_EQ(refusal(client), ErrorCode::kRoomClosed);
  tick_after(kTombstoneLife - milliseconds(1));
  join(client, match.initiator);
  EXPECT_EQ(refusal(client), ErrorCode::kTokenExpired);
  // Only a token younger than any real one shows whether the room is still remembered.
  const std::string young = token(match.record, Role::kInitiator);
  join(client, young);
  EXPECT_EQ(refusal(client), ErrorCode::kRoomClosed);
  tick_after(milliseconds(1));
  const std::size_t asked = directory.lookups.size();
  join(client, young);
  EXPECT_EQ(directory.lookups.size(), asked + 1);
}

TEST_F(RoomsTest, EndsARoomToWhichThePartnerNeverCame) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.responder, match.record);
  (void)outlet.take(client);
  tick_after(kPartnerDeadline - milliseconds(1));
  EXPECT_TRUE(outlet.take(client).empty());
  tick_after(milliseconds(1));
  EXPECT_EQ(
      outlet.take_one<protocol::PartnerLeft>(client),
      (protocol::PartnerLeft{.room = match.record.room.text(), .reason = LeftReason::kNoShow}));
  EXPECT_EQ(
      directory.closes,
      (std::vector{FakeRoomDirectory::Close{match.record.room, {match.record.responder}, true}}));
  EXPECT_TRUE(outlet.hang_ups.empty());

  const ClientId late = connect();
  join(late, match.initiator, match.record);
  EXPECT_EQ(refusal(late), ErrorCode::kRoomClosed);
}

TEST_F(RoomsTest, LeavesARoomOfTwoAloneWhateverTimePasses) {
  const Pair pair = seat_both();
  for (int i = 0; i < 20; ++i) tick_after(kPartnerDeadline);
  expect_undisturbed(pair);
  EXPECT_TRUE(outlet.hang_ups.empty());
}

TEST_F(RoomsTest, LetsThePartnerSearchOnWhenOneLeavesBeforeItCame) {
  for (const bool disconnects : {false, true}) {
    const Match match = make_match();
    const ClientId client = connect();
    join(client, match.initiator, match.record);
    if (disconnects) {
      rooms.close(client);
    } else {
      say(client, protocol::Leave{.room = match.record.room.text(), .reason = LeaveReason::kSkip});
    }
    EXPECT_EQ(directory.closes.back(),
              (FakeRoomDirectory::Close{match.record.room, {match.record.responder}}));
  }
}

TEST_F(RoomsTest, StrandsNobodyWhomItDoesNotKnow) {
  const Match match = make_match();
  const ClientId client = connect();
  join(client, match.initiator, std::nullopt);
  rooms.close(client);
  EXPECT_EQ(directory.closes, (std::vector{FakeRoomDirectory::Close{match.record.room, {}}}));
}

TEST_F(RoomsTest, HangsUpOnASocketThatBringsNoGenuineTokenInTime) {
  const ClientId silent = connect();
  const ClientId refused = connect();
  join(refused, "forged");
  const ClientId unlucky = connect();  // its room was over before it came, which is not its fault
  Match over = make_match();
  over.record.open = false;
  join(unlucky, over.initiator, over.record);
  const Pair pair = seat_both();
  rooms.close(pair.initiator);  // a socket that was in a room may stay for the next one
  tick_after(kFirstJoinTimeout - milliseconds(1));
  EXPECT_TRUE(outlet.hang_ups.empty());
  tick_after(milliseconds(1));
  rooms.tick();
  EXPECT_EQ(outlet.hang_ups,
            (std::vector{FakeRoomOutlet::HangUp{silent, CloseCode::kHelloTimeout},
                         FakeRoomOutlet::HangUp{refused, CloseCode::kHelloTimeout}}));
}

TEST_F(RoomsTest, AnnouncesItselfAndItsLoadEveryTwoSeconds) {
  rooms.tick();
  ASSERT_EQ(directory.announcements.size(), 1U);
  EXPECT_EQ(directory.announcements.back().node, node);
  EXPECT_EQ(directory.announcements.back().url, "wss://one.example/v1/room");
  EXPECT_EQ(directory.announcements.back().rooms, 0U);
  seat_both();
  for (auto passed = kRoomsTick; passed <= std::chrono::seconds(20); passed += kRoomsTick) {
    tick_after(kRoomsTick);
  }
  EXPECT_EQ(directory.announcements.size(), 11U);
  EXPECT_EQ(directory.announcements.back().rooms, 1U);
}

TEST_F(RoomsTest, SaysWhyAMessageIsRefusedAndHangsUpAfterTooMany) {
  const Pair pair = seat_both();
  const protocol::DecodeError bad{
      .code = ErrorCode::kInvalidField, .type = "chat", .field = "text", .message = "too long"};
  for (int i = 1; i < kRefusalsMax; ++i) {
    rooms.receive(pair.initiator, "", fail(bad));
    const auto error = outlet.take_one<protocol::Error>(pair.initiator);
    EXPECT_EQ(error.code, ErrorCode::kInvalidField);
    EXPECT_EQ(error.of, "chat");
    EXPECT_EQ(error.field, "text");
  }
  EXPECT_TRUE(outlet.hang_ups.empty());
  expect_undisturbed(pair);
  rooms.receive(pair.initiator, "", fail(bad));
  EXPECT_EQ(outlet.hang_ups,
            (std::vector{FakeRoomOutlet::HangUp{pair.initiator, CloseCode::kBadRequest}}));
  EXPECT_TRUE(outlet.take(pair.responder).empty());
}

}  // namespace
}  // namespace nexus::signalling
