// SPDX-License-Identifier: MIT
#include "credentials/keyring.hpp"

#include "base/base64url.hpp"
#include "credentials/siv.hpp"

#include <array>
#include <cstdint>
#include <span>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace nexus::credentials {
namespace {

using Mac = std::array<std::uint8_t, 32>;

Mac hmac(std::string_view key, std::string_view text) {
  Mac mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return mac;
}

std::string_view as_text(const Mac& mac) {
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

/// A separate key: the signing key must serve no other algorithm.
SivKey sealing_key(std::string_view secret) { return hmac(secret, "seal"); }

}  // namespace

Result<Keyring, KeyringError> Keyring::create(const std::vector<std::string>& secrets,
                                              std::string_view purpose) {
  if (secrets.empty()) return fail(KeyringError::kNoSecret);
  if (secrets.size() > 2) return fail(KeyringError::kTooManySecrets);
  std::vector<Key> keys;
  for (const std::string& secret : secrets) {
    if (secret.size() < kSecretBytesMin) return fail(KeyringError::kSecretTooShort);
    const Mac derived = hmac(secret, purpose);
    // The id identifies the signing key and reveals nothing about it.
    const Mac fingerprint = hmac(as_text(derived), "key id");
    keys.push_back(
        {base64url_encode(std::span(fingerprint).first(3)), std::string(as_text(derived))});
  }
  return Keyring(std::move(keys));
}

std::vector<std::string> Keyring::fingerprints() const {
  std::vector<std::string> fingerprints;
  for (const Key& key : keys_) {
    const Mac mac = hmac(key.secret, "fingerprint");
    fingerprints.push_back(base64url_encode(std::span(mac).first(9)));
  }
  return fingerprints;
}

std::string Keyring::sign(std::string_view payload) const {
  const Key& key = keys_.front();
  std::string text(payload);
  text.append(".").append(key.id);
  const Mac mac = hmac(key.secret, text);
  return text.append(".").append(base64url_encode(mac));
}

std::optional<std::string_view> Keyring::verify(std::string_view signed_text) const {
  const std::size_t mac_dot = signed_text.rfind('.');
  if (mac_dot == std::string_view::npos || mac_dot == 0) return std::nullopt;
  const std::string_view covered = signed_text.substr(0, mac_dot);
  const std::size_t id_dot = covered.rfind('.');
  if (id_dot == std::string_view::npos) return std::nullopt;
  const auto mac = base64url_decode(signed_text.substr(mac_dot + 1));
  if (!mac || mac->size() != Mac{}.size()) return std::nullopt;
  for (const Key& key : keys_) {
    if (key.id != covered.substr(id_dot + 1)) continue;
    const Mac expected = hmac(key.secret, covered);
    if (CRYPTO_memcmp(expected.data(), mac->data(), expected.size()) == 0) {
      return covered.substr(0, id_dot);
    }
  }
  return std::nullopt;
}

std::string Keyring::seal(std::string_view payload, std::string_view context) const {
  const Key& key = keys_.front();
  return key.id + "." + base64url_encode(siv_seal(sealing_key(key.secret), context, payload));
}

std::optional<std::string> Keyring::open(std::string_view sealed, std::string_view context) const {
  const std::size_t dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto bytes = base64url_decode(sealed.substr(dot + 1));
  if (!bytes) return std::nullopt;
  for (const Key& key : keys_) {
    if (key.id != sealed.substr(0, dot)) continue;
    if (auto payload = siv_open(sealing_key(key.secret), context, *bytes)) return payload;
  }
  return std::nullopt;
}

}  // namespace nexus::credentials
