// The one translation unit with libsodium.
// SPDX-License-Identifier: MIT
#include "moderation/sealed_box.hpp"

#include "base/base64url.hpp"

#include <algorithm>
#include <sodium.h>
#include <stdexcept>

#include <fmt/format.h>

namespace nexus::moderation {
namespace {

static_assert(kBoxKeyBytes == crypto_box_PUBLICKEYBYTES);
static_assert(kBoxKeyBytes == crypto_box_SECRETKEYBYTES);
static_assert(kBoxOverheadBytes == crypto_box_SEALBYTES);

using BoxKey = std::array<std::uint8_t, kBoxKeyBytes>;

constexpr std::string_view kPublicPrefix = "evidence-public-";
constexpr std::string_view kSecretPrefix = "evidence-secret-";

/// May be called again and again.
void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialized");
}

std::optional<BoxKey> parse_key(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto bytes = base64url_decode(text.substr(prefix.size()));
  if (!bytes || bytes->size() != kBoxKeyBytes) return std::nullopt;
  BoxKey key{};
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

BoxKeys make_box_keys() {
  start_sodium();
  BoxKeys keys;
  crypto_box_keypair(keys.public_key.data(), keys.secret_key.data());
  return keys;
}

std::string public_key_text(const BoxKeys& keys) {
  return std::string(kPublicPrefix) + base64url_encode(keys.public_key);
}

std::string secret_key_text(const BoxKeys& keys) {
  return std::string(kSecretPrefix) + base64url_encode(keys.secret_key);
}

std::optional<std::string> public_key_problem(std::string_view text) {
  if (parse_key(text, kPublicPrefix)) return std::nullopt;
  if (text.starts_with(kSecretPrefix)) {
    return "is the secret key, which no server may have: make a new pair with nexuschat keygen, "
           "and write the public one here";
  }
  return fmt::format("must be a public key, {}... (make a pair with: nexuschat keygen)",
                     kPublicPrefix);
}

std::string_view bare_public_key(std::string_view text) {
  return text.substr(std::min(text.size(), kPublicPrefix.size()));
}

Result<BoxKeys, std::string> parse_secret_key(std::string_view text) {
  const auto secret = parse_key(text, kSecretPrefix);
  if (!secret) {
    return fail(text.starts_with(kPublicPrefix)
                    ? std::string("it holds the public key; the secret one opens evidence")
                    : fmt::format("it holds no secret key, {}...", kSecretPrefix));
  }
  start_sodium();
  BoxKeys keys{.public_key = {}, .secret_key = *secret};
  if (crypto_scalarmult_base(keys.public_key.data(), keys.secret_key.data()) != 0) {
    return fail(std::string("it holds no key that can be used"));
  }
  return keys;
}

std::string seal_box(std::string_view text, const BoxKeys& keys) {
  start_sodium();
  std::string box(text.size() + kBoxOverheadBytes, '\0');
  crypto_box_seal(reinterpret_cast<unsigned char*>(box.data()), bytes_of(text), text.size(),
                  keys.public_key.data());
  return box;
}

std::optional<std::string> open_box(std::string_view box, const BoxKeys& keys) {
  if (box.size() < kBoxOverheadBytes) return std::nullopt;
  start_sodium();
  std::string text(box.size() - kBoxOverheadBytes, '\0');
  if (crypto_box_seal_open(reinterpret_cast<unsigned char*>(text.data()), bytes_of(box), box.size(),
                           keys.public_key.data(), keys.secret_key.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace nexus::moderation
