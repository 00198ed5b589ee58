// SPDX-License-Identifier: MIT
#include "apps/node_name.hpp"

#include "apps/setting_rules.hpp"

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

TEST(DefaultNodeName, IsHostAndPortWhereThatFits) {
  EXPECT_EQ(default_node_name("web1.example", 8000), "web1.example-8000");
  EXPECT_EQ(default_node_name("", 8000), "node-8000");
}

TEST(DefaultNodeName, DiffersForLongHostNamesThatDifferOnlyAtTheEnd) {
  const std::string shared(62, 'h');
  const std::string one = default_node_name(shared + "1", 8000);
  const std::string other = default_node_name(shared + "2", 8000);
  EXPECT_NE(one, other);
  for (const std::string& name : {one, other}) {
    EXPECT_FALSE(name_problem(name)) << name;
    EXPECT_TRUE(name.starts_with("hhhh") && name.ends_with("-8000")) << name;
  }
  EXPECT_NE(one, default_node_name(shared + "1", 8001));
  EXPECT_EQ(one, default_node_name(shared + "1", 8000)) << "stable";
}

TEST(DefaultNodeName, DiffersForHostNamesThatHoldOtherCharacters) {
  const std::string one = default_node_name("chat room", 8000);
  EXPECT_FALSE(name_problem(one)) << one;
  EXPECT_NE(one, default_node_name("chat/room", 8000));
}

TEST(HostName, IsWholeHoweverLong) { EXPECT_LE(host_name().size(), 255U); }

}  // namespace
}  // namespace nexus::apps
