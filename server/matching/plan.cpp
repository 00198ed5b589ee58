// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"

#include "matching/criteria/interests.hpp"
#include "matching/criteria/lane_and_mode.hpp"
#include "matching/criteria/languages.hpp"

namespace nexus::matching {
namespace {

using std::chrono::milliseconds;

const std::vector<std::string> kAny{kAnyKey};
const std::vector<std::string> kNone;

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

}  // namespace

Plan make_plan(const Profile& profile, const Acquaintances& known, milliseconds waited,
               const Patience& patience) {
  const std::string hard = hard_key(profile);
  const Keys languages = language_keys(profile, waited, patience.languages);
  const Keys interests = interest_keys(profile, waited, patience.interests);
  const auto any = [](const Keys& keys) -> const std::vector<std::string>& {
    return keys.any ? kAny : kNone;
  };

  Plan plan;
  // Who understands each other goes before who likes the same.
  for (Tier tier :
       {combine(hard, languages.own, interests.own), combine(hard, languages.own, any(interests)),
        combine(hard, any(languages), interests.own),
        combine(hard, any(languages), any(interests))}) {
    if (tier.empty()) continue;
    plan.wait_in.insert(plan.wait_in.end(), tier.begin(), tier.end());
    plan.look.push_back(std::move(tier));
  }
  plan.avoid = avoided(known, waited, patience.recent);
  return plan;
}

std::vector<Widening> widenings(const Profile& profile, const Acquaintances& known,
                                milliseconds waited, const Patience& patience) {
  std::vector<Widening> due;
  const auto add = [&](bool narrows, milliseconds after, protocol::WidenedTo to) {
    if (narrows && after > waited) due.push_back({after, to});
  };
  add(!profile.interests.empty(), patience.interests, protocol::WidenedTo::kInterests);
  add(!profile.languages.empty(), patience.languages, protocol::WidenedTo::kLanguages);
  add(!known.recent.empty(), patience.recent, protocol::WidenedTo::kRecent);
  std::stable_sort(due.begin(), due.end(),
                   [](const Widening& a, const Widening& b) { return a.after < b.after; });
  return due;
}

}  // namespace nexus::matching
