// WebSockets of clients that are silent, slow or do not read; end to end, over loopback.
// SPDX-License-Identifier: MIT
#include "transport/server_refusals.hpp"
#include "transport/testing/server_fixture.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using namespace std::chrono_literals;

class QuietAndSlowWebSockets : public ServerFixture {
 protected:
  static std::string echo(RawClient& client) {
    const auto reply = client.next_frame();
    return reply ? reply->payload : "(nothing)";
  }
};

TEST_F(QuietAndSlowWebSockets, ArePingedWhenSilentAndKeptWhenTheyAnswer) {
  options.ping_period = 100ms;
  options.peer_timeout = 400ms;
  start();
  RawClient client = opened();
  for (int i = 0; i < 8; ++i) {
    const auto ping = client.next_frame();
    ASSERT_TRUE(ping);
    ASSERT_EQ(ping->opcode, kPing);
    client.send(frame(kPong, ping->payload));
  }
  client.send(frame(kText, "still here"));
  EXPECT_EQ(echo(client), "still here");
}

TEST_F(QuietAndSlowWebSockets, AreGivenUpWhenTheyAnswerNoPing) {
  options.ping_period = 100ms;
  options.peer_timeout = 250ms;
  start();
  RawClient client = opened();
  EXPECT_EQ(client.close_code(), 4002);
  EXPECT_TRUE(client.is_ended());
  EXPECT_TRUE(eventually_notes("close 1006"));
  EXPECT_EQ(closed_with(4002), 1U);
}

TEST_F(QuietAndSlowWebSockets, AreGivenUpSoonEnoughUnlessSetOtherwise) {
  // docs/reliability.md, F6: closed within 35 s. Half of the time is for an answer on a bad link.
  EXPECT_LE(options.peer_timeout, 30s);
  EXPECT_LE(options.ping_period, options.peer_timeout / 2);
}

TEST_F(QuietAndSlowWebSockets, AreClosedWhenTheyReadTooSlowly) {
  options.outgoing_bytes_max = 64 * 1024;
  start();
  // Far more than the limit: output that the kernel does not take must not pile up.
  handler.when_text = [](WebSocket& socket, std::string_view) {
    const std::string text(1000, 'x');
    for (int i = 0; i < 30'000; ++i) socket.send_text(text);
  };
  RawClient client(port, nullptr, 4096);
  ASSERT_TRUE(client.open());
  client.send(frame(kText, "go"));
  EXPECT_TRUE(eventually(
      [&] { return counted([](const auto& all) { return all.messages_received.value(); }) == 1; }));
  EXPECT_EQ(client.close_code(), 4001);  // the queued output still arrives, then the close frame
  client.send(close_frame(4001));
  EXPECT_TRUE(client.is_ended());
  EXPECT_TRUE(eventually([&] { return closed_with(4001) == 1; }));
}

TEST_F(QuietAndSlowWebSockets, AreCutWhenTheyDoNotReadAtAll) {
  options.outgoing_bytes_max = 64 * 1024;
  options.close_timeout = 100ms;
  start();
  SocketId slow{};
  handler.when_opened = [&](WebSocket& socket) {
    if (slow.value == 0) slow = socket.id();
  };
  handler.when_text = [&](WebSocket& socket, std::string_view text) {
    if (WebSocket* const target = server->find(slow)) target->send_text(text);
    socket.send_text("ok");
  };
  RawClient deaf(port, nullptr, 4096);
  ASSERT_TRUE(deaf.open());
  RawClient talker = opened();
  const std::string text(60'000, 'x');
  for (int i = 0; i < 300 && closed_with(4001) == 0; ++i) {
    talker.send(frame(kText, text));
    ASSERT_EQ(echo(talker), "ok");
  }
  EXPECT_TRUE(eventually([&] { return closed_with(4001) == 1; }));
  EXPECT_EQ(open_sockets(), 1U);
}

TEST_F(QuietAndSlowWebSockets, AreClosedSoonerWhenAllTogetherLeaveTooMuchUnread) {
  options.outgoing_bytes_max = 64 * 1024 * 1024;
  options.outgoing_bytes_total_max = 1024 * 1024;
  options.close_timeout = 100ms;
  start();
  std::vector<SocketId> deaf;
  handler.when_opened = [&](WebSocket& socket) {
    if (deaf.size() < 2) deaf.push_back(socket.id());
  };
  handler.when_text = [&](WebSocket& socket, std::string_view text) {
    for (const SocketId id : deaf) {
      if (WebSocket* const target = server->find(id)) target->send_text(text);
    }
    socket.send_text(text);
  };
  RawClient first(port, nullptr, 4096);
  RawClient second(port, nullptr, 4096);
  ASSERT_TRUE(first.open());
  ASSERT_TRUE(second.open());
  RawClient reader = opened();
  const std::string text(60'000, 'x');
  for (int i = 0; i < 300 && closed_with(4001) < 2; ++i) {
    reader.send(frame(kText, text));
    ASSERT_EQ(echo(reader), text);  // a reading client gets all, despite full memory
  }
  EXPECT_TRUE(eventually([&] { return closed_with(4001) == 2; }));
  EXPECT_EQ(open_sockets(), 1U);
}

TEST_F(QuietAndSlowWebSockets, MayNotAllTogetherLeaveTooMuchHalfSaid) {
  options.incoming_bytes_total_max = 256 * 1024;
  options.ping_period = options.peer_timeout = 60s;
  start();
  const std::string part(20'000, 'x');
  std::vector<RawClient> dawdlers;
  // Messages that never end, frames that never end, and a mix of both.
  for (int i = 0; i < 30; ++i) {
    RawClient& client = dawdlers.emplace_back(opened());
    const std::string fragment = frame(kText, part, false);
    const std::string whole = frame(kText, std::string(60'000, 'x'));
    client.send(i % 3 == 1 ? whole.substr(0, 10'000) : fragment);
    if (i % 3 == 1) client.send(whole.substr(10'000, 10'000));
    if (i % 3 == 2) client.send(whole.substr(0, 1'000));
  }
  // Some are closed; the remaining ones hold no more than the limit.
  int closed = 0;
  for (RawClient& client : dawdlers) closed += client.is_silent(50) ? 0 : 1;
  EXPECT_GE(closed, 30 - 256 * 1024 / 20'000);
  EXPECT_LT(closed, 30);

  // A valid message gets through, in small fragments and in one frame, and frees no memory by
  // itself.
  RawClient honest = opened();
  honest.send(frame(kText, std::string(5'000, 'a'), false));
  honest.send(frame(0, std::string(5'000, 'a')));
  EXPECT_EQ(echo(honest), std::string(10'000, 'a'));

  // Closed connections free memory.
  dawdlers.clear();
  EXPECT_TRUE(eventually([&] { return open_sockets() == 1; }));
  const std::string whole = frame(kText, std::string(60'000, 'b'));
  honest.send(whole.substr(0, 30'000));
  EXPECT_TRUE(honest.is_silent(50));
  honest.send(whole.substr(30'000));
  EXPECT_EQ(echo(honest), std::string(60'000, 'b'));
}

TEST_F(QuietAndSlowWebSockets, AreClosedWithTheCodeThatLetsThemComeBackWhenTooMuchIsHalfSaid) {
  options.incoming_bytes_total_max = 0;
  start();
  RawClient client = opened();
  client.send(frame(kText, std::string(10'000, 'x'), false));
  EXPECT_TRUE(client.is_silent(50));
  client.send(frame(0, std::string(20'000, 'x'), false));
  EXPECT_EQ(client.close_code(), 1013);
  EXPECT_TRUE(client.is_ended());
}

TEST_F(QuietAndSlowWebSockets, AreClosedWhenAMessageNeverEnds) {
  options.ping_period = 100ms;
  options.peer_timeout = 10s;
  options.message_timeout = 400ms;
  options.close_timeout = 100ms;
  start();
  RawClient dawdler = opened();
  RawClient talker = opened();
  dawdler.send(frame(kText, "he", false));
  bool closed = false;
  for (int i = 0; i < 100 && !closed; ++i) {
    dawdler.send(frame(0, "l", false));  // it is alive
    talker.send(frame(kText, "hel", false) + frame(0, "lo") + frame(kText, "on", false));
    talker.send(frame(0, "e"));
    std::this_thread::sleep_for(20ms);
    closed = open_sockets() == 1;
  }
  EXPECT_TRUE(closed);
  EXPECT_EQ(dawdler.close_code(), 4002);
  EXPECT_TRUE(eventually_notes("close 1006"));
  EXPECT_EQ(open_sockets(), 1U) << "whose messages end may say as many as it likes";
}

TEST_F(QuietAndSlowWebSockets, SendLateWhatTheKernelWouldNotTakeAtOnce) {
  start();
  handler.when_text = [](WebSocket& socket, std::string_view) {
    for (int i = 0; i < 200; ++i)
      socket.send_text(std::string(1000, static_cast<char>('a' + i % 26)));
  };
  RawClient client(port, nullptr, 4096);
  ASSERT_TRUE(client.open());
  for (int round = 0; round < 3; ++round) {
    client.send(frame(kText, "go"));
    for (int i = 0; i < 200; ++i) {
      ASSERT_EQ(echo(client), std::string(1000, static_cast<char>('a' + i % 26)));
    }
  }
}

TEST_F(QuietAndSlowWebSockets, CountAPingFloodAgainstTheQueueToo) {
  options.idle_frames_max = 0;
  options.outgoing_bytes_max = 16 * 1024;
  options.close_timeout = 100ms;
  start();
  RawClient client(port, nullptr, 4096);
  ASSERT_TRUE(client.open());
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += frame(kPing, std::string(125, 'p'));
  for (int i = 0; i < 200; ++i) {
    if (!client.send(pings)) break;
  }
  EXPECT_TRUE(eventually([&] { return closed_with(4001) == 1; }));
}

TEST_F(QuietAndSlowWebSockets, AreClosedForAFloodOfFramesThatEndNoMessage) {
  options.idle_frames_max = 100;
  options.ping_period = options.peer_timeout = 60s;
  start();
  const auto repeated = [](const std::string& one, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += one;
    return all;
  };
  const std::string fragments =
      frame(kText, "a", false) + repeated(frame(0, "", false), 98) + frame(0, "b", false);
  for (const std::string& flood : {repeated(frame(kPong, "p"), 100), fragments}) {
    RawClient client = opened();
    client.send(flood + frame(flood == fragments ? 0 : kText, "!"));
    EXPECT_EQ(echo(client), flood == fragments ? "ab!" : "!");
    client.send(frame(kPing, ""));
    EXPECT_EQ(client.close_code(), 1008);
    EXPECT_TRUE(client.is_ended());
  }
  EXPECT_EQ(refusals_of(kBadFrame), 2U);
}

TEST_F(QuietAndSlowWebSockets, MaySendManyFramesOverALongerTime) {
  options.idle_frames_max = 50;
  options.ping_period = 100ms;
  options.peer_timeout = 10s;
  start();
  RawClient client = opened();
  for (int period = 0; period < 10; ++period) {
    const auto ping = client.next_frame();
    ASSERT_TRUE(ping);
    ASSERT_EQ(ping->opcode, kPing);
    for (int i = 0; i < 30; ++i) client.send(frame(kPong, ""));
  }
  client.send(frame(kText, "still here"));
  const auto reply = client.next_frame();
  EXPECT_TRUE(reply && !reply->is_close());
}

}  // namespace
}  // namespace nexus::transport::testing
