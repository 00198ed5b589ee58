// SPDX-License-Identifier: MIT
#include "transport/frame.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string result;
  for (const int value : values) result.push_back(static_cast<char>(value));
  return result;
}

const Violation* violation(const HeaderResult& result) { return std::get_if<Violation>(&result); }

TEST(FrameHeader, ReadsEveryLengthForm) {
  struct Case {
    std::string bytes;
    std::uint64_t payload_bytes;
    std::size_t header_bytes;
  };
  const std::vector<Case> cases{
      {bytes({0x81, 0x80, 1, 2, 3, 4}), 0, 6},
      {bytes({0x81, 0xFD, 1, 2, 3, 4}), 125, 6},
      {bytes({0x81, 0xFE, 0, 126, 1, 2, 3, 4}), 126, 8},
      {bytes({0x81, 0xFE, 0xFF, 0xFF, 1, 2, 3, 4}), 65535, 8},
      {bytes({0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4}), 65536, 14},
      {bytes({0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4}),
       0x7FFFFFFFFFFFFFFF, 14},
  };
  for (const Case& c : cases) {
    const HeaderResult result = parse_frame_header(c.bytes);
    const auto* header = std::get_if<FrameHeader>(&result);
    ASSERT_NE(header, nullptr) << c.payload_bytes;
    EXPECT_EQ(header->payload_bytes, c.payload_bytes);
    EXPECT_EQ(header->header_bytes, c.header_bytes);
    EXPECT_TRUE(header->fin);
    EXPECT_EQ(header->opcode, Opcode::kText);
    EXPECT_EQ(header->mask, (Mask{1, 2, 3, 4}));
  }
}

TEST(FrameHeader, AsksForTheBytesThatAreMissing) {
  for (const std::string& whole :
       {bytes({0x01, 0x85, 1, 2, 3, 4}), bytes({0x81, 0xFE, 1, 0, 1, 2, 3, 4}),
        bytes({0x80, 0xFF, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4})}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const HeaderResult result = parse_frame_header(std::string_view(whole).substr(0, length));
      const auto* need = std::get_if<NeedBytes>(&result);
      ASSERT_NE(need, nullptr) << length;
      EXPECT_GT(need->total_bytes, length);
      EXPECT_LE(need->total_bytes, whole.size());
    }
    EXPECT_TRUE(std::holds_alternative<FrameHeader>(parse_frame_header(whole)));
  }
}

TEST(FrameHeader, RefusesEveryReservedBit) {
  for (int first = 0; first < 256; ++first) {
    if ((first & 0x70) == 0) continue;
    const auto result = parse_frame_header(bytes({first, 0x80, 0, 0, 0, 0}));
    ASSERT_TRUE(violation(result)) << first;
    EXPECT_EQ(violation(result)->code, kCloseProtocolError);
  }
}

TEST(FrameHeader, KnowsSixOpcodesAndRefusesTen) {
  int known = 0;
  for (int opcode = 0; opcode < 16; ++opcode) {
    known += violation(parse_frame_header(bytes({0x80 | opcode, 0x80, 0, 0, 0, 0}))) == nullptr;
  }
  EXPECT_EQ(known, 6);
}

TEST(FrameHeader, RefusesWhatTheRfcForbids) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {bytes({0x81, 0x05}), "frame not masked"},
      {bytes({0x89, 0x00}), "frame not masked"},
      {bytes({0x08}), "fragmented control frame"},
      {bytes({0x09, 0x80}), "fragmented control frame"},
      {bytes({0x0A, 0x80}), "fragmented control frame"},
      {bytes({0x88, 0xFE}), "control frame too long"},
      {bytes({0x89, 0xFF}), "control frame too long"},
      {bytes({0x81, 0xFE, 0, 125}), "length not in its shortest form"},
      {bytes({0x81, 0xFE, 0, 0}), "length not in its shortest form"},
      {bytes({0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}), "length not in its shortest form"},
      {bytes({0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0}), "length above 2^63"},
      {bytes({0x83, 0x80}), "reserved opcode"},
      {bytes({0x8B}), "reserved opcode"},
      {bytes({0xC1}), "reserved bits set"},
  };
  for (const auto& [input, what] : cases) {
    const auto result = parse_frame_header(input);
    ASSERT_TRUE(violation(result)) << what;
    EXPECT_EQ(violation(result)->what, what);
    EXPECT_EQ(violation(result)->code, kCloseProtocolError);
  }
}

TEST(FrameHeader, NeverReadsBehindWhatItIsGiven) {
  const unsigned seed = 6455;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 200'000; ++i) {
    std::vector<char> exact(random() % 16);  // on the heap, where a sanitizer checks its end
    for (char& byte : exact) byte = static_cast<char>(random());
    if (!exact.empty() && i % 2 == 0) exact[0] = static_cast<char>(exact[0] & 0x81);
    const auto result = parse_frame_header(exact);
    const auto* need = std::get_if<NeedBytes>(&result);
    const auto* header = std::get_if<FrameHeader>(&result);
    ASSERT_TRUE(need == nullptr || need->total_bytes > exact.size());
    ASSERT_TRUE(header == nullptr || header->header_bytes <= exact.size());
  }
}

TEST(Unmask, EqualsTheDefinitionForEveryLengthAndAlignment) {
  const Mask mask{0x37, 0xFA, 0x21, 0x3D};
  for (std::size_t offset = 0; offset < 8; ++offset) {
    for (std::size_t length = 0; length < 70; ++length) {
      std::string buffer(offset + length + 3, 'x');
      std::string expected = buffer;
      for (std::size_t i = 0; i < length; ++i) {
        expected[offset + i] = static_cast<char>(expected[offset + i] ^ mask[i % 4]);
      }
      unmask(std::span(buffer).subspan(offset, length), mask);
      ASSERT_EQ(buffer, expected) << offset << " " << length;
    }
  }
}

TEST(Unmask, ReadsTheExampleOfTheRfc) {
  std::string payload = bytes({0x7F, 0x9F, 0x4D, 0x51, 0x58});  // section 5.7
  unmask(payload, {0x37, 0xFA, 0x21, 0x3D});
  EXPECT_EQ(payload, "Hello");
}

TEST(WriteFrameHeader, UsesTheShortestLength) {
  const auto write = [](std::size_t payload) {
    std::array<char, kSentHeaderBytesMax> out{};
    return std::string(out.data(), write_frame_header(Opcode::kText, payload, out));
  };
  EXPECT_EQ(write(0), bytes({0x81, 0}));
  EXPECT_EQ(write(125), bytes({0x81, 125}));
  EXPECT_EQ(write(126), bytes({0x81, 126, 0, 126}));
  EXPECT_EQ(write(65535), bytes({0x81, 126, 0xFF, 0xFF}));
  EXPECT_EQ(write(65536), bytes({0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}));
}

TEST(CloseCode, MayBeSentOrMayNot) {
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999}) {
    EXPECT_TRUE(is_sendable_close_code(static_cast<std::uint16_t>(code))) << code;
  }
  for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    EXPECT_FALSE(is_sendable_close_code(static_cast<std::uint16_t>(code))) << code;
  }
}

TEST(ClosePayload, IsReadAsTheRfcSays) {
  const auto code = [](const std::string& payload) {
    const auto result = parse_close_payload(payload);
    const auto* refused = std::get_if<Violation>(&result);
    return refused ? -int{refused->code} : int{std::get<CloseStatus>(result).code};
  };
  EXPECT_EQ(code(""), 1005);
  EXPECT_EQ(code(bytes({0x03})), -1002);
  EXPECT_EQ(code(bytes({0x03, 0xE8})), 1000);
  EXPECT_EQ(code(bytes({0x03, 0xE8, 'o', 'k'})), 1000);
  EXPECT_EQ(code(bytes({0x03, 0xED})), -1002);  // 1005
  EXPECT_EQ(code(bytes({0x03, 0xEE})), -1002);  // 1006
  EXPECT_EQ(code(bytes({0x00, 0x00})), -1002);
  EXPECT_EQ(code(bytes({0x03, 0xE8, 0xFF})), -1007);
  EXPECT_EQ(code(bytes({0x03, 0xE8, 0xE2, 0x82})), -1007);
}

TEST(ClosePayload, IsCutBetweenCharacters) {
  std::string reason(122, 'a');
  reason += "\u20AC";  // three bytes, from 122 to 124
  EXPECT_EQ(make_close_payload(1000, reason), bytes({0x03, 0xE8}) + std::string(122, 'a'));
  EXPECT_EQ(make_close_payload(1000, std::string(123, 'b')).size(), 125U);
}

TEST(ClosePayload, NeverCarriesAForbiddenCode) {
  EXPECT_EQ(make_close_payload(kCloseNoStatus, "x"), "");
  EXPECT_EQ(make_close_payload(1006, ""), bytes({0x03, 0xF3}));
  EXPECT_EQ(make_close_payload(4001, ""), bytes({0x0F, 0xA1}));
}

}  // namespace
}  // namespace nexus::transport
