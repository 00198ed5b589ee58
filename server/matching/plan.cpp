// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"

#include <algorithm>

namespace nexus::matching {
namespace {

using std::chrono::milliseconds;

/// The key of a ticket that accepts anything. It equals no wish, because wishes are marked.
const std::vector<std::string> kAny{"*"};
const std::vector<std::string> kNone;

/// A ticket's keys in one dimension of its wishes. Two tickets accept each other in it exactly when
/// they share a key.
struct Keys {
  std::vector<std::string> own;  ///< the visitor's wishes
  bool accepts_any = false;

  [[nodiscard]] const std::vector<std::string>& any() const { return accepts_any ? kAny : kNone; }
};

/// Lane and mode are hard: visitors with different ones never meet, however long they wait.
std::string hard_key(const Profile& profile) {
  std::string key = profile.lane;
  key.push_back(kUnitSeparator);
  key.append(protocol::to_text(profile.mode));
  return key;
}

/// Interests and languages are soft: they narrow the search until patience ends. A search without a
/// wish accepts any visitor from the start.
Keys soft_keys(const std::vector<std::string>& wishes, milliseconds waited, milliseconds patience) {
  Keys keys;
  for (const std::string& wish : wishes) keys.own.push_back("=" + wish);
  keys.accepts_any = wishes.empty() || waited >= patience;
  return keys;
}

/// A block is hard, a recent partner soft.
std::vector<VisitorId> visitors_to_avoid(const Avoided& avoid, milliseconds waited,
                                         milliseconds patience) {
  std::vector<VisitorId> visitors = avoid.blocked.visitors;
  if (waited < patience) visitors.insert(visitors.end(), avoid.recent.begin(), avoid.recent.end());
  std::sort(visitors.begin(), visitors.end());
  visitors.erase(std::unique(visitors.begin(), visitors.end()), visitors.end());
  return visitors;
}

std::vector<NetworkTag> networks_to_avoid(NetworkTag own, const std::vector<NetworkTag>& blocked,
                                          milliseconds waited, const Patience& patience) {
  std::vector<NetworkTag> networks;
  if (waited < patience.blocked_networks) networks = blocked;
  if (waited < patience.own_network && !own.is_none()) networks.push_back(own);
  return networks;
}

/// One bucket for each pair of keys.
Tier combine(const std::string& hard, const std::vector<std::string>& languages,
             const std::vector<std::string>& interests) {
  Tier tier;
  tier.reserve(languages.size() * interests.size());
  for (const std::string& language : languages) {
    for (const std::string& interest : interests) {
      Bucket bucket = hard;
      bucket.push_back(kUnitSeparator);
      bucket.append(language).push_back(kUnitSeparator);
      bucket.append(interest);
      tier.push_back(std::move(bucket));
    }
  }
  return tier;
}

/// The bucket of two visitors that met in that room. Each names the room only with proof that it
/// was there, so a visitor that shares the bucket is the partner and wishes to meet again, too.
/// Lane and mode stay hard. Like every word after a hard key, "again" equals no marked wish.
Bucket pair_bucket(const std::string& hard, RoomId room) {
  Bucket bucket = hard;
  bucket.push_back(kUnitSeparator);
  bucket.append("again").push_back(kUnitSeparator);
  return bucket.append(room.text());
}

}  // namespace

Plan make_plan(const Profile& profile, const Avoided& avoid, milliseconds waited,
               const Patience& patience) {
  const std::string hard = hard_key(profile);
  const Keys languages = soft_keys(profile.languages, waited, patience.languages);
  const Keys interests = soft_keys(profile.interests, waited, patience.interests);

  Plan plan;
  if (!profile.again.empty()) {
    Tier& pairs = plan.look.emplace_back();
    for (const RoomId room : profile.again) pairs.push_back(pair_bucket(hard, room));
    plan.wait_in = pairs;
  }
  // A common language ranks above a common interest.
  for (Tier tier :
       {combine(hard, languages.own, interests.own), combine(hard, languages.own, interests.any()),
        combine(hard, languages.any(), interests.own),
        combine(hard, languages.any(), interests.any())}) {
    if (tier.empty()) continue;
    plan.wait_in.insert(plan.wait_in.end(), tier.begin(), tier.end());
    plan.look.push_back(std::move(tier));
  }
  plan.avoid = visitors_to_avoid(avoid, waited, patience.recent);
  plan.avoid_networks =
      networks_to_avoid(profile.network, avoid.blocked.networks, waited, patience);
  return plan;
}

Plan make_delayed_plan(const Profile& profile, const Avoided& avoid, milliseconds waited,
                       const Patience& patience, bool is_delayed) {
  Patience delayed_patience = patience;
  delayed_patience.own_network = {};
  Plan plan = make_plan(profile, avoid, waited, delayed_patience);
  if (is_delayed) {
    plan.look.clear();
    plan.wait_in.clear();
  }
  // No language and no interest is unmarked except "any", so no other search has this key.
  const Bucket delayed = hard_key(profile) + kUnitSeparator + "delayed";
  plan.look.push_back({delayed});
  plan.wait_in.push_back(delayed);
  return plan;
}

std::vector<Widening> widenings(const Profile& profile, const Avoided& avoid, milliseconds waited,
                                const Patience& patience) {
  std::vector<Widening> due;
  const auto add = [&](bool narrows, milliseconds after,
                       std::optional<protocol::WidenedTo> to = {}) {
    if (narrows && after > waited) due.push_back({after, to});
  };
  add(!profile.interests.empty(), patience.interests, protocol::WidenedTo::kInterests);
  add(!profile.languages.empty(), patience.languages, protocol::WidenedTo::kLanguages);
  add(!avoid.recent.empty(), patience.recent, protocol::WidenedTo::kRecent);
  add(!profile.network.is_none(), patience.own_network);
  add(!avoid.blocked.networks.empty(), patience.blocked_networks);
  std::stable_sort(due.begin(), due.end(),
                   [](const Widening& a, const Widening& b) { return a.after < b.after; });
  return due;
}

}  // namespace nexus::matching
