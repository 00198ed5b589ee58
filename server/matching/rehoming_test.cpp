// Rooms whose home is lost.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

namespace nexus::matching {
namespace {

using protocol::ErrorCode;

class RehomingTest : public DeskFixture {
 protected:
  RehomingTest() { renew(); }

  ClientId ask_for_home() {
    const ClientId client = connect_and_greet();
    say(client, protocol::Rehome{.room = seat.room.text(), .seat = credentials.seats.issue(seat)});
    return client;
  }

  ErrorCode refusal(ClientId client) { return refusal(client, seat.room); }
  ErrorCode refusal(ClientId client, RoomId room) {
    const auto error = outlet.take_one<protocol::Error>(client);
    EXPECT_EQ(error.of, "rehome");
    EXPECT_EQ(error.room, room.text());
    EXPECT_EQ(error.retry_after_ms.has_value(), error.code == ErrorCode::kUnavailable);
    return error.code;
  }

  credentials::SeatToken seat{.room = RoomId::random(random),
                              .role = Role::kResponder,
                              .ticket = TicketId::random(random),
                              .visitor = VisitorId::random(random),
                              .home = {NodeName{"room-1"}, IncarnationId::random(random)},
                              .secret = credentials::SeatSecret::random(random),
                              .issued = clock.wall(),
                              .relay_only = true};
};

TEST_F(RehomingTest, SendsTheNewHome) {
  const ClientId client = ask_for_home();
  const Settle& wanted = store.settles.back().wanted;
  EXPECT_EQ(wanted.room, seat.room);
  EXPECT_EQ(wanted.asker, Role::kResponder);
  EXPECT_EQ(wanted.from, seat.home);
  EXPECT_EQ(wanted.to, homes[1]) << "not the lost one";
  EXPECT_TRUE(wanted.to_incarnation.is_none()) << "no home asks";
  store.answer(store.settles.back(), Result<SettleReply, StoreError>(homes[1]));
  const auto rehomed = outlet.take_one<protocol::Rehomed>(client);
  EXPECT_EQ(rehomed.room, seat.room.text());
  EXPECT_EQ(rehomed.home.node, "room-2");
  EXPECT_EQ(rehomed.ice_servers.size(), 1U);
}

TEST_F(RehomingTest, SendsWhyTheRoomStays) {
  const auto answered = [&](Result<SettleReply, StoreError> reply) {
    const ClientId client = ask_for_home();
    store.answer(store.settles.back(), std::move(reply));
    return refusal(client);
  };
  EXPECT_EQ(answered(SettleReply(SettleRefusal::kNotYet)), ErrorCode::kUnavailable);
  EXPECT_EQ(answered(fail(StoreError::kUnavailable)), ErrorCode::kUnavailable);
  EXPECT_EQ(answered(SettleReply(SettleRefusal::kClosed)), ErrorCode::kRoomClosed);
}

TEST_F(RehomingTest, WaitsForAHomeWhenThereIsNoOther) {
  homes = {homes[0]};
  renew();
  EXPECT_EQ(refusal(ask_for_home()), ErrorCode::kUnavailable);
  EXPECT_TRUE(store.settles.empty());
}

TEST_F(RehomingTest, RefusesASeatThatIsNotGenuineOrOfAnotherRoom) {
  const ClientId client = connect_and_greet();
  say(client, protocol::Rehome{.room = seat.room.text(), .seat = "forged"});
  EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  credentials::SeatToken fresh = seat;  // like a match's token: nobody has sat there
  fresh.home.incarnation = IncarnationId{};
  say(client, protocol::Rehome{.room = seat.room.text(), .seat = credentials.seats.issue(fresh)});
  EXPECT_EQ(refusal(client), ErrorCode::kTokenInvalid);
  const RoomId other = RoomId::random(random);
  say(client, protocol::Rehome{.room = other.text(), .seat = credentials.seats.issue(seat)});
  EXPECT_EQ(refusal(client, other), ErrorCode::kTokenInvalid);
  EXPECT_TRUE(store.settles.empty());
}

TEST_F(RehomingTest, SendsNothingToASocketThatClosedMeanwhile) {
  const ClientId client = ask_for_home();
  desk.close(client);
  store.answer(store.settles.back(), Result<SettleReply, StoreError>(homes[1]));
  EXPECT_TRUE(outlet.take(client).empty());
}

}  // namespace
}  // namespace nexus::matching
