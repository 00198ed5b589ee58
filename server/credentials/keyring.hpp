// Signs short texts, or seals them so that only the keyring can read them, with two live keys.
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

/// The first secret signs and seals. Every secret is accepted, so that operators can roll a new one
/// out to all nodes before removing the old one. Each purpose has its own derived keys: a session
/// never passes as a seat token. Comparison takes constant time. Immutable after creation; safe to
/// share.
class Keyring {
 public:
  /// One or two secrets of at least kSecretBytesMin bytes each.
  [[nodiscard]] static Result<Keyring, KeyringError> create(const std::vector<std::string>& secrets,
                                                            std::string_view purpose);

  /// One text per secret, the signing secret first. Different secrets give different texts, which
  /// do not reveal them: 9 bytes of a MAC under a key derived from the secret. A fingerprint helps
  /// to check a guess no more than any token does.
  [[nodiscard]] std::vector<std::string> fingerprints() const;

  /// `payload` '.' key id '.' MAC, the MAC in base64url. `payload` stays readable.
  [[nodiscard]] std::string sign(std::string_view payload) const;

  /// The payload of a text that one of the keys signed, else nullopt.
  [[nodiscard]] std::optional<std::string_view> verify(std::string_view signed_text) const;

  /// Key id '.' `payload` under AES-SIV (RFC 5297) in base64url. It opens only with the same
  /// `context`, which the text does not contain. Neither may be empty. The same payload and context
  /// give the same text, so no nonce can repeat, however many texts are sealed.
  [[nodiscard]] std::string seal(std::string_view payload, std::string_view context) const;

  /// The payload of a text that one of the keys sealed for that context, else nullopt.
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
