// Messages behind a pending join, and to a partner who has not joined yet.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::Description;
using protocol::DescriptionType;
using protocol::ErrorCode;

constexpr const char* kHostLine = "a=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host\r\n";

class RoomsEarlyTest : public RoomsFixture {
 protected:
  static Description answer(const Match& match, std::string sdp = "v=0\r\n") {
    return {.room = match.record.room.text(),
            .description = {DescriptionType::kAnswer, std::move(sdp)}};
  }
  static std::vector<std::string> texts(const Description& one) { return {protocol::encode(one)}; }
};

TEST_F(RoomsEarlyTest, HearsWhatFollowsAJoinOnceItSits) {
  const Match match = make_match();
  const ClientId initiator = connect();
  const ClientId responder = connect();
  join(initiator, match.initiator, match.record);
  (void)outlet.take(initiator);

  join(responder, match.responder);  // the room is already open here: the responder sits at once
  say(responder, answer(match));
  EXPECT_EQ(outlet.take_relayed(initiator), texts(answer(match)));
}

TEST_F(RoomsEarlyTest, KeepsItWhileTheDirectoryIsAsked) {
  const Match match = make_match();
  const ClientId responder = connect();
  join(responder, match.responder);
  say(responder, answer(match));
  EXPECT_TRUE(outlet.take(responder).empty());
  directory.answer(directory.lookups.back(), match.record);
  (void)outlet.take_one<protocol::Joined>(responder);

  const ClientId initiator = connect();
  join(initiator, match.initiator, match.record);
  EXPECT_EQ(outlet.take_one<protocol::Joined>(initiator).partner, protocol::PartnerState::kPresent);
  EXPECT_EQ(outlet.take_relayed(initiator), texts(answer(match)));
}

TEST_F(RoomsEarlyTest, KeepsTheWishToBeginUnseenForAPartnerToCome) {
  const Match match = make_match();
  const ClientId responder = connect();
  join(responder, match.responder, match.record);
  const protocol::Reveal unseen{.room = match.record.room.text(), .on = false};
  say(responder, unseen);
  say(responder, answer(match));
  EXPECT_EQ(outlet.take(responder).size(), 1U) << "joined, and no error";

  const ClientId initiator = connect();
  join(initiator, match.initiator, match.record);
  EXPECT_EQ(outlet.take_relayed(initiator),
            (std::vector{protocol::encode(unseen), protocol::encode(answer(match))}));
}

TEST_F(RoomsEarlyTest, ForgetsItWithTheJoin) {
  const Match match = make_match();
  const ClientId responder = connect();
  join(responder, match.responder);
  say(responder, answer(match));
  say(responder, protocol::Leave{.room = match.record.room.text()});
  join(responder, match.responder, match.record);
  (void)outlet.take(responder);

  const ClientId initiator = connect();
  join(initiator, match.initiator, match.record);
  EXPECT_TRUE(outlet.take_relayed(initiator).empty());
}

TEST_F(RoomsEarlyTest, KeepsNoMoreThanItsLimit) {
  const Match match = make_match();
  const ClientId responder = connect();
  const Description long_one = answer(match, std::string(16'000, 'x'));
  join(responder, match.responder);
  for (int i = 0; i < 5; ++i) say(responder, long_one);
  EXPECT_EQ(refusal(responder), ErrorCode::kStaleRoom);  // the fifth
  directory.answer(directory.lookups.back(), match.record);
  (void)outlet.take_one<protocol::Joined>(responder);

  say(responder, long_one);  // the buffer for the absent partner has space for one more
  say(responder, long_one);
  EXPECT_EQ(refusal(responder), ErrorCode::kUnexpected);
  const ClientId initiator = connect();
  join(initiator, match.initiator, match.record);
  EXPECT_EQ(outlet.take_relayed(initiator).size(), 5U);
}

TEST_F(RoomsEarlyTest, CountsItForAResume) {
  const Match match = make_match();
  const ClientId initiator = connect();
  join(initiator, match.initiator);
  say(initiator, answer(match));
  directory.answer(directory.lookups.back(), match.record);
  const std::string secret = outlet.take_one<protocol::Joined>(initiator).seat;
  join(connect(), match.responder, match.record);
  rooms.close(initiator, Ending::kDropped);

  const ClientId again = connect();
  say(again, protocol::Join{.seat = secret, .received = 0});
  directory.grant(directory.settles.back());
  EXPECT_EQ(outlet.take_one<protocol::Resumed>(again).received, 1);
}

TEST_F(RoomsEarlyTest, DoesNotPassEarlyMessagesBeforeRelayOnlyIsKnown) {
  const Match match = make_match();
  const ClientId initiator = connect();
  join(initiator, match.initiator, match.record);
  say(initiator, answer(match, std::string("v=0\r\n") + kHostLine));

  const ClientId responder = connect();
  credentials::SeatToken token = fresh(match.record, Role::kResponder);
  token.relay_only = true;
  join(responder, tokens.issue(token), match.record);
  EXPECT_TRUE(outlet.take_relayed(responder).empty());
  say(initiator, answer(match, std::string("v=0\r\n") + kHostLine));
  EXPECT_EQ(outlet.take_relayed(responder), texts(answer(match, "v=0\r\n")));
}

}  // namespace
}  // namespace nexus::signalling
