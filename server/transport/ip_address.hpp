// IP addresses, CIDR blocks, and client addresses behind trusted proxies.
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

/// IPv4 is stored as ::ffff:a.b.c.d, so both kinds compare and hash alike; text() returns it as
/// IPv4.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  /// Parses a plain numeric address without surrounding characters.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
  /// The peer of a Unix socket is a process on this machine, so it counts as 127.0.0.1.
  [[nodiscard]] static IpAddress from(const sockaddr_storage& address);

  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] bool is_loopback() const;
  /// Whether the address belongs to this machine or to a private, shared or link-local network.
  [[nodiscard]] bool is_private() const;
  [[nodiscard]] std::string text() const;
  /// The special-purpose block that contains the address ("10.0.0.0/8"), or "a public network". For
  /// the log, which must not hold addresses.
  [[nodiscard]] std::string_view network() const;
  /// The public IPv4 address inside an address of 64:ff9b::/96 (RFC 6052), under which a translator
  /// in front of an IPv6 network passes on IPv4 clients; otherwise the address itself. Only for
  /// counts, tags and bans: nothing is trusted or exempt because of an address inside another one.
  [[nodiscard]] IpAddress untranslated() const;
  /// The key under which a limit counts the address: a whole IPv4 address, translated or not, or
  /// the /64 of an IPv6 one (one household has that many).
  [[nodiscard]] IpAddress limit_key() const;
  /// The /48 of an IPv6 address; none for IPv4, translated or not.
  [[nodiscard]] std::optional<IpAddress> region() const;
  /// The first `bits` of the 128, the rest zero.
  [[nodiscard]] IpAddress prefix(unsigned bits) const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

struct Cidr {
  IpAddress base;
  unsigned bits = 128;  ///< prefix length of 128; an IPv4 /8 is 104 here

  /// Parses "10.0.0.0/8", "fd00::/8" or a single address. Refuses bits set after the prefix, so
  /// that a typing error in a list of trusted proxies is noticed.
  [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);
  /// The problem with a text that does not parse, as half a sentence that follows its name ("must
  /// be ..."), with a suggestion if possible; nullopt for a sound text.
  [[nodiscard]] static std::optional<std::string> problem_of(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const;
};

/// The host in host:port, [host]:port or [host], for messages with a suggestion.
[[nodiscard]] std::string without_port(std::string_view text);

/// The proxies whose X-Forwarded-For is trusted.
class TrustedProxies {
 public:
  /// Throws std::invalid_argument that names the entry if one is not an address or block.
  explicit TrustedProxies(const std::vector<std::string>& entries);

  [[nodiscard]] bool contains(const IpAddress& address) const;
  /// The rightmost hop that is not a trusted proxy, reading from `peer` to the left. Strangers may
  /// have written everything left of it. Stops early at an entry that is not an address.
  [[nodiscard]] IpAddress client(const IpAddress& peer, std::string_view forwarded_for) const {
    return walk(peer, forwarded_for).client;
  }
  /// Whether a trusted proxy was expected to name the client and did not: client() is then that
  /// proxy.
  [[nodiscard]] bool hides_client(const IpAddress& peer, std::string_view forwarded_for) const {
    return walk(peer, forwarded_for).is_hidden;
  }

 private:
  struct Walk {
    IpAddress client;
    bool is_hidden = false;
  };
  [[nodiscard]] Walk walk(const IpAddress& peer, std::string_view forwarded_for) const;

  std::vector<Cidr> blocks_;
};

}  // namespace nexus::transport
