// The operator's bans: visitors and addresses, with their end and reason.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/metrics.hpp"
#include "base/network.hpp"
#include "base/result.hpp"
#include "credentials/network_seal.hpp"
#include "transport/ip_address.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace nexus::moderation {

/// Maximum number of bans, because every process keeps the list in memory. Later ones are ignored.
inline constexpr std::size_t kBansMax = 100'000;
/// Maximum length of a line in the file, without its line end.
inline constexpr std::size_t kBanLineBytesMax = 4096;

/// What a ban names.
enum class BanKind : std::uint8_t { kVisitor, kAddress, kTag };

[[nodiscard]] inline Label<BanKind> ban_kinds() { return {"kind", {"visitor", "address", "tag"}}; }

struct Ban {
  std::optional<WallTime> until;  ///< none: the ban does not end
  std::string reason{};           ///< for the visitor to read; may be empty
  /// For the visitor to quote: the operator's own, or a name of the line's visitor or address.
  std::string reference{};
  BanKind kind = BanKind::kVisitor;

  [[nodiscard]] bool is_over(WallTime now) const { return until && *until <= now; }
};

/// One line of the operator's file.
struct BanEntry {
  std::variant<VisitorId, transport::Cidr, NetworkTag> who;
  Ban ban;
};

/// Reads {"visitor" or "address" or "tag", "until"?, "reason"?, "reference"?}, a JSON object of
/// texts. An error is a short description of the problem. Unknown keys are errors: a misspelt
/// `until` would make the ban permanent. A tag is one of a report; its ban ends with the week of
/// its key at the latest. `seals` opens tags; without it they are refused.
[[nodiscard]] Result<BanEntry, std::string> parse_ban(
    std::string_view line, const credentials::NetworkSeals* seals = nullptr);

/// The reference of a line, also of one with a tag that this program cannot open. Empty unless the
/// line is a JSON object.
[[nodiscard]] std::string reference_of_ban(std::string_view line);

/// Bans by visitor and by address. Uses trees, because a hash table moves all its entries when it
/// grows, which takes milliseconds with kBansMax of them.
class BanList {
 public:
  /// Of two bans of the same visitor or address, the one that ends later counts.
  void add(BanEntry entry);

  /// The ban in force, or nullptr. Of several, the one that ends last. Valid until the list
  /// changes.
  [[nodiscard]] const Ban* find(VisitorId visitor, WallTime now) const;
  /// The same for a visitor who connects from `address`; leave `visitor` none while it is unknown.
  [[nodiscard]] const Ban* find(VisitorId visitor, const transport::IpAddress& address,
                                NetworkTag network, WallTime now) const;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t size(BanKind kind) const;
  /// Removes at most `count` bans. Returns whether some are left.
  bool shrink(std::size_t count);

 private:
  std::map<VisitorId, Ban> visitors_;
  std::map<NetworkTag, Ban> networks_;
  /// By prefix length in bits, then by base address.
  std::map<unsigned, std::map<transport::IpAddress, Ban>> prefixes_;
};

}  // namespace nexus::moderation
