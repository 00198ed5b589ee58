// Every golden vector must produce exactly the result that its line names.
// SPDX-License-Identifier: MIT
#include "protocol/testing/vectors.hpp"

#include "protocol/generated/messages.hpp"
#include "protocol/json_grammar.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::protocol {
namespace {

/// Calls `use` with the result of the channel's decoder.
template <class Use>
void decode(Decoder& decoder, const std::string& channel, const std::string& text, Use use) {
  // An exact allocation, so that AddressSanitizer sees a read beyond the padding.
  const PaddedText padded(text);
  if (channel == "match_client") return use(decoder.decode_match_client(padded));
  if (channel == "match_server") return use(decoder.decode_match_server(padded));
  if (channel == "room_client") return use(decoder.decode_room_client(padded));
  if (channel == "room_server") return use(decoder.decode_room_server(padded));
  throw std::runtime_error("no such channel: " + channel);
}

std::vector<Vector> valid_vectors() {
  auto vectors = read_vectors();
  std::erase_if(vectors, [](const Vector& vector) { return vector.error.has_value(); });
  return vectors;
}

TEST(Vectors, ValidOnesAreAcceptedAndComeBackFromTheirEncoding) {
  Decoder decoder;
  const auto vectors = valid_vectors();
  ASSERT_GT(vectors.size(), 100u);
  for (const Vector& vector : vectors) {
    SCOPED_TRACE(vector.name);
    EXPECT_TRUE(is_json_object(vector.text));
    decode(decoder, vector.channel, vector.text, [&](const auto& first) {
      ASSERT_TRUE(first.has_value()) << first.error().field << ' ' << first.error().message;
      const std::string again = std::visit([](const auto& m) { return encode(m); }, *first);
      decode(decoder, vector.channel, again, [&](const auto& second) {
        if constexpr (std::is_same_v<decltype(first), decltype(second)>) {
          ASSERT_TRUE(second.has_value()) << again;
          EXPECT_EQ(*first, *second);
        }
      });
    });
  }
}

TEST(Vectors, InvalidOnesAreRefusedWithTheirCode) {
  Decoder decoder;
  std::size_t count = 0;
  for (const auto& [name, channel, text, expected] : read_vectors()) {
    if (!expected) continue;
    ++count;
    SCOPED_TRACE(name);
    decode(decoder, channel, text, [&, &code = *expected](const auto& result) {
      ASSERT_FALSE(result.has_value());
      const DecodeError& error = result.error();
      EXPECT_EQ(to_text(error.code), to_text(code)) << error.field << ' ' << error.message;
      EXPECT_EQ(error.type.empty(), error.code != ErrorCode::kInvalidField);
      EXPECT_FALSE(error.message.empty());
    });
  }
  EXPECT_GT(count, 200u);
}

// A small fuzzer for every test run. A vector that is cut anywhere, or has one byte changed, may be
// refused or accepted, but must do no harm. The exact judge must agree that an accepted text is
// JSON.
TEST(Vectors, DamagedOnesDoNoHarm) {
  Decoder decoder;
  for (const Vector& vector : valid_vectors()) {
    SCOPED_TRACE(vector.name);
    const std::string& text = vector.text;
    if (text.size() > 400) continue;
    const auto try_text = [&](const std::string& damaged) {
      decode(decoder, vector.channel, damaged, [&](const auto& result) {
        if (result.has_value()) {
          EXPECT_TRUE(is_json_object(damaged)) << damaged;
        }
      });
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      try_text(text.substr(0, i));
      for (const char c : {'\0', '"', '\\', '{', '}', '[', ',', '9', ' ', '\xff'}) {
        std::string damaged = text;
        damaged[i] = c;
        try_text(damaged);
      }
    }
  }
}

}  // namespace
}  // namespace nexus::protocol
