// SPDX-License-Identifier: MIT
#include "matching/recent_partners.hpp"

#include "matching/plan.hpp"

#include <map>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class RecentPartnersTest : public testing::Test {
 protected:
  VisitorId visitor() { return VisitorId::random(random); }

  SeededRandom random{1};
  MonotonicTime now{1h};
  RecentPartners recent{{.life = 10min, .pairs_max = 100}};
};

TEST_F(RecentPartnersTest, RememberPartnersForTheirLife) {
  const VisitorId a = visitor(), b = visitor(), c = visitor();
  recent.met(a, b, now);
  recent.met(a, c, now + 5min);
  EXPECT_THAT(recent.partners_of(a, now + 9min), ElementsAre(b, c));
  EXPECT_THAT(recent.partners_of(a, now + 10min), ElementsAre(c));
  EXPECT_THAT(recent.partners_of(b, now), IsEmpty());
}

TEST_F(RecentPartnersTest, KnowTheLatestPartnersOnlyAndEachOnce) {
  const VisitorId a = visitor(), b = visitor();
  recent.met(a, b, now);
  recent.met(a, b, now);
  EXPECT_THAT(recent.partners_of(a, now), ElementsAre(b));
  for (std::size_t i = 0; i < kRecentMax; ++i) recent.met(a, visitor(), now);
  const auto partners = recent.partners_of(a, now);
  EXPECT_EQ(partners.size(), kRecentMax);
  EXPECT_THAT(partners, testing::Not(testing::Contains(b)));
}

TEST_F(RecentPartnersTest, DoNotCountAMatchThatFellThrough) {
  const VisitorId a = visitor(), b = visitor();
  recent.met(a, b, now);
  recent.missed(a, b);
  EXPECT_THAT(recent.partners_of(a, now), IsEmpty());
  EXPECT_EQ(recent.size(), 0u);
}

TEST_F(RecentPartnersTest, ForgetEverythingInTheEnd) {
  for (int i = 0; i < 50; ++i) recent.met(visitor(), visitor(), now);
  recent.forget_old(now + 10min);
  EXPECT_EQ(recent.size(), 0u);
}

TEST_F(RecentPartnersTest, ForgetTheOldestAtTheLimit) {
  const VisitorId first = visitor();
  recent.met(first, visitor(), now);
  for (int i = 0; i < 100; ++i) recent.met(visitor(), visitor(), now + 1s);
  EXPECT_THAT(recent.partners_of(first, now), IsEmpty());
  EXPECT_EQ(recent.size(), 100u);
}

TEST_F(RecentPartnersTest, EachOfAPairRemembersForItself) {
  const VisitorId a = visitor(), b = visitor();
  recent.met(a, b, now);
  recent.met(b, a, now);
  EXPECT_THAT(recent.partners_of(a, now), ElementsAre(b));
  EXPECT_THAT(recent.partners_of(b, now), ElementsAre(a));
  recent.missed(a, b);
  EXPECT_THAT(recent.partners_of(a, now), IsEmpty());
  EXPECT_THAT(recent.partners_of(b, now), ElementsAre(a));
}

TEST_F(RecentPartnersTest, AMatchAgainCountsFromAnew) {
  const VisitorId a = visitor(), b = visitor();
  for (const auto at : {now, now + 5min}) {
    recent.met(a, b, at);
    recent.met(b, a, at);
  }
  recent.forget_old(now + 10min);
  EXPECT_THAT(recent.partners_of(a, now + 10min), ElementsAre(b));
  EXPECT_THAT(recent.partners_of(b, now + 10min), ElementsAre(a));
  recent.forget_old(now + 15min);
  EXPECT_EQ(recent.size(), 0U);
}

/// Compares with a simple reference table.
TEST_F(RecentPartnersTest, DoAsAPlainTableDoesThroughRandomMatches) {
  constexpr std::size_t kVisitors = 40;
  std::vector<VisitorId> visitors;
  for (std::size_t i = 0; i < kVisitors; ++i) visitors.push_back(visitor());
  RecentPartners partners{{.life = 10min, .pairs_max = 100'000}};
  std::map<VisitorId, std::vector<std::pair<VisitorId, MonotonicTime>>> expected;
  for (int step = 0; step < 20'000; ++step) {
    now += std::chrono::seconds(random.below(8));
    const VisitorId a = visitors[random.below(kVisitors)];
    const VisitorId b = visitors[random.below(kVisitors)];
    if (a == b) continue;
    const bool misses = random.below(4) == 0;
    for (const auto& [one, other] : {std::pair{a, b}, {b, a}}) {
      auto& known = expected[one];
      std::erase_if(known, [&other = other](const auto& met) { return met.first == other; });
      if (misses) {
        partners.missed(one, other);
        continue;
      }
      if (known.size() == kRecentMax) known.erase(known.begin());
      known.emplace_back(other, now + 10min);
      partners.met(one, other, now);
    }
    partners.forget_old(now);
    const VisitorId asked = visitors[random.below(kVisitors)];
    std::erase_if(expected[asked], [&](const auto& met) { return met.second <= now; });
    std::vector<VisitorId> wanted;
    for (const auto& met : expected[asked]) wanted.push_back(met.first);
    ASSERT_EQ(partners.partners_of(asked, now), wanted) << "step " << step;
  }
}

}  // namespace
}  // namespace nexus::matching
