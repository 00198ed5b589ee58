// SPDX-License-Identifier: MIT
#include "moderation/ban_list.hpp"

#include "base/overloaded.hpp"
#include "base/spelling.hpp"
#include "base/text.hpp"
#include "credentials/reference.hpp"
#include "guard/chat_text.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/json_grammar.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>

#include <fmt/format.h>
#include <simdjson.h>

namespace nexus::moderation {
namespace {

using transport::Cidr;
using transport::IpAddress;

constexpr std::size_t kBanReferenceBytesMax = 32;  // as in the schema

/// "2026-04-01T00:00:00Z" (RFC 3339, section 5.6), with any number of fraction digits, of which
/// milliseconds count. UTC only: a forgotten offset would make a ban hours too long or too short.
std::optional<WallTime> parse_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size() || text.back() != 'Z') return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !is_digit(text[i]) : text[i] != kShape[i]) return std::nullopt;
  }
  std::string_view fraction = text.substr(kShape.size(), text.size() - kShape.size() - 1);
  int milliseconds = 0;
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() == 1) return std::nullopt;
    fraction.remove_prefix(1);
    if (fraction.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    for (std::size_t i = 0; i < 3; ++i) {
      milliseconds = milliseconds * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    }
  }
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  const int hours = number(11, 2), minutes = number(14, 2), seconds = number(17, 2);
  if (!day.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return WallTime(std::chrono::sys_days(day).time_since_epoch() + std::chrono::hours(hours) +
                  std::chrono::minutes(minutes) + std::chrono::seconds(seconds) +
                  std::chrono::milliseconds(milliseconds));
}

bool ends_later(const Ban& a, const Ban& b) {
  if (!a.until || !b.until) return !a.until && b.until;
  return *a.until > *b.until;
}

const Ban* last_of(const Ban* a, const Ban* b) {
  if (a == nullptr || b == nullptr) return a == nullptr ? b : a;
  return ends_later(*b, *a) ? b : a;
}

template <class Table>
const Ban* find_in(const Table& table, const typename Table::key_type& who, WallTime now) {
  const auto found = table.find(who);
  return found == table.end() || found->second.is_over(now) ? nullptr : &found->second;
}

template <class Table>
void add_to(Table& table, const typename Table::key_type& who, Ban ban) {
  const auto [known, is_new] = table.try_emplace(who, ban);
  if (!is_new && ends_later(ban, known->second)) known->second = std::move(ban);
}

/// The operator's own reference, or else a name of the visitor, address or tag as it is written.
std::string reference_in(const simdjson::dom::object& line) {
  std::string_view own;
  if (line["reference"].get_string().get(own) == simdjson::SUCCESS) return std::string(own);
  std::string banned;
  for (const char* const kind : {"visitor", "address", "tag"}) {
    std::string_view who;
    if (line[kind].get_string().get(who) == simdjson::SUCCESS) {
      banned += fmt::format("{} {}", kind, who);
    }
  }
  return credentials::reference_of(banned);
}

/// The fields of one line, while they are read.
class Draft {
 public:
  explicit Draft(const credentials::NetworkSeals* seals) : seals_(seals) {}

  /// The problem with the field, if any.
  std::optional<std::string> take(std::string_view name, std::string_view value) {
    if (name == "visitor") return visitor(value);
    if (name == "address") return address(value);
    if (name == "tag") return tag(value);
    if (name == "until") return until(value);
    if (name == "reason") return reason(value);
    if (name == "reference") return reference(value);
    return fmt::format(
        "unknown key \"{}\"{}; there are visitor, address, tag, until, reason and reference, and "
        "nothing else",
        name, did_you_mean(name, {"visitor", "address", "tag", "until", "reason", "reference"}));
  }

  Result<BanEntry, std::string> finish() {
    if (!entry_) {
      return fail<std::string>("it bans nobody: \"visitor\", \"address\" or \"tag\" is missing");
    }
    if (ends_by_ && (!ban_.until || *ban_.until > *ends_by_)) ban_.until = ends_by_;
    entry_->ban = std::move(ban_);
    return std::move(*entry_);
  }

 private:
  std::optional<std::string> ban_whom(std::variant<VisitorId, Cidr, NetworkTag> who) {
    if (entry_) return "it bans two: write a line for each visitor, address or tag";
    entry_ = BanEntry{who, {}};
    return std::nullopt;
  }

  std::optional<std::string> visitor(std::string_view value) {
    const auto id = VisitorId::parse(value);
    if (!id || id->is_none()) {
      return fmt::format("visitor must be a visitor's id of 22 characters, not \"{}\"", value);
    }
    return ban_whom(*id);
  }

  std::optional<std::string> address(std::string_view value) {
    if (const auto problem = Cidr::problem_of(value)) return "address " + *problem;
    return ban_whom(Cidr::parse(value).value());
  }

  std::optional<std::string> tag(std::string_view value) {
    const auto network = seals_ == nullptr ? std::nullopt : seals_->open(value);
    if (!network) {
      return "tag must be reporter_tag or reported_tag of a report, made under one of "
             "credentials.secrets";
    }
    ends_by_ = credentials::end_of(network->week);
    return ban_whom(network->tag);
  }

  std::optional<std::string> until(std::string_view value) {
    ban_.until = parse_time(value);
    if (!ban_.until) {
      return fmt::format("until must be a time in UTC such as 2026-04-01T00:00:00Z, not \"{}\"",
                         value);
    }
    return std::nullopt;
  }

  std::optional<std::string> reason(std::string_view value) {
    if (value.size() > protocol::limits::kBanReasonBytesMax) {
      return fmt::format("reason has more than {} bytes", protocol::limits::kBanReasonBytesMax);
    }
    ban_.reason = value;
    guard::clean_text(ban_.reason);
    return std::nullopt;
  }

  std::optional<std::string> reference(std::string_view value) {
    const auto fits = [](char c) { return is_alphanumeric(c) || c == '-'; };
    if (value.empty() || value.size() > kBanReferenceBytesMax ||
        !std::all_of(value.begin(), value.end(), fits)) {
      return fmt::format("reference must be 1 to {} letters, digits or dashes",
                         kBanReferenceBytesMax);
    }
    return std::nullopt;
  }

  const credentials::NetworkSeals* seals_;
  std::optional<BanEntry> entry_;
  std::optional<WallTime> ends_by_;  ///< of a tag: when its key is deleted
  Ban ban_;
};

}  // namespace

Result<BanEntry, std::string> parse_ban(std::string_view line,
                                        const credentials::NetworkSeals* seals) {
  if (line.size() > kBanLineBytesMax) {
    return fail(fmt::format("it has more than {} bytes", kBanLineBytesMax));
  }
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  // simdjson rejects text that is not UTF-8, but lets some lone surrogates through.
  if (parser.parse(line.data(), line.size()).get_object().get(object) != simdjson::SUCCESS ||
      !protocol::is_json_object(line)) {
    return fail<std::string>(
        "it is not one JSON object on one line, such as {\"address\":\"192.0.2.7\"}");
  }
  Draft draft(seals);
  std::set<std::string_view> names;
  for (const auto& [name, value] : object) {
    std::string_view text;
    if (!names.insert(name).second) return fail(fmt::format("{} is given twice", name));
    if (value.get_string().get(text) != simdjson::SUCCESS) {
      return fail(fmt::format("{} must be a text in quotes", name));
    }
    if (auto problem = draft.take(name, text)) return fail(std::move(*problem));
  }
  auto entry = draft.finish();
  if (entry) entry->ban.reference = reference_in(object);
  return entry;
}

std::string reference_of_ban(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(line.data(), line.size()).get_object().get(object) != simdjson::SUCCESS) {
    return {};
  }
  return reference_in(object);
}

void BanList::add(BanEntry entry) {
  std::visit(Overloaded{
                 [&](VisitorId visitor) {
                   entry.ban.kind = BanKind::kVisitor;
                   add_to(visitors_, visitor, std::move(entry.ban));
                 },
                 [&](const Cidr& block) {
                   entry.ban.kind = BanKind::kAddress;
                   add_to(prefixes_[block.bits], block.base, std::move(entry.ban));
                 },
                 [&](NetworkTag network) {
                   entry.ban.kind = BanKind::kTag;
                   add_to(networks_, network, std::move(entry.ban));
                 },
             },
             entry.who);
}

const Ban* BanList::find(VisitorId visitor, WallTime now) const {
  return find_in(visitors_, visitor, now);
}

const Ban* BanList::find(VisitorId visitor, const IpAddress& address, NetworkTag network,
                         WallTime now) const {
  const Ban* last = last_of(find(visitor, now), find_in(networks_, network, now));
  const IpAddress inner = address.untranslated();
  for (const auto& [bits, bans] : prefixes_) {
    last = last_of(last, find_in(bans, address.prefix(bits), now));
    if (inner != address) last = last_of(last, find_in(bans, inner.prefix(bits), now));
  }
  return last;
}

bool BanList::shrink(std::size_t count) {
  for (; count > 0 && !visitors_.empty(); --count) visitors_.erase(visitors_.begin());
  for (; count > 0 && !networks_.empty(); --count) networks_.erase(networks_.begin());
  while (count > 0 && !prefixes_.empty()) {
    auto& bans = prefixes_.begin()->second;
    for (; count > 0 && !bans.empty(); --count) bans.erase(bans.begin());
    if (bans.empty()) prefixes_.erase(prefixes_.begin());
  }
  return !visitors_.empty() || !networks_.empty() || !prefixes_.empty();
}

std::size_t BanList::size() const {
  return size(BanKind::kVisitor) + size(BanKind::kAddress) + size(BanKind::kTag);
}

std::size_t BanList::size(BanKind kind) const {
  if (kind == BanKind::kVisitor) return visitors_.size();
  if (kind == BanKind::kTag) return networks_.size();
  std::size_t size = 0;
  for (const auto& [bits, bans] : prefixes_) size += bans.size();
  return size;
}

}  // namespace nexus::moderation
