// SPDX-License-Identifier: MIT
#include "doctor/stun.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <sys/socket.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace nexus::doctor {
namespace {

constexpr std::string_view kCookie("\x21\x12\xA4\x42", 4);
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kIntegrityBytes = 24;

std::uint16_t read_16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

void append_16(std::string& bytes, std::size_t value) {
  bytes.push_back(static_cast<char>(value >> 8));
  bytes.push_back(static_cast<char>(value & 0xFF));
}

std::string md5(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

}  // namespace

std::string_view StunReply::get(StunAttribute attribute) const {
  const auto found = attributes.find(static_cast<std::uint16_t>(attribute));
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

StunRequest::StunRequest(StunMethod method) {
  append_16(bytes_, static_cast<std::size_t>(method));
  append_16(bytes_, 0);
  bytes_.append(kCookie);
  std::array<std::uint8_t, 12> transaction{};
  SystemRandom().fill(transaction);
  bytes_.append(transaction.begin(), transaction.end());
}

void StunRequest::set_length(std::size_t more) {
  std::string length;
  append_16(length, bytes_.size() - kHeaderBytes + more);
  bytes_.replace(2, 2, length);
}

StunRequest& StunRequest::add(StunAttribute attribute, std::string_view value) {
  append_16(bytes_, static_cast<std::size_t>(attribute));
  append_16(bytes_, value.size());
  bytes_.append(value);
  bytes_.append((4 - value.size() % 4) % 4, '\0');
  set_length(0);
  return *this;
}

StunRequest& StunRequest::add_peer(std::uint32_t ipv4, std::uint16_t port) {
  std::string value("\0\x01", 2);
  append_16(value, port ^ read_16(kCookie, 0));
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(ipv4 >> (24 - 8 * i) & 0xFF);
    value.push_back(static_cast<char>(byte ^ static_cast<unsigned char>(kCookie[i])));
  }
  return add(StunAttribute::kPeerAddress, value);
}

StunRequest& StunRequest::sign(const StunAccount& account) {
  add(StunAttribute::kUsername, account.username);
  add(StunAttribute::kRealm, account.realm);
  add(StunAttribute::kNonce, account.nonce);
  // The length covers the attribute that follows.
  set_length(kIntegrityBytes);
  const std::string key = md5(account.username + ':' + account.realm + ':' + account.password);
  return add(StunAttribute::kIntegrity, hmac_sha1(key, bytes_));
}

std::optional<std::size_t> stun_message_bytes(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  return kHeaderBytes + read_16(bytes, 2);
}

std::optional<StunReply> read_stun_reply(std::string_view packet) {
  const auto size = stun_message_bytes(packet);
  if (!size || *size > packet.size() || packet.substr(4, 4) != kCookie) return std::nullopt;
  packet = packet.substr(0, *size);
  const unsigned kind = read_16(packet, 0) & 0x110U;
  if (kind != 0x100 && kind != 0x110) return std::nullopt;
  StunReply reply{.transaction = std::string(packet.substr(8, 12)), .attributes = {}};
  for (std::size_t at = kHeaderBytes; at + 4 <= packet.size();) {
    const std::size_t bytes = read_16(packet, at + 2);
    if (at + 4 + bytes > packet.size()) return std::nullopt;
    reply.attributes.emplace(read_16(packet, at), packet.substr(at + 4, bytes));
    at += 4 + bytes + (4 - bytes % 4) % 4;
  }
  if (kind == 0x110) {
    const std::string_view code = reply.get(StunAttribute::kErrorCode);
    reply.error = code.size() < 4 ? 500 : code[2] * 100 + code[3];
  }
  return reply;
}

std::string read_xor_address(std::string_view value, std::string_view transaction) {
  const bool is_v6 = value.size() == 20 && value[1] == 2;
  if (!is_v6 && !(value.size() == 8 && value[1] == 1)) return {};
  std::string address(value.substr(4));
  const std::string mask = std::string(kCookie).append(transaction);
  for (std::size_t i = 0; i < address.size(); ++i) {
    address[i] = static_cast<char>(address[i] ^ mask[i]);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const printed = ::inet_ntop(is_v6 ? AF_INET6 : AF_INET, address.data(), text.data(),
                                          static_cast<socklen_t>(text.size()));
  return printed == nullptr ? "" : printed;
}

}  // namespace nexus::doctor
