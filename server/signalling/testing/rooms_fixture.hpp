// Rooms with a directory and sockets that the test plays.
// SPDX-License-Identifier: MIT
#pragma once

#include "signalling/rooms.hpp"
#include "signalling/testing/fake_room_directory.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::signalling {

/// Keeps what each socket was sent until the test takes it.
class FakeRoomOutlet final : public RoomOutlet, public Admission {
 public:
  using HangUp = std::pair<ClientId, protocol::CloseCode>;

  void send(ClientId client, const protocol::RoomServerMessage& message) override {
    told_[client].push_back(message);
  }
  void relay(ClientId client, std::string_view text) override {
    relayed_[client].emplace_back(text);
  }
  void hang_up(ClientId client, protocol::CloseCode code) override {
    hang_ups.emplace_back(client, code);
  }
  void grant_resend_allowance(ClientId client) override { allowances_.push_back(client); }
  Hold hold_address(ClientId) override {
    ++held;
    return {&held, [this](void*) { --held; }};
  }
  bool admits(ClientId, VisitorId visitor) override { return visitor != banned; }

  [[nodiscard]] std::vector<protocol::RoomServerMessage> take(ClientId client) {
    return std::exchange(told_[client], {});
  }
  [[nodiscard]] std::vector<std::string> take_relayed(ClientId client) {
    return std::exchange(relayed_[client], {});
  }

  /// The messages sent to `client`, which must be one `Message` and nothing else.
  template <class Message>
  [[nodiscard]] Message take_one(ClientId client) {
    const auto told = take(client);
    EXPECT_EQ(told.size(), 1U);
    if (told.empty() || !std::holds_alternative<Message>(told.front())) {
      ADD_FAILURE() << "not told: " << Message::kType;
      return {};
    }
    return std::get<Message>(told.front());
  }

  /// The clients that were granted an allowance since the last call.
  [[nodiscard]] std::vector<ClientId> take_allowances() { return std::exchange(allowances_, {}); }

  std::vector<HangUp> hang_ups;
  std::optional<VisitorId> banned;
  int held = 0;  ///< addresses

 private:
  std::vector<ClientId> allowances_;
  std::unordered_map<ClientId, std::vector<protocol::RoomServerMessage>> told_;
  std::unordered_map<ClientId, std::vector<std::string>> relayed_;
};

class RoomsFixture : public testing::Test {
 protected:
  RoomsFixture() = default;
  explicit RoomsFixture(RoomsOptions with) : options(std::move(with)) {}

  /// A room that matching made, before a visitor came.
  struct Match {
    RoomRecord record;
    std::string initiator;  ///< the token
    std::string responder;
  };

  Match make_match() {
    const RoomRecord record{.room = RoomId::random(random),
                            .initiator = TicketId::random(random),
                            .responder = TicketId::random(random),
                            .home = node,
                            .open = true};
    return {record, token(record, Role::kInitiator), token(record, Role::kResponder, anna)};
  }

  /// A token as a match issues it.
  [[nodiscard]] std::string token(const RoomRecord& record, Role role,
                                  VisitorId visitor = {}) const {
    return tokens.issue(fresh(record, role, visitor));
  }
  [[nodiscard]] credentials::SeatToken fresh(const RoomRecord& record, Role role,
                                             VisitorId visitor = {}) const {
    return {.room = record.room,
            .role = role,
            .ticket = role == Role::kInitiator ? record.initiator : record.responder,
            .visitor = visitor,
            .home = {record.home, IncarnationId{}},
            .secret = {},
            .issued = clock.wall()};
  }

  ClientId connect() {
    const ClientId client{++clients_};
    rooms.open(client);
    return client;
  }

  template <class Message>
  void say(ClientId client, const Message& message) {
    rooms.receive(client, protocol::encode(message), protocol::RoomClientMessage(message));
  }

  void join(ClientId client, std::string token) {
    say(client, protocol::Join{.seat = std::move(token)});
  }

  /// Joins; the directory answers with `reply` if it is asked.
  void join(ClientId client, std::string token,
            Result<std::optional<RoomRecord>, DirectoryError> reply) {
    const std::size_t asked = directory.lookups.size();
    join(client, std::move(token));
    if (directory.lookups.size() > asked) {
      directory.answer(directory.lookups.back(), std::move(reply));
    }
  }

  /// The code of the only error that `client` was sent.
  protocol::ErrorCode refusal(ClientId client) {
    const auto error = outlet.take_one<protocol::Error>(client);
    EXPECT_FALSE(error.message.empty());
    return error.code;
  }

  /// Two visitors in a room; both were notified.
  struct Pair {
    RoomId room;
    ClientId initiator;
    ClientId responder;
  };
  Pair seat_both(const Match& match) {
    const Pair pair{match.record.room, connect(), connect()};
    join(pair.initiator, match.initiator, match.record);
    join(pair.responder, match.responder, match.record);
    (void)outlet.take(pair.initiator);
    (void)outlet.take(pair.responder);
    return pair;
  }
  Pair seat_both() { return seat_both(make_match()); }

  /// Each receives the other's messages.
  void expect_undisturbed(const Pair& pair) {
    EXPECT_TRUE(outlet.take(pair.initiator).empty());
    EXPECT_TRUE(outlet.take(pair.responder).empty());
    const protocol::Typing typing{.room = pair.room.text(), .on = true};
    say(pair.initiator, typing);
    say(pair.responder, typing);
    EXPECT_EQ(outlet.take_relayed(pair.initiator), std::vector{protocol::encode(typing)});
    EXPECT_EQ(outlet.take_relayed(pair.responder), std::vector{protocol::encode(typing)});
  }

  void tick_after(std::chrono::milliseconds time) {
    clock.advance(time);
    rooms.tick();
  }

  const NodeName node{"room-1"};
  // Possible answers of the directory to settle().
  const SettleReply kHere{Home{node, "wss://one.example/v1/room"}};
  const SettleReply kElsewhere{Home{NodeName{"room-2"}, "wss://two.example/v1/room"}};
  const SettleReply kNotYet{SettleRefusal::kNotYet};
  const SettleReply kOver{SettleRefusal::kClosed};
  ManualClock clock;
  SeededRandom random{1};
  const VisitorId anna = VisitorId::random(random);  ///< the responder of every match
  FakeRoomDirectory directory;
  FakeRoomOutlet outlet;
  credentials::SeatTokens tokens{
      credentials::Keyring::create({"a secret of good length"}, "seat").value()};
  const RoomsOptions options{.node = node, .url = "wss://one.example/v1/room", .rooms_max = 3};
  Rooms rooms{options, {directory, outlet, outlet}, tokens, clock, random, Log(LogLevel::kError)};

 private:
  std::uint64_t clients_ = 0;
};

}  // namespace nexus::signalling
