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

}  // namespace

std::string reference_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | digest.at(i);
  std::string reference;
  for (std::size_t i = 0; i < kReferenceLength; ++i) {
    reference += kReferenceCharacters[bits % kReferenceCharacters.size()];
    bits >>= kBitsPerCharacter;
  }
  return reference;
}

bool is_reference(std::string_view text) {
  return text.size() == kReferenceLength &&
         text.find_first_not_of(kReferenceCharacters) == std::string_view::npos;
}

}  // namespace nexus::credentials
