// What rooms may keep for visitors who are not connected.
// SPDX-License-Identifier: MIT
#include "signalling/rooms.hpp"
#include "signalling/testing/rooms_fixture.hpp"

namespace nexus::signalling {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBudget = std::size_t{256} * 1024;

class RoomsBudgetTest : public RoomsFixture {
 protected:
  RoomsBudgetTest()
      : RoomsFixture({.node = NodeName{"room-1"},
                      .url = "wss://one.example/v1/room",
                      .rooms_max = 1000,
                      .replay_bytes_total_max = kBudget}) {}

  /// Relays that many messages of some KiB from the initiator.
  void fill(const Pair& pair, int messages) {
    const std::string sdp(7000, 's');
    for (int i = 0; i < messages; ++i) {
      say(pair.initiator,
          protocol::Description{
              .room = pair.room.text(),
              .description = {.type = protocol::DescriptionType::kOffer, .sdp = sdp}});
    }
    (void)outlet.take_relayed(pair.responder);
  }
  void drop(const Pair& pair) {
    rooms.close(pair.initiator, Ending::kDropped);
    rooms.close(pair.responder, Ending::kDropped);
  }
};

TEST_F(RoomsBudgetTest, EndRoomsWithNobodyConnectedFirstTheOldestBeforeOthers) {
  const Pair kept = seat_both();
  fill(kept, 8);
  std::vector<Pair> deserted;
  for (int i = 0; i < 3; ++i) {
    deserted.push_back(seat_both());
    fill(deserted.back(), 8);
    drop(deserted.back());
    clock.advance(1s);
  }
  EXPECT_EQ(rooms.open_rooms(), 4U);
  const Pair another = seat_both();
  fill(another, 8);
  EXPECT_EQ(rooms.open_rooms(), 4U);
  ASSERT_EQ(directory.closes.size(), 1U);
  EXPECT_EQ(directory.closes.back().room, deserted.front().room);
  fill(another, 6);
  EXPECT_EQ(directory.closes.back().room, deserted[1].room);
  expect_undisturbed(kept);
  expect_undisturbed(another);
}

TEST_F(RoomsBudgetTest, HoldAnyNumberOfDesertedRoomsWithinTheirBudget) {
  for (int i = 0; i < 300; ++i) {
    const Pair pair = seat_both();
    fill(pair, 12);
    drop(pair);
    EXPECT_LE(rooms.replay_bytes(), kBudget);
  }
  EXPECT_LE(rooms.open_rooms(), 3U);
  tick_after(kHiddenGrace);
  EXPECT_EQ(rooms.open_rooms(), 0U);
  EXPECT_EQ(rooms.replay_bytes(), 0U);
}

TEST_F(RoomsBudgetTest, DropTheOldestBuffersWhenAllAreConnected) {
  std::vector<Pair> pairs;
  for (int i = 0; i < 10; ++i) {
    pairs.push_back(seat_both());
    fill(pairs.back(), 12);
    EXPECT_LE(rooms.replay_bytes(), kBudget);
  }
  EXPECT_EQ(rooms.open_rooms(), 10U) << "conversations go on";
  for (const Pair& pair : pairs) expect_undisturbed(pair);
}

TEST_F(RoomsBudgetTest, KeepASeatInTheNameOfItsAddressUntilItIsResumed) {
  const Match match = make_match();
  const ClientId first = connect();
  join(first, match.initiator, match.record);
  const std::string seat = outlet.take_one<protocol::Joined>(first).seat;
  const ClientId second = connect();
  join(second, match.responder, match.record);
  (void)outlet.take(first);
  rooms.close(first, Ending::kDropped);
  EXPECT_EQ(outlet.held, 1);
  const ClientId again = connect();
  say(again, protocol::Join{.seat = seat, .received = 0});
  directory.grant(directory.settles.back());
  (void)outlet.take_one<protocol::Resumed>(again);
  EXPECT_EQ(outlet.held, 0);
}

TEST_F(RoomsBudgetTest, GiveAnAddressBackWhenTheRoomEndsOrTheSeatExpires) {
  const Pair left = seat_both();
  rooms.close(left.initiator, Ending::kDropped);
  EXPECT_EQ(outlet.held, 1);
  rooms.close(left.responder, Ending::kLeft);
  EXPECT_EQ(outlet.held, 0);
  drop(seat_both());
  EXPECT_EQ(outlet.held, 2);
  tick_after(kResumeGrace);
  EXPECT_EQ(outlet.held, 0);
}

}  // namespace
}  // namespace nexus::signalling
