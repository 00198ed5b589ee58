// A relay-only room passes on only relay addresses.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using protocol::Candidates;
using protocol::Description;
using protocol::DescriptionType;
using protocol::IceCandidate;

constexpr const char* kHost = "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host";
constexpr const char* kRelay =
    "candidate:2 1 udp 41885439 198.51.100.4 49160 typ relay raddr 192.0.2.7 rport 50000";
constexpr const char* kRelayHidden =
    "candidate:2 1 udp 41885439 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0";

class RoomsRelayOnlyTest : public RoomsFixture {
 protected:
  /// Two visitors in a room, each with a relay-only token or a plain one.
  Pair seat(bool initiator_says, bool responder_says) {
    Match match = make_match();
    match.initiator = token_of(match.record, Role::kInitiator, initiator_says);
    match.responder = token_of(match.record, Role::kResponder, responder_says);
    return seat_both(match);
  }

  std::string token_of(const RoomRecord& record, Role role, bool relay_only) {
    credentials::SeatToken token = fresh(record, role);
    token.relay_only = relay_only;
    return tokens.issue(token);
  }

  static Candidates both_kinds(const Pair& pair) {
    return {.room = pair.room.text(),
            .candidates = {IceCandidate{.candidate = kHost}, IceCandidate{.candidate = kRelay}}};
  }
};

TEST_F(RoomsRelayOnlyTest, PassesOnRelayedCandidatesOnlyInBothDirections) {
  for (const auto& [initiator_says, responder_says] :
       {std::pair(true, true), std::pair(true, false), std::pair(false, true)}) {
    const Pair pair = seat(initiator_says, responder_says);
    const Candidates hidden{.room = pair.room.text(),
                            .candidates = {IceCandidate{.candidate = kRelayHidden}}};
    const std::vector expected{protocol::encode(hidden)};
    say(pair.initiator, both_kinds(pair));
    EXPECT_EQ(outlet.take_relayed(pair.responder), expected);
    say(pair.responder, both_kinds(pair));
    EXPECT_EQ(outlet.take_relayed(pair.initiator), expected);
  }
}

TEST_F(RoomsRelayOnlyTest, FiltersDescriptions) {
  const Pair pair = seat(true, true);
  const std::string sdp = std::string("v=0\r\na=") + kHost + "\r\na=" + kRelay + "\r\n";
  const std::string hidden = std::string("v=0\r\na=") + kRelayHidden + "\r\n";
  const auto offer = [&](const std::string& text) {
    return Description{.room = pair.room.text(), .description = {DescriptionType::kOffer, text}};
  };
  say(pair.initiator, offer(sdp));
  EXPECT_EQ(outlet.take_relayed(pair.responder), std::vector{protocol::encode(offer(hidden))});
}

TEST_F(RoomsRelayOnlyTest, SaysThatNoMoreCandidatesComeOnlyWhenTheSenderSaysSo) {
  const Pair pair = seat(true, true);
  say(pair.initiator,
      Candidates{.room = pair.room.text(), .candidates = {IceCandidate{.candidate = kHost}}});
  EXPECT_TRUE(outlet.take_relayed(pair.responder).empty());
  const Candidates end{.room = pair.room.text()};
  say(pair.initiator, end);
  EXPECT_EQ(outlet.take_relayed(pair.responder), std::vector{protocol::encode(end)});
}

TEST_F(RoomsRelayOnlyTest, KeepsNoAddressForAResume) {
  const Match match = make_match();
  const ClientId initiator = connect();
  const ClientId responder = connect();
  join(initiator, token_of(match.record, Role::kInitiator, true), match.record);
  join(responder, token_of(match.record, Role::kResponder, true), match.record);
  const std::string secret = outlet.take_one<protocol::Joined>(responder).seat;
  rooms.close(responder, Ending::kDropped);
  const Pair pair{match.record.room, initiator, responder};
  say(initiator, both_kinds(pair));
  const ClientId back = connect();
  say(back, protocol::Join{.seat = secret, .received = 0});
  directory.grant(directory.settles.back());
  const Candidates hidden{.room = pair.room.text(),
                          .candidates = {IceCandidate{.candidate = kRelayHidden}}};
  EXPECT_EQ(outlet.take_relayed(back), std::vector{protocol::encode(hidden)});
}

TEST_F(RoomsRelayOnlyTest, LeavesOtherMessagesAndOtherRoomsAlone) {
  expect_undisturbed(seat(true, true));
  const Pair open = seat(false, false);
  say(open.initiator, both_kinds(open));
  EXPECT_EQ(outlet.take_relayed(open.responder), std::vector{protocol::encode(both_kinds(open))});
}

}  // namespace
}  // namespace nexus::signalling
