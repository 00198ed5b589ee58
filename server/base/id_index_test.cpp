// SPDX-License-Identifier: MIT
#include "base/id_index.hpp"

#include "base/ids.hpp"
#include "base/random.hpp"

#include <set>
#include <unordered_map>
#include <vector>

#include <gtest/gtest.h>

namespace nexus {
namespace {

TEST(IdIndex, DoesAsAMapDoesThroughRandomChanges) {
  constexpr std::size_t kIds = 300;
  SeededRandom random(1);
  std::vector<TicketId> ids;
  for (std::size_t i = 0; i < kIds; ++i) ids.push_back(TicketId::random(random));
  IdIndex<TicketId> index;
  std::unordered_map<TicketId, std::uint32_t> expected;
  for (int step = 0; step < 200'000; ++step) {
    const auto number = static_cast<std::uint32_t>(random.below(kIds));
    const TicketId id = ids[number];
    if (expected.contains(id)) {
      ASSERT_TRUE(index.erase(id, number));
      expected.erase(id);
    } else {
      ASSERT_FALSE(index.erase(id, number));
      index.insert(id, number);
      expected.emplace(id, number);
    }
    const auto asked = static_cast<std::uint32_t>(random.below(kIds));
    const auto found = index.find(ids[asked], [&](auto at) { return ids[at] == ids[asked]; });
    ASSERT_EQ(found.has_value(), expected.contains(ids[asked]));
    if (found) {
      ASSERT_EQ(*found, asked);
    }
    ASSERT_EQ(index.size(), expected.size());
  }
}

TEST(IdIndex, AsksWhetherTheIdIsTheOneMeant) {
  // The tag is only a part of the id: these two share it.
  const auto one = TicketId::parse("AAAAAAAAAAAAAAAAAAAAAA").value();
  const auto two = TicketId::parse("AAAAAAAAAAAAAAAAAAAAAQ").value();
  const std::vector ids{one, two};
  const auto has = [&](TicketId id) { return [&ids, id](auto at) { return ids[at] == id; }; };
  IdIndex<TicketId> index;
  index.insert(one, 0);
  EXPECT_EQ(index.find(two, has(two)), std::nullopt);
  index.insert(two, 1);
  EXPECT_EQ(index.find(one, has(one)), 0u);
  EXPECT_EQ(index.find(two, has(two)), 1u);
  EXPECT_TRUE(index.erase(one, 0));
  EXPECT_EQ(index.find(two, has(two)), 1u);
}

TEST(IdIndex, LetsSeveralIdsShareANumberAndChangeIt) {
  SeededRandom random(2);
  const TicketId one = TicketId::random(random), two = TicketId::random(random);
  const auto any = [](auto) { return true; };
  IdIndex<TicketId> index;
  index.insert(one, 7);
  index.insert(two, 7);
  index.renumber(one, 7, 8);
  EXPECT_EQ(index.find(one, any), 8u);
  EXPECT_EQ(index.find(two, any), 7u);
  EXPECT_TRUE(index.erase(two, 7));
  EXPECT_FALSE(index.erase(two, 7));
  EXPECT_EQ(index.find(one, any), 8u);
}

TEST(IdIndex, StaysSmallWhateverPassesThroughIt) {
  SeededRandom random(3);
  IdIndex<TicketId> index;
  std::vector<TicketId> held;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    held.push_back(TicketId::random(random));
    index.insert(held.back(), i);
    if (i >= 10) {
      ASSERT_TRUE(index.erase(held[i - 10], i - 10));
    }
  }
  EXPECT_EQ(index.size(), 10u);
  EXPECT_EQ(index.capacity(), 16u);
}

TEST(IdIndex, VisitsEachNumberOfAnId) {
  SeededRandom random(3);
  const TicketId one = TicketId::random(random);
  const TicketId other = TicketId::random(random);
  IdIndex<TicketId> index;
  for (const std::uint32_t number : {7U, 3U, 9U}) index.insert(one, number);
  index.insert(other, 3);
  index.erase(one, 3);
  std::set<std::uint32_t> visited;
  index.for_each(one, [&](auto number) { EXPECT_TRUE(visited.insert(number).second); });
  EXPECT_EQ(visited, (std::set<std::uint32_t>{7, 9}));
}

}  // namespace
}  // namespace nexus
