// SPDX-License-Identifier: MIT
#include "credentials/network_tag.hpp"

#include "base/base64url.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace nexus::credentials {
namespace {

using Address = std::array<std::uint8_t, 16>;

constexpr unsigned kMappedBits = 96;

bool is_v4(const Address& address) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(kMapped.begin(), kMapped.end(), address.begin());
}

}  // namespace

Week week_of(WallTime time) {
  return std::chrono::floor<std::chrono::weeks>(time.time_since_epoch()).count();
}

WallTime end_of(Week week) { return WallTime(std::chrono::weeks(week + 1)); }

WeekKey WeekKey::random(Week week, Random& random) {
  WeekKey key{.week = week};
  random.fill(key.bytes);
  return key;
}

std::optional<WeekKey> WeekKey::parse(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto week = parse_number<Week>(text.substr(0, blank));
  const auto bytes = base64url_decode(text.substr(blank + 1));
  WeekKey key;
  if (!week || !bytes || bytes->size() != key.bytes.size()) return std::nullopt;
  key.week = *week;
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

std::string WeekKey::text() const { return std::to_string(week) + ' ' + base64url_encode(bytes); }

NetworkTagger::NetworkTagger(WeekKeyStore& store, const Clock& clock, Random& random)
    : store_(store), clock_(clock), random_(random) {
  begin_week();
}

NetworkTags NetworkTagger::tags_of(const Address& address) const {
  if (is_v4(address)) {
    return {.host = tag(address, 128), .site = tag(address, kMappedBits + 24), .region = {}};
  }
  return {.host = tag(address, 64), .site = tag(address, 56), .region = tag(address, 48)};
}

void NetworkTagger::tick() {
  if (week_of(clock_.wall()) != key_.week) return begin_week();
  if (!is_agreed_) agree();
}

void NetworkTagger::begin_week() {
  OPENSSL_cleanse(key_.bytes.data(), key_.bytes.size());
  key_ = WeekKey::random(week_of(clock_.wall()), random_);
  is_agreed_ = false;
  agree();
}

void NetworkTagger::agree() {
  if (is_asking_) return;
  is_asking_ = true;
  const auto life =
      std::chrono::duration_cast<std::chrono::milliseconds>(end_of(key_.week) - clock_.wall());
  store_.agree(key_, life, [this, alive = std::weak_ptr(alive_)](std::optional<WeekKey> key) {
    if (alive.expired()) return;
    is_asking_ = false;
    if (!key || key->week != key_.week) return;  // asked again at the next tick
    key_ = *key;
    is_agreed_ = true;
  });
}

/// HMAC-SHA256 of the number of bits and the prefix, cut to 128 bits. The number separates the
/// families, because an IPv4 prefix has more than 96 bits.
NetworkTag NetworkTagger::tag(const Address& address, unsigned bits) const {
  std::array<std::uint8_t, 17> text{};
  text[0] = static_cast<std::uint8_t>(bits);
  std::copy_n(address.begin(), bits / 8, text.begin() + 1);
  std::array<std::uint8_t, 32> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key_.bytes.data(), static_cast<int>(key_.bytes.size()), text.data(),
       text.size(), mac.data(), &size);
  NetworkTag tag;
  static_assert(std::is_trivially_copyable_v<NetworkTag> && sizeof tag == 16);
  std::memcpy(&tag, mac.data(), sizeof tag);
  return tag;
}

}  // namespace nexus::credentials
