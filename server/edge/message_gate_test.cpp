// SPDX-License-Identifier: MIT
#include "edge/message_gate.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace nexus::edge {
namespace {

constexpr ClientId kClient{1};

struct RefusalSender {
  std::vector<protocol::Error> errors;
  std::vector<protocol::CloseCode> closes;
  void send_message(ClientId, protocol::Error error) { errors.push_back(std::move(error)); }
  void hang_up(ClientId, protocol::CloseCode code) { closes.push_back(code); }
};

template <class Message>
class Gate {
 public:
  explicit Gate(guard::MessageLimits limits = {}) : gate_(limits, clock, sender) {}
  bool admits(Message message, std::size_t bytes = 100) {
    return gate_.admits(kClient, Result<Message, protocol::DecodeError>(std::move(message)), bytes);
  }
  bool admits_unreadable() {
    return gate_.admits(
        kClient,
        Result<Message, protocol::DecodeError>(fail(protocol::DecodeError{.type = "find"})), 100);
  }

  void grant_resend_allowance() { gate_.grant_resend_allowance(kClient); }

  ManualClock clock;
  RefusalSender sender;

 private:
  MessageGate<Message, RefusalSender> gate_;
};

TEST(MessageGate, TellsWhichChatMessageCameTooEarly) {
  Gate<protocol::RoomClientMessage> gate;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(gate.admits(protocol::Chat{.id = "a"}));
  EXPECT_FALSE(gate.admits(protocol::Chat{.id = "b"}));
  EXPECT_TRUE(gate.admits(protocol::Typing{}));
  ASSERT_EQ(gate.sender.errors.size(), 1U);
  const protocol::Error& error = gate.sender.errors.front();
  EXPECT_EQ(error.code, protocol::ErrorCode::kRateLimited);
  EXPECT_EQ(error.of, "chat");
  EXPECT_EQ(error.id, "b");
  EXPECT_EQ(error.retry_after_ms, 200);
}

TEST(MessageGate, TellsWhichRoomIsRefused) {
  Gate<protocol::RoomClientMessage> gate;
  const std::string room(RoomId::kTextLength, 'A');
  const std::string other = "B" + room.substr(1);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(gate.admits(protocol::Typing{}));
  EXPECT_FALSE(gate.admits(protocol::Typing{.room = room}));
  EXPECT_FALSE(gate.admits(protocol::Join{.seat = other + "~i~"}));
  EXPECT_FALSE(gate.admits(protocol::Join{.seat = "nothing like a token"}));
  ASSERT_EQ(gate.sender.errors.size(), 3U);
  EXPECT_EQ(gate.sender.errors[0].room, room);
  EXPECT_EQ(gate.sender.errors[1].room, other);
  EXPECT_EQ(gate.sender.errors[2].room, std::nullopt);
}

TEST(MessageGate, TellsWhichFindCameTooEarly) {
  Gate<protocol::MatchClientMessage> gate(
      {.costly = {.count = 1, .period = std::chrono::seconds(1), .burst = 5}});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(gate.admits(protocol::Find{.find = i + 1}));
  EXPECT_FALSE(gate.admits(protocol::Find{.find = 6}));
  EXPECT_TRUE(gate.admits(protocol::Cancel{.find = 5}));
  ASSERT_EQ(gate.sender.errors.size(), 1U);
  EXPECT_EQ(gate.sender.errors.front().of, "find");
  EXPECT_EQ(gate.sender.errors.front().find, 6);
  EXPECT_EQ(gate.sender.errors.front().retry_after_ms, 1000);
  gate.clock.advance(std::chrono::seconds(1));
  EXPECT_TRUE(gate.admits(protocol::Find{.find = 6}));
}

TEST(MessageGate, PricesAMessageByItsCostInTheSchema) {
  Gate<protocol::MatchClientMessage> search;
  int blocks = 0;
  while (search.admits(protocol::Block{})) ++blocks;
  EXPECT_EQ(blocks, 34);  // three each, of 100
  Gate<protocol::RoomClientMessage> room;
  int descriptions = 0;
  while (room.admits(protocol::Description{}, 16 * 1024)) ++descriptions;
  EXPECT_EQ(descriptions, 12);  // nine each
}

TEST(MessageGate, LetsWhoCameBackSayWhatItSaidMeanwhile) {
  Gate<protocol::RoomClientMessage> gate;
  gate.grant_resend_allowance();
  for (int i = 0; i < 35; ++i) EXPECT_TRUE(gate.admits(protocol::Chat{.id = "a"}));
  EXPECT_FALSE(gate.admits(protocol::Chat{.id = "b"}));
}

TEST(MessageGate, GivesNothingForAResumeThatNobodyAccepted) {
  Gate<protocol::RoomClientMessage> gate;
  EXPECT_TRUE(gate.admits(protocol::Join{.seat = "of nobody"}));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(gate.admits(protocol::Chat{.id = "a"}));
  EXPECT_FALSE(gate.admits(protocol::Chat{.id = "b"}));
}

TEST(MessageGate, CountsWhatNobodyCanRead) {
  Gate<protocol::MatchClientMessage> gate;
  int admitted = 0;
  for (int i = 0; i < 110; ++i) admitted += gate.admits_unreadable() ? 1 : 0;
  EXPECT_EQ(admitted, 100);
  ASSERT_EQ(gate.sender.errors.size(), 10U);
  EXPECT_EQ(gate.sender.errors.front().of, "find");
  EXPECT_TRUE(gate.sender.closes.empty());
}

TEST(MessageGate, HangsUpOnAFlood) {
  Gate<protocol::RoomClientMessage> gate;
  int admitted = 0;
  for (int i = 0; i < 10'000 && gate.sender.closes.empty(); ++i) {
    admitted += gate.admits(protocol::Typing{}) ? 1 : 0;
  }
  EXPECT_EQ(admitted, 100);
  EXPECT_EQ(gate.sender.errors.size(), 20U);
  ASSERT_EQ(gate.sender.closes.size(), 1U);
  EXPECT_EQ(gate.sender.closes.front(), protocol::CloseCode::kRateLimited);
}

}  // namespace
}  // namespace nexus::edge
