// SPDX-License-Identifier: MIT
#include "stores/redis/redis_tally.hpp"

#include "base/overloaded.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::stores {

using matching::CountedMatches;
using matching::CountedReport;
using matching::TallyEntry;

namespace {

constexpr std::string_view kReport = "report";
constexpr std::string_view kMatches = "matches";
/// share() cuts a larger number down to this.
constexpr std::uint64_t kMatchesMax = 1'000'000'000;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end + 1)) {
    end = text.find(' ');
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
  }
  return words;
}

std::optional<TallyEntry> read_report(WallTime at, std::span<const std::string_view> words) {
  if (words.size() != 5) return std::nullopt;
  const auto host = NetworkTag::parse(words[0]);
  const auto site = NetworkTag::parse(words[1]);
  const auto region = NetworkTag::parse(words[2]);
  const auto visitor = VisitorId::parse(words[3]);
  const auto network = NetworkTag::parse(words[4]);
  if (!host || !site || !region || !visitor || !network) return std::nullopt;
  return TallyEntry{at, CountedReport{{*host, *site, *region}, *visitor, *network}};
}

std::optional<TallyEntry> read_matches(WallTime at, std::span<const std::string_view> words) {
  if (words.size() != 2) return std::nullopt;
  const auto network = NetworkTag::parse(words[0]);
  const auto matches = parse_number<std::uint64_t>(words[1], 0, kMatchesMax);
  if (!network || !matches) return std::nullopt;
  return TallyEntry{at, CountedMatches{*network, *matches}};
}

}  // namespace

std::string tally_text(const TallyEntry& entry) {
  const auto at = entry.at.time_since_epoch().count();
  return std::visit(
      Overloaded{[at](const CountedReport& report) {
                   return fmt::format("{} {} {} {} {} {} {}", kReport, at,
                                      report.reporter.host.text(), report.reporter.site.text(),
                                      report.reporter.region.text(), report.reported.text(),
                                      report.network.text());
                 },
                 [at](const CountedMatches& counted) {
                   return fmt::format("{} {} {} {}", kMatches, at, counted.network.text(),
                                      std::min(counted.matches, kMatchesMax));
                 }},
      entry.counted);
}

std::optional<TallyEntry> read_tally_text(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() < 2) return std::nullopt;
  const auto ms = parse_number<std::int64_t>(words[1], 0);
  if (!ms) return std::nullopt;
  const WallTime at{std::chrono::milliseconds(*ms)};
  const auto rest = std::span(words).subspan(2);
  if (words[0] == kReport) return read_report(at, rest);
  if (words[0] == kMatches) return read_matches(at, rest);
  return std::nullopt;
}

RedisTally::RedisTally(RedisFunctions& functions, const RedisPool& pool,
                       std::chrono::milliseconds life, Random& random,
                       matching::TallyListener listener, Log log)
    : functions_(functions),
      prefix_(pool.prefix()),
      life_ms_(std::to_string(life.count())),
      self_(IncarnationId::random(random).text()),
      listener_(std::move(listener)),
      log_(std::move(log)) {}

void RedisTally::share(const TallyEntry& entry) {
  if (unsent_.size() >= kUnsentMax) {
    // Those in the call under way are not dropped, because its end counts them.
    unsent_.erase(unsent_.begin() + static_cast<std::ptrdiff_t>(sending_));
  }
  unsent_.push_back(tally_text(entry));
}

void RedisTally::exchange() {
  if (is_calling_ || !functions_.ready()) return;
  is_calling_ = true;
  sending_ = std::min(unsent_.size(), kTallyReadMax);
  std::vector<std::string> arguments{last_read_, self_, life_ms_};
  arguments.insert(arguments.end(), unsent_.begin(),
                   unsent_.begin() + static_cast<std::ptrdiff_t>(sending_));
  functions_.call("nexus_tally", prefix_, std::move(arguments),
                  [this, alive = std::weak_ptr(alive_)](const auto& reply) {
                    if (alive.expired()) return;
                    is_calling_ = false;
                    const std::size_t sent = std::exchange(sending_, 0);
                    if (!reply)
                      return;  // the next call sends them again: a repeated entry does no harm
                    unsent_.erase(unsent_.begin(),
                                  unsent_.begin() + static_cast<std::ptrdiff_t>(sent));
                    if (!take(*reply)) log_.warn("redis_tally_malformed");
                  });
}

bool RedisTally::take(const RedisReply& reply) {
  const auto* const entries = reply.array();
  if (entries == nullptr) return false;
  const std::weak_ptr<char> alive = alive_;
  bool is_sound = true;
  for (const RedisReply& entry : *entries) {
    const auto* const pair = entry.array();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].text() == nullptr) return false;
    last_read_ = *(*pair)[0].text();
    const RedisReply sender = field_of((*pair)[1], "n");
    if (sender.text() != nullptr && *sender.text() == self_) continue;
    const RedisReply text = field_of((*pair)[1], "e");
    const auto entry_read = text.text() == nullptr ? std::nullopt : read_tally_text(*text.text());
    is_sound = is_sound && entry_read.has_value();
    if (entry_read) listener_(*entry_read);
    if (alive.expired()) return true;
  }
  if (entries->size() == kTallyReadMax || !unsent_.empty()) exchange();
  return is_sound;
}

}  // namespace nexus::stores
