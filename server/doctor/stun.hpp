// STUN messages (RFC 8489) with the attributes that a TURN client needs (RFC 8656).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::doctor {

enum class StunMethod : std::uint16_t {
  kAllocate = 0x003,
  kRefresh = 0x004,
  kCreatePermission = 0x008,
};

enum class StunAttribute : std::uint16_t {
  kUsername = 0x0006,
  kIntegrity = 0x0008,
  kErrorCode = 0x0009,
  kLifetime = 0x000d,
  kPeerAddress = 0x0012,
  kRealm = 0x0014,
  kNonce = 0x0015,
  kRelayedAddress = 0x0016,
  kRequestedTransport = 0x0019,
};

/// Long-term credentials, as the server's challenge completes them.
struct StunAccount {
  std::string username;
  std::string password;
  std::string realm;
  std::string nonce;
};

struct StunReply {
  std::string transaction;
  int error = 0;  ///< 0: success
  std::map<std::uint16_t, std::string> attributes;

  /// The value of an attribute; empty if the reply lacks it.
  [[nodiscard]] std::string_view get(StunAttribute attribute) const;
};

/// A request with a new transaction id of 12 random bytes.
class StunRequest {
 public:
  explicit StunRequest(StunMethod method);

  StunRequest& add(StunAttribute attribute, std::string_view value);
  /// XOR-PEER-ADDRESS of an IPv4 address in network order.
  StunRequest& add_peer(std::uint32_t ipv4, std::uint16_t port);
  /// Adds the account and a MESSAGE-INTEGRITY over all before it.
  StunRequest& sign(const StunAccount& account);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string transaction() const { return bytes_.substr(8, 12); }

 private:
  void set_length(std::size_t more);

  std::string bytes_;
};

/// The length of the message at the start of `bytes`; nullopt for less than a header.
[[nodiscard]] std::optional<std::size_t> stun_message_bytes(std::string_view bytes);

/// nullopt for anything but a whole reply.
[[nodiscard]] std::optional<StunReply> read_stun_reply(std::string_view packet);

/// "192.0.2.1" or an IPv6 address, from XOR-RELAYED-ADDRESS; empty if it is malformed.
[[nodiscard]] std::string read_xor_address(std::string_view value, std::string_view transaction);

}  // namespace nexus::doctor
