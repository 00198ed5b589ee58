// Random wishes through the pool: invariants of every pair that is ever proposed.
// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"
#include "stores/memory/pool.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <set>
#include <unordered_map>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::Avoided;
using matching::Patience;
using matching::Profile;

#if defined(NEXUS_SANITIZE)
constexpr int kPairings = 30'000;
#else
constexpr int kPairings = 1'000'000;
#endif
constexpr std::size_t kVisitors = 400;
const Patience kPatience{.interests = 10s, .languages = 20s, .recent = 15s};
const NodeName kOwner{"n"};

struct Visitor {
  VisitorId id;
  Profile profile;
  Avoided known;
  TicketId ticket;
  std::int64_t began = 0;
  bool waits = false;

  [[nodiscard]] std::chrono::milliseconds waited(std::int64_t now) const {
    return std::chrono::milliseconds((now - began) / 1000);
  }
};

class WishesProperty : public testing::Test {
 protected:
  std::size_t below(std::size_t bound) { return engine() % bound; }
  bool chance(std::size_t percent) { return below(100) < percent; }

  std::vector<std::string> some_of(std::vector<std::string> words, std::size_t most) {
    std::shuffle(words.begin(), words.end(), engine);
    words.resize(below(most + 1));
    std::sort(words.begin(), words.end());
    return words;
  }

  Profile random_profile() {
    Profile profile{chance(80) ? "general" : "adult",
                    chance(80) ? protocol::Mode::kVideo : protocol::Mode::kText,
                    some_of({"chess", "films", "music", "sport", "travel", "*"}, 3),
                    some_of({"de", "en", "fr"}, 2)};
    profile.network = networks[below(networks.size())];
    return profile;
  }

  matching::Ticket ticket_of(const Visitor& visitor) {
    return {
        .id = visitor.ticket,
        .visitor = visitor.id,
        .network = visitor.profile.network,
        .owner = kOwner,
        .profile = {},
        .offer = {},
        .answer = {},
        .plan = matching::make_plan(visitor.profile, visitor.known, visitor.waited(now), kPatience),
        .home = {{"home"}, ""},
        .room = RoomId::random(random)};
  }

  /// All rules, expressed without buckets.
  void check_pair(const Visitor& a, const Visitor& b) {
    ASSERT_NE(a.id, b.id);
    ASSERT_EQ(a.profile.lane, b.profile.lane);
    ASSERT_EQ(a.profile.mode, b.profile.mode);
    const bool again = !matching::met_in(a.profile, b.profile).is_none();
    for (const auto& [one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      ASSERT_FALSE(holds(one->known.blocked.visitors, other->id)) << "blocked";
      const auto waited = one->waits ? one->waited(planned[one->id]) : 0ms;
      if (waited < kPatience.recent && !again) {
        ASSERT_FALSE(holds(one->known.recent, other->id)) << "recent";
      }
      if (waited < kPatience.blocked_networks) {
        ASSERT_FALSE(holds(one->known.blocked.networks, other->profile.network)) << "network";
      }
      if (waited < kPatience.own_network && !one->profile.network.is_none()) {
        ASSERT_NE(one->profile.network, other->profile.network);
      }
    }
    if (again) return;  // for those two no soft wish holds
    check_soft(a, b, a.profile.interests, b.profile.interests, kPatience.interests);
    check_soft(a, b, a.profile.languages, b.profile.languages, kPatience.languages);
  }

  /// Whether two visitors avoid each other now, apart from soft wishes.
  bool avoid_each_other(const Visitor& finder, const Visitor& waiter) {
    const auto avoids = [&](const Visitor& one, std::chrono::milliseconds waited,
                            const Visitor& other) {
      const bool own = waited < kPatience.own_network && !one.profile.network.is_none() &&
                       one.profile.network == other.profile.network;
      const bool blocked = waited < kPatience.blocked_networks &&
                           holds(one.known.blocked.networks, other.profile.network);
      return own || blocked || holds(one.known.blocked.visitors, other.id);
    };
    return finder.profile.lane != waiter.profile.lane ||
           finder.profile.mode != waiter.profile.mode ||
           avoids(finder, finder.waited(now), waiter) ||
           avoids(waiter, waiter.waited(planned[waiter.id]), finder);
  }

  void check_soft(const Visitor& a, const Visitor& b, const std::vector<std::string>& of_a,
                  const std::vector<std::string>& of_b, std::chrono::milliseconds patience) {
    std::vector<std::string> common;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                          std::back_inserter(common));
    if (!common.empty()) return;
    for (const auto& [one, wishes] : {std::pair(&a, &of_a), std::pair(&b, &of_b)}) {
      ASSERT_TRUE(wishes->empty() || one->waited(planned[one->id]) >= patience) << "soft wish";
    }
  }

  template <class Id>
  static bool holds(const std::vector<Id>& ids, Id id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }

  std::uint64_t seed = std::random_device{}();
  std::mt19937_64 engine{seed};
  SeededRandom random{seed};
  const std::vector<NetworkTag> networks = [this] {
    std::vector<NetworkTag> some(40);  // the first stands for "not known"
    for (std::size_t i = 1; i < some.size(); ++i) some[i] = NetworkTag::random(random);
    return some;
  }();
  std::int64_t now = 3'600'000'000;
  std::unordered_map<VisitorId, std::int64_t> planned;  // when the current plan was made
};

TEST_F(WishesProperty, NoPairEverBreaksARule) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Pool pool;
  std::vector<Visitor> visitors(kVisitors);
  std::unordered_map<TicketId, Visitor*> by_ticket;
  for (Visitor& visitor : visitors) {
    visitor.id = VisitorId::random(random);
    visitor.profile = random_profile();
  }
  const auto begin = [&](Visitor& visitor) {
    visitor.ticket = TicketId::random(random);
    visitor.began = now;
    if (chance(30)) {
      std::vector<RoomId> again = std::move(visitor.profile.again);
      visitor.profile = random_profile();
      visitor.profile.again = std::move(again);
    }
    by_ticket[visitor.ticket] = &visitor;
  };
  std::unordered_map<RoomId, std::array<Visitor*, 2>> liked;  // by the room where the two met
  int pairings = 0, reunions = 0;
  for (int turn = 0; pairings < kPairings && turn < 20 * kPairings; ++turn) {
    now += 20'000;
    if (turn % 100 == 0) {
      std::vector<TicketId> held;
      for (const Visitor& visitor : visitors) {
        if (visitor.waits) held.push_back(visitor.ticket);
      }
      static_cast<void>(pool.renew(kOwner, held, now));
      pool.sweep(now);
    }
    Visitor& finder = visitors[below(kVisitors)];
    if (!finder.waits) begin(finder);
    // Somebody whom the finder would like to meet again comes before everybody else.
    bool expects_reunion = false;
    for (const RoomId room : finder.profile.again) {
      const auto& members = liked.at(room);
      const Visitor& other = *members[members[0] == &finder ? 1 : 0];
      expects_reunion = expects_reunion || (other.waits && holds(other.profile.again, room) &&
                                            !avoid_each_other(finder, other));
    }
    planned[finder.id] = now;
    const auto reply = pool.find(ticket_of(finder), now);
    ASSERT_TRUE(reply);
    const auto* proposal = std::get_if<matching::Proposal>(&*reply);
    if (!proposal) {
      ASSERT_FALSE(expects_reunion);
      finder.waits = true;
      continue;
    }
    ++pairings;
    const auto told = pool.take_outbox();
    ASSERT_EQ(told.size(), 1u);
    const auto& other_side = std::get<matching::Proposal>(told.front().event);
    Visitor& waiter = *by_ticket.at(other_side.ticket);
    ASSERT_EQ(proposal->partner, waiter.id);
    ASSERT_EQ(other_side.partner, finder.id);
    const RoomId met = matching::met_in(finder.profile, waiter.profile);
    if (expects_reunion) {
      ASSERT_FALSE(met.is_none());
    }
    check_pair(finder, waiter);
    if (HasFatalFailure()) return;
    if (!met.is_none()) {
      ++reunions;
      for (Visitor* one : {&finder, &waiter}) std::erase(one->profile.again, met);
    }
    if (chance(20)) {
      liked[proposal->room] = {&finder, &waiter};
      for (Visitor* one : {&finder, &waiter}) {
        auto& again = one->profile.again;
        if (again.size() == protocol::limits::kAgainMax) again.erase(again.begin());
        again.insert(std::lower_bound(again.begin(), again.end(), proposal->room), proposal->room);
      }
    }
    const bool like_each_other = !matching::met_in(finder.profile, waiter.profile).is_none();
    for (Visitor* one : {&finder, &waiter}) {
      Visitor* other = one == &finder ? &waiter : &finder;
      static_cast<void>(pool.commit(one->ticket, proposal->room));
      by_ticket.erase(one->ticket);
      one->waits = false;
      auto& recent = one->known.recent;
      std::erase(recent, other->id);
      if (!like_each_other) recent.push_back(other->id);
      if (recent.size() > 3) recent.erase(recent.begin());
      if (chance(1) && one->known.blocked.visitors.size() < 5) {
        one->known.blocked.add(other->id, other->profile.network);
      }
    }
    pool.close(proposal->home.node, proposal->room, {}, now);
  }
  EXPECT_EQ(pairings, kPairings);
  EXPECT_GT(reunions, kPairings / 100);
}

TEST_F(WishesProperty, WaitingLongerOnlyEverAddsPartners) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  for (int i = 0; i < 20'000; ++i) {
    const Profile profile = random_profile();
    const Avoided known{.blocked = {.visitors = {VisitorId::random(random)},
                                    .networks = {NetworkTag::random(random)}},
                        .recent = {VisitorId::random(random)}};
    const auto sooner = std::chrono::milliseconds(below(30'000));
    const auto later = sooner + std::chrono::milliseconds(below(30'000));
    const auto as_set = [](const auto& range) {
      return std::set<std::decay_t<decltype(range.front())>>(range.begin(), range.end());
    };
    const auto before = matching::make_plan(profile, known, sooner, kPatience);
    const auto after = matching::make_plan(profile, known, later, kPatience);
    const auto narrow = as_set(before.wait_in), wide = as_set(after.wait_in);
    ASSERT_TRUE(std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end()));
    const auto many = as_set(before.avoid), few = as_set(after.avoid);
    ASSERT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
    const auto wary = as_set(before.avoid_networks), open = as_set(after.avoid_networks);
    ASSERT_TRUE(std::includes(wary.begin(), wary.end(), open.begin(), open.end()));
  }
}

}  // namespace
}  // namespace nexus::stores
