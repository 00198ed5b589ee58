// IP addresses, CIDR blocks, and who a client is behind trusted proxies.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace nexus::transport {

/// IPv4 is held as ::ffff:a.b.c.d, so both kinds compare and hash alike; text() gives it back as
/// IPv4.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  /// A plain numeric address, nothing around it.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
  [[nodiscard]] static IpAddress from(const sockaddr_storage& address);

  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] std::string text() const;
  /// The special-purpose block that holds the address ("10.0.0.0/8"), or "a public network": for
  /// the log, which holds no addresses.
  [[nodiscard]] std::string_view network() const;
  /// Whom a limit counts: the whole IPv4 address, the /64 of an IPv6 one (one household has that
  /// many).
  [[nodiscard]] IpAddress limit_key() const;
  /// The first `bits` of the 128, the rest zero.
  [[nodiscard]] IpAddress prefix(unsigned bits) const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct Cidr {
  IpAddress base;
  unsigned bits = 128;  ///< of the 128; an IPv4 /8 is 104 here

  /// "10.0.0.0/8", "fd00::/8" or a single address. Bits set behind the prefix are refused: a typing
  /// error in a list of trusted proxies should be noticed.
  [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);
  /// What is wrong with a text that does not parse, as the half of a sentence that follows its name
  /// ("must be ..."), and what was perhaps meant; nothing for a sound one.
  [[nodiscard]] static std::optional<std::string> problem_of(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const;
};

/// The host in host:port, [host]:port or [host], for messages that say what was perhaps meant.
[[nodiscard]] std::string without_port(std::string_view text);

/// The proxies whose X-Forwarded-For is believed.
class TrustedProxies {
 public:
  /// Throws std::invalid_argument naming the entry that is no address or block.
  explicit TrustedProxies(const std::vector<std::string>& entries);

  [[nodiscard]] bool contains(const IpAddress& address) const;
  /// The rightmost hop that is no trusted proxy, reading from `peer` to the left; what stands left
  /// of it was said by strangers. The walk ends early at an entry that is no address.
  [[nodiscard]] IpAddress client(const IpAddress& peer, std::string_view forwarded_for) const;

 private:
  std::vector<Cidr> blocks_;
};

}  // namespace nexus::transport
