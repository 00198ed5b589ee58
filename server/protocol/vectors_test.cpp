// Every golden vector must come to exactly the result that its path names.
// SPDX-License-Identifier: MIT
#include "protocol/generated/messages.hpp"
#include "protocol/json_grammar.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::protocol {
namespace {

namespace fs = std::filesystem;

const fs::path kVectors = NEXUS_PROTOCOL_VECTORS;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Calls `use` with the result of the decoder that the file's name asks for.
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

std::string channel_of(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.substr(0, name.find('.'));
}

TEST(Vectors, ValidOnesAreAcceptedAndComeBackFromTheirEncoding) {
  Decoder decoder;
  const auto files = files_below(kVectors / "valid");
  ASSERT_GT(files.size(), 100u);
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.filename().string());
    const std::string channel = channel_of(file);
    const std::string text = bytes_of(file);
    EXPECT_TRUE(is_json_object(text));
    decode(decoder, channel, text, [&](const auto& first) {
      ASSERT_TRUE(first.has_value()) << first.error().field << ' ' << first.error().message;
      const std::string again = std::visit([](const auto& m) { return encode(m); }, *first);
      decode(decoder, channel, again, [&](const auto& second) {
        if constexpr (std::is_same_v<decltype(first), decltype(second)>) {
          ASSERT_TRUE(second.has_value()) << again;
          EXPECT_EQ(*first, *second);
        }
      });
    });
  }
}

TEST(Vectors, InvalidOnesAreRefusedWithTheCodeOfTheirFolder) {
  Decoder decoder;
  const auto files = files_below(kVectors / "invalid");
  ASSERT_GT(files.size(), 200u);
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.filename().string());
    const auto expected = parse_error_code(file.parent_path().filename().string());
    ASSERT_TRUE(expected.has_value());
    decode(decoder, channel_of(file), bytes_of(file), [&](const auto& result) {
      ASSERT_FALSE(result.has_value());
      const DecodeError& error = result.error();
      EXPECT_EQ(to_text(error.code), to_text(*expected)) << error.field << ' ' << error.message;
      EXPECT_EQ(error.type.empty(), error.code != ErrorCode::kInvalidField);
      EXPECT_FALSE(error.message.empty());
    });
  }
}

// A vector that is cut anywhere, or has one byte changed, may be refused or accepted but must not
// do harm; what is accepted is JSON by the exact judge as well. A small fuzzer that every test run
// affords.
TEST(Vectors, DamagedOnesDoNoHarm) {
  Decoder decoder;
  for (const fs::path& file : files_below(kVectors / "valid")) {
    SCOPED_TRACE(file.filename().string());
    const std::string channel = channel_of(file);
    const std::string text = bytes_of(file);
    if (text.size() > 400) continue;
    const auto try_text = [&](const std::string& damaged) {
      decode(decoder, channel, damaged, [&](const auto& result) {
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
