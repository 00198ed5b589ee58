// SPDX-License-Identifier: MIT
#include "credentials/turn_credential.hpp"

#include "base/base64url.hpp"

#include <array>
#include <span>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace nexus::credentials {
namespace {

constexpr std::size_t kTurnUserBytes = 12;

}  // namespace

std::string hmac_sha1_base64(std::string_view key, std::string_view text) {
  std::array<unsigned char, 20> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  std::array<unsigned char, 29> base64{};  // 28 characters and the terminator
  const int length = EVP_EncodeBlock(base64.data(), mac.data(), static_cast<int>(mac.size()));
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length)};
}

std::string turn_user(std::string_view secret, VisitorId visitor, const NetworkTags& network) {
  const NetworkTag& tag = network.allotment();
  if (tag.is_none()) return visitor.text();
  std::array<unsigned char, 32> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), tag.bytes().data(),
       tag.bytes().size(), mac.data(), &size);
  return base64url_encode(std::span(mac).first(kTurnUserBytes));
}

TurnCredential make_turn_credential(std::string_view secret, std::string_view user, WallTime now) {
  const auto expiry = std::chrono::duration_cast<std::chrono::seconds>(
      (now + kTurnCredentialLife).time_since_epoch());
  std::string username = std::to_string(expiry.count()) + ":" + std::string(user);
  std::string credential = hmac_sha1_base64(secret, username);
  return {std::move(username), std::move(credential)};
}

}  // namespace nexus::credentials
