// Turns a visitor's address into tags, under a key that is deleted after a week.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/network.hpp"
#include "base/random.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::credentials {

/// Weeks are counted since the epoch of WallTime, hence end on Wednesday at midnight, UTC.
using Week = std::int64_t;
[[nodiscard]] Week week_of(WallTime time);
[[nodiscard]] WallTime end_of(Week week);

/// Random, not derived from a lasting secret: a holder of the key can undo the tags of all IPv4
/// addresses by trying them, and once the key is deleted nobody can.
struct WeekKey {
  Week week = 0;
  std::array<std::uint8_t, 32> bytes{};

  [[nodiscard]] static WeekKey random(Week week, Random& random);
  /// As text for a store: the week, a blank, the bytes in base64url.
  [[nodiscard]] static std::optional<WeekKey> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  friend bool operator==(const WeekKey&, const WeekKey&) = default;
};

/// Port: where the nodes of a deployment keep the key that they share. Called on the process's
/// loop.
class WeekKeyStore {
 public:
  using Done = std::function<void(std::optional<WeekKey>)>;
  virtual ~WeekKeyStore() = default;
  /// Replies with the deployment's key of `candidate.week`, which is the candidate if there was
  /// none; nullopt if the store cannot be asked now. Keeps a key for `life` and no longer.
  virtual void agree(const WeekKey& candidate, std::chrono::milliseconds life, Done done) = 0;
};

/// Tags addresses under the key of the current week. Until the store has answered, a key of this
/// process's own is used, so that limits hold at once. A socket keeps the tags that it opened with.
/// Lives on the process's loop.
class NetworkTagger {
 public:
  /// `store` must outlive it.
  NetworkTagger(WeekKeyStore& store, const Clock& clock, Random& random);

  /// `address` has 16 bytes, IPv4 as ::ffff:a.b.c.d.
  [[nodiscard]] NetworkTags tags_of(const std::array<std::uint8_t, 16>& address) const;

  /// Replaces the key at the end of its week. Call about once a second.
  void tick();

 private:
  void begin_week();
  void agree();
  [[nodiscard]] NetworkTag tag(const std::array<std::uint8_t, 16>& address, unsigned bits) const;

  WeekKeyStore& store_;
  const Clock& clock_;
  Random& random_;
  WeekKey key_;
  bool is_agreed_ = false;
  bool is_asking_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::credentials
