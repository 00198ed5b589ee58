// The WebSocket protocol end to end, over loopback.
// SPDX-License-Identifier: MIT
#include "transport/testing/server_fixture.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;

class WebSockets : public ServerFixture {
 protected:
  /// The code of the close frame that the server sends in reply on a fresh socket.
  int code_for(std::string_view bytes) {
    RawClient client = opened();
    client.send(bytes);
    const int code = client.close_code();
    EXPECT_TRUE(client.is_ended());
    return code;
  }
  static std::string echo(RawClient& client) {
    const auto reply = client.next_frame();
    return reply ? reply->payload : "(nothing)";
  }
};

TEST_F(WebSockets, EchoTextOfEverySizeClass) {
  start();
  RawClient client = opened();
  for (const std::size_t size : {0, 1, 125, 126, 127, 1000, 65535, 65536}) {
    const std::string text(size, 'x');
    client.send(frame(kText, text));
    ASSERT_EQ(echo(client), text) << size;
  }
}

TEST_F(WebSockets, TellTheHandlerPathQueryAndAddress) {
  start();
  RawClient client(port);
  ASSERT_TRUE(client.open("/ws?a=b"));
  client.send(close_frame(1000));
  EXPECT_EQ(client.close_code(), 1000);
  EXPECT_TRUE(eventually_notes("close 1000"));
  EXPECT_THAT(handler.notes(), ElementsAre("open /ws?a=b from 127.0.0.1", "close 1000"));
}

TEST_F(WebSockets, TakeFramesSentTogetherWithTheUpgrade) {
  start();
  RawClient client(port);
  const std::string text = frame(kText, "early");
  client.send(upgrade_request("/ws") + text.substr(0, text.size() - 2));
  EXPECT_EQ(client.response().status, 101);
  client.send(text.substr(text.size() - 2));
  EXPECT_EQ(echo(client), "early");
}

TEST_F(WebSockets, ReadFramesThatComeByteByByte) {
  start();
  RawClient client = opened();
  const std::string bytes = frame(kText, "slow") + frame(kPing, "p") + frame(kText, "go", false) +
                            frame(0, std::string(300, 'x'));
  for (const char byte : bytes) client.send({&byte, 1});
  EXPECT_EQ(echo(client), "slow");
  EXPECT_EQ(client.next_frame()->opcode, kPong);
  EXPECT_EQ(echo(client), "go" + std::string(300, 'x'));
}

TEST_F(WebSockets, ReadManyFramesOfOnePacketInOrder) {
  start();
  RawClient client = opened();
  std::string bytes;
  for (int i = 0; i < 500; ++i) bytes += frame(kText, std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 500; ++i) ASSERT_EQ(echo(client), std::to_string(i));
}

TEST_F(WebSockets, KeepMessagesWholeHoweverTheyAreCut) {
  start();
  RawClient client = opened();
  std::string bytes;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 40; ++i) {
    texts.push_back(std::string(i * i * 7, static_cast<char>('a' + i % 26)));
    bytes += frame(kText, texts.back());
  }
  for (std::size_t at = 0; at < bytes.size(); at += 1499) {
    client.send(std::string_view(bytes).substr(at, 1499));
  }
  for (const std::string& text : texts) ASSERT_EQ(echo(client), text);
}

TEST_F(WebSockets, JoinFragmentsAroundControlFrames) {
  start();
  RawClient client = opened();
  // A character split between two fragments is whole again in the message.
  client.send(frame(kText, "\xE2\x82", false) + frame(kPing, "1") + frame(0, "", false) +
              frame(kPong, "") + frame(0, "\xAC!"));
  const auto pong = client.next_frame();
  EXPECT_EQ(pong->opcode, kPong);
  EXPECT_EQ(pong->payload, "1");
  EXPECT_EQ(echo(client), "\u20AC!");
  client.send(frame(kText, "next"));
  EXPECT_EQ(echo(client), "next");
}

TEST_F(WebSockets, AnswerPingsWithTheirPayload) {
  start();
  RawClient client = opened();
  client.send(frame(kPing, std::string(125, 'p')) + frame(kPing, ""));
  EXPECT_EQ(client.next_frame()->payload, std::string(125, 'p'));
  EXPECT_EQ(client.next_frame()->payload, "");
  client.send(frame(kPong, "nobody asked"));
  EXPECT_TRUE(client.is_silent(50));
}

TEST_F(WebSockets, CloseWithTheCodeOfTheRfc) {
  start();
  const std::string unmasked("\x81\x02hi", 4);
  EXPECT_EQ(code_for(unmasked), 1002);
  EXPECT_EQ(code_for(std::string("\xC1\x80", 2)), 1002);                      // RSV
  EXPECT_EQ(code_for(std::string("\x83\x80", 2)), 1002);                      // opcode
  EXPECT_EQ(code_for(frame(0, "no start")), 1002);                            // continuation
  EXPECT_EQ(code_for(frame(kText, "a", false) + frame(kText, "b")), 1002);    // interleaved
  EXPECT_EQ(code_for(frame(kText, "a", false) + frame(kBinary, "b")), 1002);  // interleaved
  EXPECT_EQ(code_for(frame(kPing, "a", false)), 1002);                        // fragmented
  EXPECT_EQ(code_for(frame(kPing, std::string(126, 'x'))), 1002);             // too long
  EXPECT_EQ(code_for(std::string("\x81\xFE\x00\x05", 4)), 1002);              // not minimal
  EXPECT_EQ(code_for(std::string("\x81\xFF\x80\0\0\0\0\0\0\0", 10)), 1002);   // 2^63
  EXPECT_EQ(code_for(frame(kClose, "x")), 1002);                              // one byte
  EXPECT_EQ(code_for(close_frame(1005)), 1002);
  EXPECT_EQ(code_for(close_frame(999)), 1002);
  EXPECT_EQ(code_for(close_frame(1000, "\xFF")), 1007);
  EXPECT_EQ(code_for(frame(kBinary, "b")), 1003);
  EXPECT_EQ(code_for(frame(kText, "\xFF")), 1007);
  EXPECT_EQ(code_for(frame(kText, "\xC0\x80")), 1007);                        // overlong
  EXPECT_EQ(code_for(frame(kText, "\xED\xA0\x80")), 1007);                    // surrogate
  EXPECT_EQ(code_for(frame(kText, "\xF4\x90\x80\x80")), 1007);                // beyond Unicode
  EXPECT_EQ(code_for(frame(kText, "\xE2\x82", false) + frame(0, "")), 1007);  // cut short
  EXPECT_EQ(code_for(frame(kText, std::string(65537, 'x'))), 1009);
  EXPECT_EQ(code_for(std::string("\x81\xFF\0\0\xFF\0\0\0\0\0\1\2\3\4", 14)), 1009);
  EXPECT_EQ(code_for(frame(kText, std::string(65536, 'x'), false) + frame(0, "y")), 1009);
  EXPECT_TRUE(eventually([&] { return open_sockets() == 0; }));
  EXPECT_EQ(closed_with(1002) + closed_with(1003) + closed_with(1007) + closed_with(1009),
            counted([](const auto& all) { return all.sockets_opened.value(); }));
  EXPECT_EQ(handler.last_note(), "close 1006");
}

TEST_F(WebSockets, DeliverNothingBehindAViolation) {
  start();
  bool was_told = false;
  handler.when_text = [&](WebSocket&, std::string_view) { was_told = true; };
  EXPECT_EQ(code_for(frame(kBinary, "b") + frame(kText, "late")), 1003);
  in_loop([&] { EXPECT_FALSE(was_told); });
}

TEST_F(WebSockets, EchoTheClientsCloseCode) {
  start();
  EXPECT_EQ(code_for(close_frame(1001, "leaving")), 1001);
  EXPECT_EQ(code_for(close_frame(4999)), 4999);
  EXPECT_EQ(code_for(frame(kClose, "")), 1005);
  EXPECT_EQ(code_for(frame(kText, "open", false) + close_frame(1000)), 1000);
  EXPECT_TRUE(eventually([&] { return closed_with(1000) == 1; }));
  EXPECT_EQ(closed_with(1001), 1U);
  EXPECT_EQ(closed_with(1005), 1U);
  EXPECT_EQ(closed_with(4999), 1U) << "counted with all codes that have no name";
}

TEST_F(WebSockets, AreClosedByTheServerWithAHandshake) {
  start();
  handler.when_text = [](WebSocket& socket, std::string_view) {
    socket.send_text("last");
    socket.close(4503, "banned");
    socket.send_text("too late");
    socket.close(4000);
  };
  RawClient client = opened();
  client.send(frame(kText, "a") + frame(kText, "b"));
  EXPECT_EQ(echo(client), "last");
  const auto close = client.next_frame();
  ASSERT_TRUE(close && close->is_close());
  EXPECT_EQ(close->close_code(), 4503);
  EXPECT_EQ(close->payload.substr(2), "banned");
  EXPECT_NE(handler.last_note(), "close 4503");  // not before the client has answered
  client.send(close_frame(4503));
  EXPECT_TRUE(client.is_ended());
  EXPECT_TRUE(eventually_notes("close 4503"));
  EXPECT_EQ(closed_with(4503), 1U);
}

TEST_F(WebSockets, MayBeClosedWhileOpening) {
  start();
  handler.when_opened = [](WebSocket& socket) { socket.close(4504, "slow down"); };
  RawClient client(port);
  client.send(upgrade_request("/ws") + frame(kText, "x") + close_frame(1000));
  EXPECT_EQ(client.response().status, 101);
  EXPECT_EQ(client.close_code(), 4504);
  EXPECT_TRUE(client.is_ended());
  EXPECT_TRUE(eventually_notes("close 1000"));
}

TEST_F(WebSockets, AreCutWhenTheClientNeverAnswersTheClose) {
  options.close_timeout = 100ms;
  start();
  handler.when_text = [](WebSocket& socket, std::string_view) { socket.close(4000); };
  RawClient client = opened();
  client.send(frame(kText, "x"));
  EXPECT_EQ(client.close_code(), 4000);
  EXPECT_TRUE(client.is_ended());
  EXPECT_TRUE(eventually_notes("close 1006"));
}

TEST_F(WebSockets, ReportALostConnection) {
  start();
  RawClient client = opened();
  client.reset();
  EXPECT_TRUE(eventually_notes("close 1006"));
  RawClient other = opened();
  other.finish_sending();
  EXPECT_TRUE(eventually([&] { return closed_with(1006) == 2; }));
}

TEST_F(WebSockets, ReachEachOtherByIdUntilTheyAreGone) {
  start();
  SocketId first{};
  handler.when_text = [&](WebSocket& socket, std::string_view text) {
    if (text == "me") {
      first = socket.id();
    } else if (WebSocket* const target = server->find(first)) {
      target->send_text(text);
    }
    socket.send_text("done");
  };
  RawClient a = opened();
  RawClient b = opened();
  a.send(frame(kText, "me"));
  EXPECT_EQ(echo(a), "done");
  b.send(frame(kText, "hello a"));
  EXPECT_EQ(echo(b), "done");
  EXPECT_EQ(echo(a), "hello a");
  a.send(close_frame(1000));
  EXPECT_EQ(a.close_code(), 1000);
  EXPECT_TRUE(eventually_notes("close 1000"));
  RawClient c = opened();  // takes the freed slot
  b.send(frame(kText, "anybody?"));
  EXPECT_EQ(echo(b), "done");
  EXPECT_TRUE(c.is_silent(50));
}

TEST_F(WebSockets, MayCloseEachOtherInsideHandlers) {
  start();
  handler.when_closed = [&](WebSocket&) { server->close_all(4000, "all for one"); };
  RawClient a = opened();
  RawClient b = opened();
  a.reset();
  EXPECT_EQ(b.close_code(), 4000);
  b.send(close_frame(4000));
  EXPECT_TRUE(b.is_ended());
  EXPECT_TRUE(eventually([&] { return open_sockets() == 0; }));
}

}  // namespace
}  // namespace nexus::transport::testing
