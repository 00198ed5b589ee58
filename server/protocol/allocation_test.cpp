// Counts allocations: the decoder must not grow with hostile texts, nor allocate for fields without
// text.
// SPDX-License-Identifier: MIT
#include "protocol/generated/messages.hpp"

#include <cstdlib>
#include <new>
#include <string>

#include <gtest/gtest.h>

namespace {

std::size_t allocated_bytes = 0;

}  // namespace

void* operator new(std::size_t size) {
  allocated_bytes += size;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  allocated_bytes += size;
  return std::malloc(size);
}
// Inlined, they make g++ report a mismatch with a `new` that it has not inlined.
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace nexus::protocol {
namespace {

std::size_t bytes_to_decode(Decoder& decoder, std::string_view text) {
  const PaddedText padded(text);
  const std::size_t before = allocated_bytes;
  static_cast<void>(decoder.decode_match_client(padded));
  return allocated_bytes - before;
}

TEST(Allocation, ASmallMessageTakesNone) {
  Decoder decoder;
  EXPECT_EQ(bytes_to_decode(decoder, R"({"type":"cancel","find":1})"), 0u);
  EXPECT_EQ(bytes_to_decode(decoder, R"({"type":"find","find":1,"mode":"video"})"), 0u);
}

TEST(Allocation, HostileTextsOfAWholeFrameDoNotMakeTheDecoderGrow) {
  Decoder decoder;
  const std::string head = R"({"type":"hello","protocol":)";
  const std::size_t rest = limits::kFrameBytesMax - head.size();
  for (const char c : {'[', '{', '"', '\\', '1', ',', ' ', 'a', '\xff'}) {
    EXPECT_LT(bytes_to_decode(decoder, head + std::string(rest, c)), 200u) << c;
    EXPECT_LT(bytes_to_decode(decoder, std::string(limits::kFrameBytesMax, c)), 200u) << c;
  }
  std::string keys = "{";
  while (keys.size() < limits::kFrameBytesMax - 20) keys += "\"\":[],";
  EXPECT_LT(bytes_to_decode(decoder, keys + R"("type":"hello"})"), 200u);
  const std::string name(rest - 20, 'n');
  EXPECT_LT(bytes_to_decode(decoder, R"({"type":"hello",")" + name + "\":1}"), 500u);
}

TEST(Allocation, ATextBeyondTheFrameLimitIsNotEvenLookedAt) {
  Decoder decoder;
  EXPECT_LT(bytes_to_decode(decoder, std::string(100 * limits::kFrameBytesMax, '[')), 200u);
}

}  // namespace
}  // namespace nexus::protocol
