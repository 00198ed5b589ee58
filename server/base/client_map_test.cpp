// SPDX-License-Identifier: MIT
#include "base/client_map.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus {
namespace {

ClientId client(std::uint32_t generation, std::uint32_t slot) {
  return {std::uint64_t{generation} << 32 | slot};
}

TEST(ClientMapTest, KeepsAValueFromOpenToClose) {
  ClientMap<std::string> map;
  EXPECT_EQ(map.find(client(0, 3)), nullptr);
  map.open(client(0, 3)) = "anna";
  ASSERT_NE(map.find(client(0, 3)), nullptr);
  EXPECT_EQ(*map.find(client(0, 3)), "anna");
  EXPECT_EQ(map.open(client(0, 3)), "anna") << "opened twice";
  EXPECT_EQ(map.find(client(0, 2)), nullptr) << "nobody's slot";
  map.close(client(0, 3));
  EXPECT_EQ(map.find(client(0, 3)), nullptr);
  EXPECT_EQ(map.open(client(0, 3)), "");
}

TEST(ClientMapTest, TellsSocketsApartThatHadTheSameSlot) {
  ClientMap<std::string> map;
  map.open(client(1, 7)) = "anna";
  map.close(client(1, 7));
  map.open(client(2, 7)) = "ben";
  EXPECT_EQ(map.find(client(1, 7)), nullptr);
  map.close(client(1, 7));
  EXPECT_EQ(*map.find(client(2, 7)), "ben");
}

TEST(ClientMapTest, LeavesValuesWhereTheyAre) {
  ClientMap<std::string> map;
  const std::string* const first = &map.open(client(1, 0));
  for (std::uint32_t slot = 1; slot < 1000; ++slot) map.open(client(1, slot));
  EXPECT_EQ(map.find(client(1, 0)), first);
}

TEST(ClientMapTest, VisitsWhoIsOpen) {
  ClientMap<int> map;
  map.open(client(1, 0)) = 10;
  map.open(client(5, 2)) = 20;
  map.open(client(6, 3)) = 30;
  map.close(client(5, 2));
  std::vector<std::pair<ClientId, int>> seen;
  map.for_each([&](ClientId id, int value) { seen.emplace_back(id, value); });
  EXPECT_EQ(seen, (std::vector<std::pair<ClientId, int>>{{client(1, 0), 10}, {client(6, 3), 30}}));
}

}  // namespace
}  // namespace nexus
