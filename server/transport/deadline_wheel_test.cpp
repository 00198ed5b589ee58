// SPDX-License-Identifier: MIT
#include "transport/deadline_wheel.hpp"

#include <map>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint32_t> fired(DeadlineWheel& wheel, Tick now) {
  std::vector<std::uint32_t> slots;
  wheel.advance(now, [&](DeadlineWheel::Slot slot) { slots.push_back(slot); });
  return slots;
}

TEST(DeadlineWheel, FiresOnceWhenTheTimeHasCome) {
  DeadlineWheel wheel;
  wheel.set(7, 10);
  EXPECT_THAT(fired(wheel, 9), IsEmpty());
  EXPECT_THAT(fired(wheel, 10), ElementsAre(7));
  EXPECT_THAT(fired(wheel, 5000), IsEmpty());
}

TEST(DeadlineWheel, FiresLateDeadlinesAtTheNextAdvance) {
  DeadlineWheel wheel(100);
  wheel.set(1, 50);
  EXPECT_THAT(fired(wheel, 101), ElementsAre(1));
}

TEST(DeadlineWheel, KeepsDeadlinesBeyondOneTurn) {
  DeadlineWheel wheel;
  wheel.set(3, 5000);
  for (Tick now = 1; now < 5000; now += 7) ASSERT_THAT(fired(wheel, now), IsEmpty()) << now;
  EXPECT_THAT(fired(wheel, 5000), ElementsAre(3));
}

TEST(DeadlineWheel, FindsAllAfterALongSleep) {
  DeadlineWheel wheel;
  for (std::uint32_t slot = 0; slot < 3000; ++slot) wheel.set(slot, slot + 1);
  EXPECT_EQ(fired(wheel, 100'000).size(), 3000U);
}

TEST(DeadlineWheel, LeavesAloneWhomTheWorkCancelsOrMoves) {
  DeadlineWheel wheel;
  for (std::uint32_t slot = 0; slot < 4; ++slot) wheel.set(slot, 5);
  std::vector<std::uint32_t> slots;
  wheel.advance(5, [&](DeadlineWheel::Slot slot) {
    if (slots.empty()) {
      for (std::uint32_t other = 0; other < 4; ++other) {
        if (other != slot && other % 2 == 0) wheel.cancel(other);
        if (other != slot && other % 2 == 1) wheel.set(other, 9);
      }
    }
    slots.push_back(slot);
  });
  EXPECT_EQ(slots.size(), 1U);
}

TEST(DeadlineWheel, AgreesWithAMapWhateverHappens) {
  const unsigned seed = 20240611;
  SCOPED_TRACE(seed);
  std::mt19937 engine(seed);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  DeadlineWheel wheel;
  std::map<std::uint32_t, Tick> model;
  Tick now = 0;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t slot = random() % 200;
    if (random() % 4 == 0) {
      wheel.cancel(slot);
      model.erase(slot);
    } else {
      const Tick deadline = now + random() % 3000;
      wheel.set(slot, deadline);
      model[slot] = deadline;
    }
    if (random() % 8 != 0) continue;
    now += 1 + random() % 40;
    for (const std::uint32_t due : fired(wheel, now)) {
      ASSERT_TRUE(model.contains(due));
      ASSERT_LE(model[due], now);
      model.erase(due);
    }
    for (const auto& [left, deadline] : model) ASSERT_GT(deadline, now) << left;
  }
}

}  // namespace
}  // namespace nexus::transport
