// SPDX-License-Identifier: MIT
#include "matching/encounters.hpp"

#include "matching/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class EncountersTest : public testing::Test {
 protected:
  VisitorId visitor() { return VisitorId::random(random); }
  RoomId room() { return RoomId::random(random); }

  SeededRandom random{1};
  MonotonicTime now{1h};
  Encounters encounters{{.life = 10min, .encounters_max = 100}};
};

TEST_F(EncountersTest, RememberPartnersForTheirLife) {
  const VisitorId a = visitor(), b = visitor(), c = visitor();
  encounters.met(a, b, room(), now);
  encounters.met(a, c, room(), now + 5min);
  EXPECT_THAT(encounters.partners_of(a, now + 9min), ElementsAre(b, c));
  EXPECT_THAT(encounters.partners_of(a, now + 10min), ElementsAre(c));
  EXPECT_THAT(encounters.partners_of(b, now), IsEmpty());
}

TEST_F(EncountersTest, KnowTheLatestPartnersOnlyAndEachOnce) {
  const VisitorId a = visitor(), b = visitor();
  encounters.met(a, b, room(), now);
  encounters.met(a, b, room(), now);
  EXPECT_THAT(encounters.partners_of(a, now), ElementsAre(b));
  for (std::size_t i = 0; i < kRecentMax; ++i) encounters.met(a, visitor(), room(), now);
  const auto partners = encounters.partners_of(a, now);
  EXPECT_EQ(partners.size(), kRecentMax);
  EXPECT_THAT(partners, testing::Not(testing::Contains(b)));
}

TEST_F(EncountersTest, DoNotCountARoomThatFellThrough) {
  const VisitorId a = visitor();
  const RoomId where = room();
  encounters.met(a, visitor(), where, now);
  encounters.missed(a, where);
  EXPECT_THAT(encounters.partners_of(a, now), IsEmpty());
  EXPECT_EQ(encounters.visitors(), 0u);
}

TEST_F(EncountersTest, ForgetEverythingInTheEnd) {
  for (int i = 0; i < 50; ++i) encounters.met(visitor(), visitor(), room(), now);
  encounters.forget_old(now + 10min);
  EXPECT_EQ(encounters.visitors(), 0u);
}

TEST_F(EncountersTest, ForgetTheOldestAtTheLimit) {
  const VisitorId first = visitor();
  encounters.met(first, visitor(), room(), now);
  for (int i = 0; i < 100; ++i) encounters.met(visitor(), visitor(), room(), now + 1s);
  EXPECT_THAT(encounters.partners_of(first, now), IsEmpty());
  EXPECT_EQ(encounters.visitors(), 100u);
}

}  // namespace
}  // namespace nexus::matching
