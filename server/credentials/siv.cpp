// SPDX-License-Identifier: MIT
#include "credentials/siv.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace nexus::credentials {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Cipher start(const SivKey& key, bool seals) {
  const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> siv(
      EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr), &EVP_CIPHER_free);
  Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  if (!siv || !cipher ||
      EVP_CipherInit_ex(cipher.get(), siv.get(), nullptr, key.data(), nullptr, seals ? 1 : 0) !=
          1) {
    throw std::runtime_error("OpenSSL has no AES-SIV");
  }
  return cipher;
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Without `out` the bytes are context. False if they do not match the tag.
bool feed(const Cipher& cipher, std::uint8_t* out, const std::uint8_t* in, std::size_t size) {
  int done = 0;
  return EVP_CipherUpdate(cipher.get(), out, &done, in, static_cast<int>(size)) == 1;
}

}  // namespace

std::vector<std::uint8_t> siv_seal(const SivKey& key, std::string_view context,
                                   std::string_view text) {
  const Cipher cipher = start(key, true);
  std::vector<std::uint8_t> sealed(kSivTagBytes + text.size());
  std::uint8_t* const tag = sealed.data();
  if (!feed(cipher, nullptr, bytes_of(context), context.size()) ||
      !feed(cipher, tag + kSivTagBytes, bytes_of(text), text.size()) ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kSivTagBytes, tag) != 1) {
    throw std::runtime_error("OpenSSL does not seal");
  }
  return sealed;
}

std::optional<std::string> siv_open(const SivKey& key, std::string_view context,
                                    std::span<const std::uint8_t> sealed) {
  if (sealed.size() <= kSivTagBytes) return std::nullopt;
  const Cipher cipher = start(key, false);
  std::vector<std::uint8_t> tag(sealed.begin(), sealed.begin() + kSivTagBytes);
  const auto encrypted = sealed.subspan(kSivTagBytes);
  std::string text(encrypted.size(), '\0');
  if (EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kSivTagBytes, tag.data()) != 1 ||
      !feed(cipher, nullptr, bytes_of(context), context.size()) ||
      !feed(cipher, reinterpret_cast<std::uint8_t*>(text.data()), encrypted.data(),
            encrypted.size())) {
    return std::nullopt;
  }
  return text;
}

}  // namespace nexus::credentials
