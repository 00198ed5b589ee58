// SPDX-License-Identifier: MIT
#include "credentials/turn_credential.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace nexus::credentials {

TurnCredential make_turn_credential(std::string_view secret, VisitorId visitor, WallTime now) {
  const auto expiry = std::chrono::duration_cast<std::chrono::seconds>(
      (now + kTurnCredentialLife).time_since_epoch());
  std::string username = std::to_string(expiry.count()) + ":" + visitor.text();
  std::array<unsigned char, 20> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(username.data()), username.size(), mac.data(), &size);
  std::array<unsigned char, 29> base64{};  // 28 characters and the terminator
  const int length = EVP_EncodeBlock(base64.data(), mac.data(), static_cast<int>(mac.size()));
  return {std::move(username), std::string(reinterpret_cast<const char*>(base64.data()),
                                           static_cast<std::size_t>(length))};
}

}  // namespace nexus::credentials
