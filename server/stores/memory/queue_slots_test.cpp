// SPDX-License-Identifier: MIT
#include "stores/memory/queue_slots.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

std::vector<std::string> in_order(const QueueSlots<std::string>& slots) {
  std::vector<std::string> values;
  for (auto at = slots.first(); at != slots.kNone; at = slots.after(at))
    values.push_back(slots[at]);
  return values;
}

TEST(QueueSlots, QueuesInTheOrderOfComing) {
  QueueSlots<std::string> slots;
  EXPECT_TRUE(slots.empty());
  EXPECT_EQ(slots.first(), slots.kNone);
  slots.push("a");
  slots.push("b");
  slots.push("c");
  EXPECT_EQ(in_order(slots), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(QueueSlots, LetsAnyLeaveOrGoToTheEnd) {
  QueueSlots<std::string> slots;
  const auto a = slots.push("a");
  const auto b = slots.push("b");
  const auto c = slots.push("c");
  slots.move_to_end(b);
  slots.move_to_end(b);
  EXPECT_EQ(in_order(slots), (std::vector<std::string>{"a", "c", "b"}));
  slots.move_to_end(a);
  EXPECT_EQ(in_order(slots), (std::vector<std::string>{"c", "b", "a"}));
  slots.erase(b);
  EXPECT_EQ(in_order(slots), (std::vector<std::string>{"c", "a"}));
  slots.erase(c);
  slots.erase(a);
  EXPECT_TRUE(slots.empty());
  EXPECT_EQ(slots.first(), slots.kNone);
  slots.push("d");
  EXPECT_EQ(in_order(slots), (std::vector<std::string>{"d"}));
}

TEST(QueueSlots, GivesAFreedSlotToTheNextAndKeepsNothingInIt) {
  QueueSlots<std::shared_ptr<int>> slots;
  const auto value = std::make_shared<int>(1);
  const auto number = slots.push(value);
  slots.erase(number);
  EXPECT_EQ(value.use_count(), 1);
  EXPECT_EQ(slots.push(value), number);
  for (int i = 0; i < 100'000; ++i) slots.erase(slots.push(value));
  EXPECT_EQ(slots.slots(), 2u);
  EXPECT_EQ(slots.size(), 1u);
}

TEST(QueueSlots, IsAValue) {
  QueueSlots<std::string> slots;
  const auto a = slots.push("a");
  const QueueSlots<std::string> copy = slots;
  slots.erase(a);
  slots.push("b");
  EXPECT_EQ(in_order(copy), (std::vector<std::string>{"a"}));
}

}  // namespace
}  // namespace nexus::stores
