// SPDX-License-Identifier: MIT
#include "stores/memory/nodes.hpp"

#include <string>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

const NodeName kName{"node"};

TEST(Nodes, KeepANumberWhileSomebodyHoldsIt) {
  Nodes nodes;
  const auto number = nodes.hold(kName);
  EXPECT_EQ(nodes.hold(kName), number);
  EXPECT_EQ(nodes.hold(number), number);
  EXPECT_NE(nodes.hold(NodeName{"other"}), number);
  for (int i = 0; i < 2; ++i) nodes.drop(number);
  EXPECT_EQ(nodes.name(number), kName);
  EXPECT_EQ(nodes.size(), 2u);
  nodes.drop(number);
  EXPECT_EQ(nodes.size(), 1u);
}

TEST(Nodes, HoldOneThatHasALease) {
  Nodes nodes;
  EXPECT_EQ(nodes.renew(kName, 10), 0);
  EXPECT_EQ(nodes.renew(kName, 20), 10);
  const auto number = nodes.hold(kName);
  EXPECT_EQ(nodes.lease(number), 20);
  EXPECT_EQ(nodes.sweep(19), 0u);
  EXPECT_EQ(nodes.sweep(20), 1u);
  EXPECT_EQ(nodes.sweep(20), 0u);
  EXPECT_EQ(nodes.lease(number), 0);
  EXPECT_EQ(nodes.name(number), kName);
  nodes.drop(number);
  EXPECT_EQ(nodes.size(), 0u);
}

TEST(Nodes, UseNumbersAgain) {
  Nodes nodes;
  for (int i = 0; i < 1000; ++i) {
    const auto number = nodes.hold(NodeName{std::to_string(i)});
    ASSERT_EQ(number, 0u);
    ASSERT_EQ(nodes.lease(number), 0);
    nodes.drop(number);
  }
}

}  // namespace
}  // namespace nexus::stores
