// SPDX-License-Identifier: MIT
#include "signalling/relayed_only.hpp"

#include <gtest/gtest.h>

namespace nexus::signalling {
namespace {

constexpr std::string_view kHidden =
    "candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0";

TEST(RelayedOnly, LeavesARollbackWithoutText) {
  const protocol::Description rollback{.room = "r",
                                       .description = {protocol::DescriptionType::kRollback, {}}};
  EXPECT_EQ(relayed_only(rollback), rollback);
}

TEST(RelayedOnly, KeepsTheRestOfACandidate) {
  const protocol::IceCandidate relay{.candidate = std::string(kHidden),
                                     .sdp_mid = "0",
                                     .sdp_m_line_index = 0,
                                     .username_fragment = "aB+/"};
  const protocol::IceCandidate last{.candidate = "", .sdp_mid = "0"};
  const protocol::Candidates candidates{.room = "r", .candidates = {relay, last}};
  EXPECT_EQ(relayed_only(candidates), candidates);
}

}  // namespace
}  // namespace nexus::signalling
