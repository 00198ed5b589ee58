// SPDX-License-Identifier: MIT
#include "credentials/reference.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <openssl/sha.h>

namespace nexus::credentials {
namespace {

constexpr std::string_view kReferenceCharacters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned kBitsPerCharacter = 5;
constexpr std::size_t kEventReferenceLength = 7;
/// Where its hyphen stands.
constexpr std::size_t kEventReferenceFirst = 3;

/// The lowest bits as that many characters.
std::string characters(std::uint64_t bits, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += kReferenceCharacters[bits % kReferenceCharacters.size()];
    bits >>= kBitsPerCharacter;
  }
  return text;
}

}  // namespace

std::string reference_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | digest.at(i);
  return characters(bits, kReferenceLength);
}

bool is_reference(std::string_view text) {
  return text.size() == kReferenceLength &&
         text.find_first_not_of(kReferenceCharacters) == std::string_view::npos;
}

std::string random_reference(Random& random) {
  std::uint64_t bits = 0;
  random.fill({reinterpret_cast<std::uint8_t*>(&bits), sizeof bits});
  std::string reference = characters(bits, kEventReferenceLength);
  reference.insert(kEventReferenceFirst, 1, '-');
  return reference;
}

}  // namespace nexus::credentials
