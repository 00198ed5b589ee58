// Sources of random bytes: the kernel's for production, a seeded one for tests and simulation.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <span>

namespace nexus {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  /// A number in [0, bound). The bias is negligible for bounds far below 2^64. `bound` > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
};

/// getrandom(2) behind a small buffer, so that an id costs no system call. Not thread-safe.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::array<std::uint8_t, 1024> buffer_{};
  std::size_t used_ = buffer_.size();
};

/// The same bytes for the same seed. Never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mt19937_64 engine_;
};

}  // namespace nexus
