// The slower lane: which visitors enter it, what their pages receive, and what it changes.
// SPDX-License-Identifier: MIT
#include "matching/testing/desk_fixture.hpp"

#include <algorithm>

#include <gmock/gmock.h>

namespace nexus::matching {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

class CoolDownTest : public testing::Test {
 protected:
  NetworkTags new_network() {
    return {.host = NetworkTag::random(random), .site = {}, .region = {}};
  }
  /// Reports of that many new networks.
  void report(VisitorId reported, NetworkTag of, int times) {
    for (int i = 0; i < times; ++i) cool_downs.add(new_network(), reported, of);
  }
  [[nodiscard]] const CoolDown* of_visitor() const { return cool_downs.of(visitor, {}); }
  /// For a new visitor of that network.
  [[nodiscard]] const CoolDown* of_network() {
    return cool_downs.of(VisitorId::random(random), network);
  }

  ManualClock clock;
  SeededRandom random{1};
  CoolDownLimits limits;
  std::vector<VisitorId> begun;
  MatchingMetrics metrics{{}};
  CoolDowns cool_downs{limits,  nullptr,
                       clock,   Log(LogLevel::kError),
                       metrics, [this](VisitorId id) { begun.push_back(id); }};
  const VisitorId visitor = VisitorId::random(random);
  const NetworkTag network = NetworkTag::random(random);
};

TEST_F(CoolDownTest, BeginsWithReportsOfFiveNetworksAndEndsByItself) {
  report(visitor, network, 4);
  EXPECT_EQ(of_visitor(), nullptr);
  report(visitor, network, 1);
  ASSERT_NE(of_visitor(), nullptr);
  EXPECT_EQ(of_visitor()->cause, protocol::CoolDownCause::kReports);
  EXPECT_EQ(of_visitor()->until, clock.wall() + limits.duration);
  EXPECT_THAT(of_visitor()->reference, SizeIs(10));
  EXPECT_THAT(begun, testing::ElementsAre(visitor));
  clock.advance(limits.duration);
  EXPECT_EQ(of_visitor(), nullptr);
  report(visitor, network, 4);
  EXPECT_EQ(of_visitor(), nullptr) << "each takes as many reports";
}

TEST_F(CoolDownTest, TakesOtherLimitsWhileItRuns) {
  limits.networks = 2;
  limits.duration = 1h;
  report(visitor, network, 2);
  ASSERT_NE(of_visitor(), nullptr);
  limits.duration = 6h;
  clock.advance(1h);
  EXPECT_EQ(of_visitor(), nullptr) << "a cool-down that has begun keeps its end";
}

TEST_F(CoolDownTest, CountsEachNetworkOnceAndNoUnknownOne) {
  const NetworkTags one = new_network();
  for (int i = 0; i < 20; ++i) {
    cool_downs.add(one, visitor, network);
    cool_downs.add({}, visitor, network);
    cool_downs.add({.host = network, .site = {}, .region = {}}, visitor, network);
  }
  // Of one /48: a person gets thousands of /64s.
  const NetworkTag region = NetworkTag::random(random);
  for (int i = 0; i < 20; ++i) {
    cool_downs.add({.host = NetworkTag::random(random), .site = {}, .region = region}, visitor,
                   network);
  }
  EXPECT_EQ(of_visitor(), nullptr);
}

TEST_F(CoolDownTest, ForgetsReportsAfterTheWindow) {
  report(visitor, network, 4);
  clock.advance(limits.window);
  report(visitor, network, 4);
  EXPECT_EQ(of_visitor(), nullptr);
  clock.advance(limits.window);
  cool_downs.tick();
  EXPECT_EQ(cool_downs.size(), 0U);
}

TEST_F(CoolDownTest, DoesNotBelieveNetworksThatReportEverybody) {
  std::vector<NetworkTags> liars;
  for (int i = 0; i < 5; ++i) liars.push_back(new_network());
  std::size_t cooled = 0;
  const auto report_all = [&](int matches_per_report) {
    for (int i = 0; i < 100; ++i) {
      const VisitorId honest = VisitorId::random(random);
      for (const NetworkTags& liar : liars) {
        for (int match = 0; match < matches_per_report; ++match) cool_downs.met(liar.host);
        cool_downs.add(liar, honest, new_network().host);
      }
      if (cool_downs.of(honest, {})) ++cooled;
    }
  };
  report_all(1);
  EXPECT_LE(cooled, 26U);
  report_all(4);
  EXPECT_GE(cooled, 100U) << "a report for every fourth match is believed";
}

TEST_F(CoolDownTest, SlowsTheNetworkOfVisitorsThatBeginAgain) {
  for (int i = 0; i < 9; ++i) report(VisitorId::random(random), network, 1);
  EXPECT_EQ(of_network(), nullptr);
  report(VisitorId::random(random), network, 1);
  ASSERT_NE(of_network(), nullptr);
  EXPECT_EQ(of_network()->cause, protocol::CoolDownCause::kNetwork);
  EXPECT_LT(of_network()->delay(), CoolDowns::kVisitorDelay);
  EXPECT_THAT(begun, IsEmpty());
}

TEST_F(CoolDownTest, SparesANetworkWhoseMatchesOutweighTheReports) {
  for (int i = 0; i < 1000; ++i) cool_downs.met(network);
  report(visitor, network, 50);
  EXPECT_NE(of_visitor(), nullptr);
  EXPECT_EQ(of_network(), nullptr) << "one of hundreds behind an address";
}

TEST_F(CoolDownTest, IsOffWithZero) {
  limits.networks = 0;
  report(visitor, network, 100);
  EXPECT_EQ(of_visitor(), nullptr);
  EXPECT_EQ(cool_downs.size(), 0U);
}

/// Matching nodes that share their tallies.
class SharedCoolDownTest : public testing::Test {
 protected:
  struct Node final : SharedTally {
    explicit Node(SharedCoolDownTest& test) : test_(test) {}
    void share(const TallyEntry& entry) override {
      test_.shared.push_back(entry);
      for (Node* const other : test_.others_of(*this)) other->cool_downs.receive(entry);
    }

    SharedCoolDownTest& test_;
    MatchingMetrics metrics{{}};
    CoolDowns cool_downs{test_.limits,          this,    test_.clock,
                         Log(LogLevel::kError), metrics, [](VisitorId) {}};
  };

  [[nodiscard]] std::vector<Node*> others_of(const Node& node) {
    std::vector<Node*> others;
    for (Node* const other : {&first, &second}) {
      if (other != &node) others.push_back(other);
    }
    return others;
  }
  [[nodiscard]] NetworkTags new_network() {
    return {.host = NetworkTag::random(random), .site = {}, .region = {}};
  }
  void report(Node& at, VisitorId reported, NetworkTag of, int times) {
    for (int i = 0; i < times; ++i) at.cool_downs.add(new_network(), reported, of);
  }

  ManualClock clock;
  SeededRandom random{1};
  CoolDownLimits limits;
  std::vector<TallyEntry> shared;
  Node first{*this};
  Node second{*this};
  const VisitorId visitor = VisitorId::random(random);
  const NetworkTag network = NetworkTag::random(random);
};

TEST_F(SharedCoolDownTest, ReportsAtTwoNodesAddUpAndBothJudgeAlike) {
  report(first, visitor, network, 3);
  report(second, visitor, network, 1);
  EXPECT_EQ(first.cool_downs.of(visitor, {}), nullptr);
  report(second, visitor, network, 1);
  const CoolDown* const here = first.cool_downs.of(visitor, {});
  const CoolDown* const there = second.cool_downs.of(visitor, {});
  ASSERT_TRUE(here != nullptr && there != nullptr);
  EXPECT_EQ(here->message(), there->message()) << "one reference, one end";
}

TEST_F(SharedCoolDownTest, ANetworkIsSlowedOnEveryNode) {
  for (int i = 0; i < 5; ++i) report(first, VisitorId::random(random), network, 1);
  for (int i = 0; i < 5; ++i) report(second, VisitorId::random(random), network, 1);
  EXPECT_NE(first.cool_downs.of(VisitorId::random(random), network), nullptr);
  EXPECT_NE(second.cool_downs.of(VisitorId::random(random), network), nullptr);
}

TEST_F(SharedCoolDownTest, MatchesAtOtherNodesOutweighTheReports) {
  for (int i = 0; i < 1000; ++i) second.cool_downs.met(network);
  report(first, visitor, network, 50);
  EXPECT_NE(first.cool_downs.of(visitor, {}), nullptr);
  EXPECT_EQ(first.cool_downs.of(VisitorId::random(random), network), nullptr);
  EXPECT_EQ(second.cool_downs.of(VisitorId::random(random), network), nullptr);
}

TEST_F(SharedCoolDownTest, AFalseReporterGainsNothingFromAnotherNode) {
  const NetworkTags liar = new_network();
  for (Node* const node : {&first, &second, &first, &second}) {
    node->cool_downs.add(liar, VisitorId::random(random), network);
  }
  const auto reports = std::count_if(shared.begin(), shared.end(), [](const TallyEntry& entry) {
    return std::holds_alternative<CountedReport>(entry.counted);
  });
  EXPECT_EQ(reports, 1) << "without a match no second report is believed";
}

TEST_F(SharedCoolDownTest, ANodeThatStartsJudgesAsBeforeFromWhatWasTold) {
  report(first, visitor, network, 5);
  const protocol::CoolDown before = first.cool_downs.of(visitor, {})->message();
  clock.advance(limits.window + std::chrono::hours(1));
  Node third{*this};
  for (const TallyEntry& entry : std::vector(shared)) third.cool_downs.receive(entry);
  ASSERT_NE(third.cool_downs.of(visitor, {}), nullptr);
  EXPECT_EQ(third.cool_downs.of(visitor, {})->message(), before);
  clock.advance(limits.duration - limits.window - std::chrono::hours(1));
  EXPECT_EQ(third.cool_downs.of(visitor, {}), nullptr);
}

class CoolDownDeskTest : public DeskFixture {
 protected:
  CoolDownDeskTest() { renew(); }

  ClientId arrive(const NetworkTags& network = {}, std::optional<std::string> session = {}) {
    const ClientId client = connect(network);
    welcome = hello(client, std::move(session));
    return client;
  }
  /// A visitor of another network, matched with `reported`, reports it.
  void report(VisitorId reported) {
    const ClientId reporter =
        arrive({.host = NetworkTag::random(random), .site = {}, .region = {}});
    Proposal met = proposal_for(ask(reporter));
    met.partner = reported;
    desk.deliver(met);
    say(reporter, protocol::Report{.room = met.room.text(), .encounter = encounter_of(met)});
  }

  protocol::Welcome welcome;
};

TEST_F(CoolDownDeskTest, TellsTheVisitorAtOnceAndAfterEachWelcome) {
  const ClientId client = arrive();
  const protocol::Welcome own = welcome;
  const VisitorId visitor = *VisitorId::parse(own.visitor);
  for (int i = 0; i < 5; ++i) report(visitor);
  const auto shared = outlet.take_one<protocol::CoolDown>(client);
  EXPECT_EQ(shared.cause, protocol::CoolDownCause::kReports);
  (void)ask(client);
  EXPECT_THAT(outlet.take(client), IsEmpty()) << "once a socket";
  const ClientId again = connect();
  say(again,
      protocol::Hello{.protocol = protocol::limits::kProtocolVersion, .session = own.session});
  const auto sent = outlet.take(again);
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_EQ(std::get<protocol::CoolDown>(sent.back()), shared);
}

TEST_F(CoolDownDeskTest, ItsSearchesMeetOthersOfTheLaneFirstThenEverybody) {
  const ClientId client = arrive();
  const VisitorId visitor = *VisitorId::parse(welcome.visitor);
  (void)ask(client);
  const Plan usual = store.finds.back().ticket.plan;
  for (int i = 0; i < 5; ++i) report(visitor);
  (void)ask(client, 2);
  const Plan slower = store.finds.back().ticket.plan;
  ASSERT_THAT(slower.wait_in, SizeIs(1));
  EXPECT_THAT(usual.wait_in, testing::Not(testing::Contains(slower.wait_in.front())));
  let_wait();
  pass(CoolDowns::kVisitorDelay + kDeskTick);
  const Plan later = store.finds.back().ticket.plan;
  for (const Bucket& bucket : usual.wait_in) {
    EXPECT_THAT(later.wait_in, testing::Contains(bucket));
  }
  const ClientId other = arrive();
  (void)ask(other);
  EXPECT_EQ(store.finds.back().ticket.plan, usual) << "others are not delayed";
}

}  // namespace
}  // namespace nexus::matching
