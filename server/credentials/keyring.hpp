// Signs short texts, or seals them so that nobody else reads them, with two live keys.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::credentials {

inline constexpr std::size_t kSecretBytesMin = 16;

enum class KeyringError { kNoSecret, kSecretTooShort, kTooManySecrets };

/// The first secret signs and seals; every secret is accepted, so that a new one can be rolled out
/// to all nodes before the old one goes. Each purpose has its own derived keys: a session never
/// passes as a seat token. Comparison takes constant time. Immutable after creation; safe to share.
class Keyring {
 public:
  /// One or two secrets of at least kSecretBytesMin bytes each.
  [[nodiscard]] static Result<Keyring, KeyringError> create(const std::vector<std::string>& secrets,
                                                            std::string_view purpose);

  /// For each secret, the one that signs first, a text that differs for other secrets and does not
  /// reveal them: 9 bytes of a MAC under a key derived from it. It helps to check a guess no more
  /// than any token does.
  [[nodiscard]] std::vector<std::string> fingerprints() const;

  /// `payload` '.' key id '.' MAC, the MAC in base64url. `payload` is carried in the clear.
  [[nodiscard]] std::string sign(std::string_view payload) const;

  /// The payload of a text that one of the keys signed, or nothing.
  [[nodiscard]] std::optional<std::string_view> verify(std::string_view signed_text) const;

  /// Key id '.' `payload` under AES-SIV (RFC 5297) in base64url. It opens only with the same
  /// `context`, which is not carried; neither may be empty. The same two give the same text, so no
  /// nonce has to be kept from repeating, however many are sealed.
  [[nodiscard]] std::string seal(std::string_view payload, std::string_view context) const;

  /// The payload of a text that one of the keys sealed for that context, or nothing.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed,
                                                std::string_view context) const;

 private:
  struct Key {
    std::string id;
    std::string secret;
  };

  explicit Keyring(std::vector<Key> keys) : keys_(std::move(keys)) {}

  std::vector<Key> keys_;
};

}  // namespace nexus::credentials
