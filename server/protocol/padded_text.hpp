// Readable bytes after a text, for a decoder that reads in wide steps.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::protocol {

/// How many bytes after a text Decoder may read. Their content does not matter.
inline constexpr std::size_t kDecodePaddingBytes = 64;

/// A copy of a text with that padding, for callers where the copy's cost does not matter. A
/// transport instead reads into a large enough buffer.
class PaddedText {
 public:
  explicit PaddedText(std::string_view text) : size_(text.size()) {
    bytes_.reserve(text.size() + kDecodePaddingBytes);
    bytes_.append(text);
    bytes_.append(kDecodePaddingBytes, '\0');
  }

  [[nodiscard]] std::string_view view() const { return std::string_view(bytes_).substr(0, size_); }
  operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)

 private:
  std::string bytes_;
  std::size_t size_;
};

}  // namespace nexus::protocol
