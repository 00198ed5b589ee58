// SPDX-License-Identifier: MIT
#include "credentials/turn_credential.hpp"

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

TEST(TurnCredential, HasTheShapeAndMacThatCoturnComputes) {
  const WallTime now(std::chrono::seconds(1700000000));
  const TurnCredential made = make_turn_credential("north", VisitorId{}, now);
  EXPECT_EQ(made.username, "1700000600:AAAAAAAAAAAAAAAAAAAAAA");
  // printf '1700000600:AAAAAAAAAAAAAAAAAAAAAA' | openssl dgst -sha1 -hmac north -binary | base64
  EXPECT_EQ(made.credential, "BFS/hayh9pprP4OQ++sFzO4u/mM=");
}

}  // namespace
}  // namespace nexus::credentials
