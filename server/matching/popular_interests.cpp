// SPDX-License-Identifier: MIT
#include "matching/popular_interests.hpp"

#include "base/unicode.hpp"
#include "guard/chat_text.hpp"
#include "protocol/generated/messages.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace nexus::matching {
namespace {

/// A telephone number has more digits in a row, a year has as many.
constexpr std::size_t kDigitsMax = 4;

/// Whether a text names no page, account or number that strangers might want to advertise, in any
/// script. Normal form has made full-width characters plain ones.
bool reads_as_words(std::string_view text) {
  constexpr char32_t kIdeographicFullStop = 0x3002;  // browsers take it for a dot of a host name
  if (text.find_first_of("./:@\\<>_~") != std::string_view::npos) return false;
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = unicode::character_at(text, at);
    if (code == kIdeographicFullStop) return false;
    if (unicode::is_digit(code)) ++digits;
    at += bytes;
  }
  return digits <= kDigitsMax;
}

}  // namespace

void PopularInterests::set_limits(const PopularLimits& limits) {
  networks_min_ = limits.networks_min;
  hidden_.clear();
  for (std::string& hidden : make_profile(protocol::Find{.interests = limits.hidden}).interests) {
    hidden_.insert(std::move(hidden));
  }
  std::erase_if(list_, [this](const std::string& one) { return hidden_.contains(one); });
  if (networks_min_ != 0) return;
  list_.clear();
  forget_counts();
}

void PopularInterests::count(const Profile& profile, const NetworkTags& network) {
  if (networks_min_ == 0 || profile.interests.empty() || counted_ == kCountedMax) return;
  std::size_t& counted_of_network = counted_by_[network.allotment()];
  for (const std::string& interest : profile.interests) {
    if (counted_of_network == kPerNetworkMax || counted_ == kCountedMax) return;
    if (!networks_[interest].insert(network.allotment()).second) continue;
    ++counted_of_network;
    ++counted_;
  }
}

void PopularInterests::tick(MonotonicTime now) {
  if (now < period_until_) return;
  period_until_ = now + kPeriod;
  make_list();
  forget_counts();
}

void PopularInterests::forget_counts() {
  networks_.clear();
  counted_by_.clear();
  counted_ = 0;
}

void PopularInterests::make_list() {
  std::vector<std::pair<std::size_t, std::string>> popular;
  for (const auto& [interest, networks] : networks_) {
    if (networks.size() < networks_min_ || !may_be_listed(interest)) continue;
    popular.emplace_back(networks.size(), interest);
  }
  std::sort(popular.begin(), popular.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (popular.size() > kListedMax) popular.resize(kListedMax);
  list_.clear();
  for (auto& [networks, interest] : popular) list_.push_back(std::move(interest));
  // In an order that shows no numbers.
  std::sort(list_.begin(), list_.end());
}

bool PopularInterests::may_be_listed(const std::string& interest) const {
  std::string cleaned = interest;
  guard::clean_text(cleaned);
  return cleaned == interest && reads_as_words(interest) && !hidden_.contains(interest);
}

}  // namespace nexus::matching
