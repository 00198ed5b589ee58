// SPDX-License-Identifier: MIT
#include "protocol/generated/messages.hpp"

#include <cstdlib>
#include <new>
#include <string>

#include <gtest/gtest.h>

namespace nexus::protocol {
namespace {

constexpr std::string_view kRoom = "dGhpcy1pcy1hbi1pZC0xMg";

DecodeError refusal_of_find(std::string_view text) {
  Decoder decoder;
  auto result = decoder.decode_match_client(PaddedText(text));
  return result.has_value() ? DecodeError{} : result.error();
}

TEST(Decoder, ReadsEveryFieldOfAMessage) {
  Decoder decoder;
  const auto result = decoder.decode_match_client(PaddedText(
      R"({"type":"find","find":3,"mode":"text","interests":["a","b"],"languages":["en"],"offer":"v=0\r\n","answer":"v=0\r\na"})"));
  ASSERT_TRUE(result.has_value());
  const Find expected{.find = 3,
                      .mode = Mode::kText,
                      .interests = {"a", "b"},
                      .languages = {"en"},
                      .offer = "v=0\r\n",
                      .answer = "v=0\r\na"};
  EXPECT_EQ(std::get<Find>(*result), expected);
}

/// The descriptions have the shortest possible lines with escaped line ends; all other texts are
/// escaped throughout.
TEST(Decoder, TakesAFindOfWhichEverythingIsAtItsMost) {
  std::string sdp;
  while (sdp.size() < limits::kSdpBytesMax) sdp += "a=\r\n";
  const Find find{
      .find = 2147483647,
      .mode = Mode::kVideo,
      .lane = std::string(32, 'a'),
      .interests = std::vector(limits::kInterestsMax, std::string(limits::kInterestBytesMax, '\1')),
      .languages = std::vector(limits::kLanguagesMax, std::string(8, 'a')),
      .home = std::string(64, '\1'),
      .offer = sdp,
      .answer = sdp,
      .relay_only = false,
      .place = std::string(256, '\1')};
  const std::string text = encode(find);
  EXPECT_LE(text.size(), limits::kFrameBytesMax);
  Decoder decoder;
  const auto result = decoder.decode_match_client(PaddedText(text));
  ASSERT_TRUE(result.has_value()) << result.error().field;
  EXPECT_EQ(std::get<Find>(*result), find);
}

TEST(Decoder, NamesTheTypeAndThePathOfTheFieldAtFault) {
  const auto field = [](std::string_view text) { return refusal_of_find(text).field; };
  EXPECT_EQ(field(R"({"type":"find","find":0,"mode":"text"})"), "find");
  EXPECT_EQ(field(R"({"type":"find","find":1})"), "mode");
  EXPECT_EQ(field(R"({"type":"find","find":1,"mode":"text","interests":["a",""]})"), "interests");
  EXPECT_EQ(field(R"({"type":"find","find":1,"mode":"text","type":"find"})"), "type");
  EXPECT_EQ(field(R"({"type":"find","find":1,"mode":"text","whim":1})"), "whim");
  EXPECT_EQ(refusal_of_find(R"({"find":0,"mode":"text","type":"find"})").type, "find");

  Decoder decoder;
  const auto nested = decoder.decode_room_client(PaddedText(
      R"({"type":"candidates","room":"dGhpcy1pcy1hbi1pZC0xMg","candidates":[{"candidate":"","sdpMid":1}]})"));
  ASSERT_FALSE(nested.has_value());
  EXPECT_EQ(nested.error().type, "candidates");
  EXPECT_EQ(nested.error().field, "candidates.sdpMid");
}

TEST(Decoder, CutsALongUnknownNameAtACharacter) {
  std::string name = "a";
  for (int i = 0; i < 1000; ++i) name += "é";
  const auto error = refusal_of_find(R"({"type":"find","find":1,"mode":"text",")" + name + "\":1}");
  EXPECT_EQ(error.field, name.substr(0, 63));
  EXPECT_EQ(refusal_of_find(R"({"type":"find","find":1,"mode":"text","a\u0000b":1})").field, "a");
}

TEST(Decoder, AnErrorMadeOfARefusalIsItselfAValidMessage) {
  const auto refusal = refusal_of_find(R"({"type":"find","find":1,"mode":"text","a\u0000\"b":1})");
  const std::string text = encode(Error{.code = refusal.code,
                                        .message = refusal.message,
                                        .of = refusal.type,
                                        .field = refusal.field});
  Decoder decoder;
  EXPECT_TRUE(decoder.decode_match_server(PaddedText(text)).has_value());
}

TEST(Decoder, DoesNotDependOnWhatFollowsTheText) {
  Decoder decoder;
  const std::string text = R"({"type":"cancel","find":12})";
  for (const char filler : {'\0', '}', '"', '9', ' ', ',', '\xff'}) {
    const std::string buffer = text + std::string(kDecodePaddingBytes, filler);
    const auto result =
        decoder.decode_match_client(std::string_view(buffer).substr(0, text.size()));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(std::get<Cancel>(*result).find, 12);
    const auto cut =
        decoder.decode_match_client(std::string_view(buffer).substr(0, text.size() - 1));
    ASSERT_FALSE(cut.has_value());
    EXPECT_EQ(cut.error().code, ErrorCode::kMalformed);
  }
}

TEST(Decoder, IsAsGoodAfterARefusalAsBefore) {
  Decoder decoder;
  for (const std::string_view bad :
       {"", "{", R"({"type":"find"})", R"({"type":"x"})", "[[[[[[[[["}) {
    EXPECT_FALSE(decoder.decode_match_client(PaddedText(bad)).has_value());
    EXPECT_TRUE(decoder.decode_match_client(PaddedText(R"({"type":"hello","protocol":1})")));
  }
}

TEST(Decoder, MovesWithItsBuffers) {
  Decoder first;
  Decoder second = std::move(first);
  EXPECT_TRUE(second.decode_match_client(PaddedText(R"({"type":"hello","protocol":1})")));
}

TEST(Decoder, AMessageOutlivesItsText) {
  Decoder decoder;
  Result<RoomClientMessage, DecodeError> result = fail(DecodeError{});
  {
    std::string text = R"({"type":"typing","room":"dGhpcy1pcy1hbi1pZC0xMg","on":true})";
    const std::size_t size = text.size();
    text.resize(size + kDecodePaddingBytes);
    result = decoder.decode_room_client(std::string_view(text).substr(0, size));
    text.assign(text.size(), '#');
  }
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(std::get<Typing>(*result).room, kRoom);
}

TEST(Encoder, WritesCompactJsonWithTheTypeFirst) {
  EXPECT_EQ(encode(Queued{.find = 1, .waiting = 3}), R"({"type":"queued","find":1,"waiting":3})");
  EXPECT_EQ(encode(Typing{.room = "r", .on = true}), R"({"type":"typing","room":"r","on":true})");
}

TEST(Encoder, LeavesOutWhatIsAbsentAndKeepsRequiredEmptyLists) {
  EXPECT_EQ(encode(Find{.find = 1, .mode = Mode::kText}),
            R"({"type":"find","find":1,"mode":"text"})");
  EXPECT_EQ(encode(Candidates{.room = "r"}), R"({"type":"candidates","room":"r","candidates":[]})");
  EXPECT_EQ(encode(Description{.room = "r", .description = {.type = DescriptionType::kRollback}}),
            R"({"type":"description","room":"r","description":{"type":"rollback"}})");
}

TEST(Encoder, AppendsToWhatIsThere) {
  std::string out = "before";
  encode(Goodbye{.retry_after_ms = 5}, out);
  EXPECT_EQ(out, R"(before{"type":"goodbye","retry_after_ms":5})");
}

TEST(Encoder, EscapesWhatJsonDemandsAndNothingElse) {
  EXPECT_EQ(encode(Join{.seat = "\" \\ / \b \t \n \f \r \x01 \x1f \x7f é \xe2\x80\xa8"}),
            "{\"type\":\"join\",\"seat\":\"\\\" \\\\ / \\b \\t \\n \\f \\r \\u0001 \\u001f \x7f é "
            "\xe2\x80\xa8\"}");
}

TEST(Encoder, FindsEveryByteToEscapeWhereverItStands) {
  // Each byte at each position of a text of a few machine words, also after bytes whose high bit is
  // set.
  for (int byte = 1; byte < 0x80; ++byte) {
    for (const std::string_view plain : {"xxxxxxxxxxxxxxxxxxx", "ééééééééé!"}) {
      for (std::size_t place = 0; place < plain.size(); place += plain[0] == 'x' ? 1 : 2) {
        std::string text(plain);
        text.insert(place, 1, static_cast<char>(byte));
        const std::string encoded = encode(Join{.seat = text});
        Decoder decoder;
        const auto result = decoder.decode_room_client(PaddedText(encoded));
        ASSERT_TRUE(result.has_value()) << byte << " at " << place << ": " << encoded;
        EXPECT_EQ(std::get<Join>(*result).seat, text);
      }
    }
  }
}

TEST(Names, ComeBackFromTheirText) {
  for (const ErrorCode code : kErrorCodeValues) EXPECT_EQ(parse_error_code(to_text(code)), code);
  for (const LeftReason reason : kLeftReasonValues) {
    EXPECT_EQ(parse_left_reason(to_text(reason)), reason);
  }
  EXPECT_FALSE(parse_mode("").has_value());
  EXPECT_FALSE(parse_mode("Video").has_value());
}

TEST(CloseCodes, SayWhetherToComeBack) {
  for (const CloseCodeInfo& info : kCloseCodes) {
    EXPECT_EQ(info.name, to_text(info.code));
    const auto number = static_cast<int>(info.code);
    if (number >= 4000) {
      EXPECT_EQ(info.reconnect, number < 4500);
    }
  }
}

}  // namespace
}  // namespace nexus::protocol
