// The WebSocket protocol end to end, over loopback.
// SPDX-License-Identifier: MIT
#include "transport/testing/server_fixture.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::transport::testing {
namespace {

using ::testing::ElementsAre;

class WebSockets : public ServerFixture {
 protected:
  /// What comes back for these bytes on a fresh socket: the code of the close frame.
  int code_for(std::string_view bytes) {
    RawClient client = opened();
    client.send(bytes);
    const int code = client.close_code();
    EXPECT_TRUE(client.is_ended());
    return code;
  }
};

TEST_F(WebSockets, EchoesText) {
  start();
  RawClient client = opened();
  client.send(frame(kText, "hello"));
  const auto reply = client.next_frame();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->payload, "hello");
  EXPECT_EQ(reply->opcode, kText);
}

TEST_F(WebSockets, TellsTheHandlerPathQueryAndAddress) {
  start();
  RawClient client(port);
  ASSERT_TRUE(client.open("/ws?a=b"));
  client.send(close_frame(1000));
  EXPECT_EQ(client.close_code(), 1000);
  EXPECT_TRUE(eventually_notes("close 1000"));
  EXPECT_THAT(handler.notes(), ElementsAre("open /ws?a=b from 127.0.0.1", "close 1000"));
}

}  // namespace
}  // namespace nexus::transport::testing
