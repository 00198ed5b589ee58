// SPDX-License-Identifier: MIT
#include "base/random.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/random.h>
#include <system_error>

namespace nexus {
namespace {

void read_kernel(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace

std::uint64_t Random::below(std::uint64_t bound) {
  std::array<std::uint8_t, 8> bytes{};
  fill(bytes);
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value % bound;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  if (bytes.size() > buffer_.size()) return read_kernel(bytes);
  if (used_ + bytes.size() > buffer_.size()) {
    read_kernel(buffer_);
    used_ = 0;
  }
  const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(used_);
  std::copy_n(from, bytes.size(), bytes.begin());
  std::fill_n(from, bytes.size(), std::uint8_t{0});  // no copy of an issued id stays in the buffer
  used_ += bytes.size();
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t word = engine_();
    std::memcpy(bytes.data() + at, &word, std::min<std::size_t>(8, bytes.size() - at));
  }
}

}  // namespace nexus
