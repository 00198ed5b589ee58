// SPDX-License-Identifier: MIT
#include "stores/memory/numbered_fifo.hpp"

#include "base/random.hpp"

#include <deque>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

TEST(NumberedFifo, FindsEachByItsNumberWhileItIsIn) {
  SeededRandom random(1);
  NumberedFifo<int> fifo;
  std::deque<std::uint32_t> numbers;
  int next = 0;
  for (int step = 0; step < 100'000; ++step) {
    // Grows, shrinks and becomes empty in turn.
    if (numbers.empty() || random.below(100) < (step / 10'000 % 2 == 0 ? 60u : 40u)) {
      numbers.push_back(fifo.push(next++));
    } else {
      ASSERT_EQ(fifo.first(), numbers.front());
      fifo.pop();
      numbers.pop_front();
    }
    ASSERT_EQ(fifo.size(), numbers.size());
    ASSERT_EQ(fifo.empty(), numbers.empty());
    if (numbers.empty()) continue;
    const std::size_t asked = random.below(numbers.size());
    ASSERT_EQ(fifo[numbers[asked]], next - static_cast<int>(numbers.size() - asked));
  }
}

TEST(NumberedFifo, IsAValue) {
  NumberedFifo<int> fifo;
  const auto number = fifo.push(1);
  NumberedFifo<int> copy = fifo;
  fifo.pop();
  for (int i = 0; i < 1000; ++i) copy.push(i);
  EXPECT_EQ(copy[number], 1);
  EXPECT_EQ(copy[number + 1000], 999);
  EXPECT_TRUE(fifo.empty());
}

}  // namespace
}  // namespace nexus::stores
