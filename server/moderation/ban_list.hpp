// Who is banned by the operator, until when, and why.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "transport/ip_address.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nexus::moderation {

/// Bans beyond this are not heard: a list is kept in memory by every process.
inline constexpr std::size_t kBansMax = 100'000;
/// A line of the file, its end left out.
inline constexpr std::size_t kBanLineBytesMax = 4096;

struct Ban {
  std::optional<WallTime> until;  ///< none: no end is set
  std::string reason{};           ///< for the visitor to read; may be empty

  [[nodiscard]] bool is_over(WallTime now) const { return until && *until <= now; }
};

/// One line of the operator's file.
struct BanEntry {
  std::variant<VisitorId, transport::Cidr> who;
  Ban ban;
};

/// Reads {"visitor" or "address", "until"?, "reason"?}, a JSON object of texts; or says in a few
/// words what is wrong. Unknown keys are errors: a misspelt `until` would make the ban permanent.
[[nodiscard]] Result<BanEntry, std::string> parse_ban(std::string_view line);

/// Bans by visitor and by address. Trees rather than hash tables: those move all their entries when
/// they grow, which takes milliseconds with kBansMax of them.
class BanList {
 public:
  /// Of two bans of the same, the one that ends later counts.
  void add(BanEntry entry);

  /// The ban in force, nullptr when there is none; of several, the one that ends last. Valid until
  /// the list changes.
  [[nodiscard]] const Ban* find(VisitorId visitor, WallTime now) const;
  /// The same for somebody who comes from there; `visitor` is none while that is not known.
  [[nodiscard]] const Ban* find(VisitorId visitor, const transport::IpAddress& address,
                                WallTime now) const;

  [[nodiscard]] std::size_t size() const;
  /// Removes at most `count` bans. Whether some are left.
  bool shrink(std::size_t count);

 private:
  std::map<VisitorId, Ban> visitors_;
  /// By bits of the prefix, then by its base.
  std::map<unsigned, std::map<transport::IpAddress, Ban>> prefixes_;
};

}  // namespace nexus::moderation
