// SPDX-License-Identifier: MIT
#include "moderation/evidence.hpp"

#include "base/base64url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view kRoom = "cm9vbS1udW1iZXItMDA0Mg";
// The base64url of FF D8 FF E0 and a byte of zeros.
constexpr std::string_view kJpeg = "_9j_4AA";

std::string evidence_text(std::string_view rest) {
  return R"({"format":1,"room":")" + std::string(kRoom) + '"' + std::string(rest) + "}";
}

std::string evidence_problem(const std::string& text) {
  const auto read = parse_evidence(text);
  return read ? "none" : read.error();
}

TEST(ParseEvidence, ReadsPicturesAndChat) {
  const auto evidence = parse_evidence(
      evidence_text(R"(,"pictures":[")" + std::string(kJpeg) +
                    R"("],"chat":[{"at":1760000000042,"from":"partner","text":"come \u202Ehere"},)"
                    R"({"at":1760000000999,"from":"reporter","text":"no"}])"));
  ASSERT_TRUE(evidence) << evidence.error();
  EXPECT_EQ(evidence->room.text(), kRoom);
  EXPECT_THAT(evidence->pictures, ElementsAre(std::string("\xFF\xD8\xFF\xE0\0", 5)));
  ASSERT_THAT(evidence->lines, SizeIs(2));
  EXPECT_FALSE(evidence->lines[0].is_reporters);
  EXPECT_EQ(evidence->lines[0].text, "come here");
  EXPECT_EQ(evidence->lines[0].at.time_since_epoch().count(), 1'760'000'000'042);
  EXPECT_TRUE(evidence->lines[1].is_reporters);
  EXPECT_TRUE(parse_evidence(evidence_text("")));
}

TEST(ParseEvidence, TakesAsManyLinesAsAPageKeeps) {
  const auto with_lines = [](std::size_t count) {
    std::string lines;
    for (std::size_t i = 0; i < count; ++i) {
      lines += std::string(i == 0 ? "" : ",") + R"({"at":1,"from":"partner","text":"k"})";
    }
    return evidence_text(R"(,"chat":[)" + lines + "]");
  };
  const auto evidence = parse_evidence(with_lines(500));
  ASSERT_TRUE(evidence) << evidence.error();
  EXPECT_THAT(evidence->lines, SizeIs(500));
  EXPECT_THAT(evidence_problem(with_lines(501)), HasSubstr("500 items"));
}

TEST(ParseEvidence, RefusesWhatNoPageSends) {
  EXPECT_THAT(evidence_problem(""), HasSubstr("JSON"));
  EXPECT_THAT(evidence_problem("[]"), HasSubstr("JSON"));
  EXPECT_THAT(evidence_problem("{}"), HasSubstr("missing"));
  EXPECT_THAT(evidence_problem(R"({"format":2})"), HasSubstr("newer"));
  EXPECT_THAT(evidence_problem(R"({"format":1,"room":"../../etc"})"), HasSubstr("room"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"sound":1)")), HasSubstr("unknown"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"room":"x")")), HasSubstr("twice"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"pictures":["PGh0bWw-"])")), HasSubstr("JPEG"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"pictures":[7])")), HasSubstr("JPEG"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"pictures":["","","",""])")),
              HasSubstr("3 items"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"chat":[{"at":1,"from":"me","text":"a"}])")),
              HasSubstr("reporter or partner"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"chat":[{"at":-1,"from":"partner","text":""}])")),
              HasSubstr("milliseconds"));
  EXPECT_THAT(
      evidence_problem(evidence_text(R"(,"chat":[{"at":9e17,"from":"partner","text":""}])")),
      HasSubstr("milliseconds"));
  EXPECT_THAT(evidence_problem(evidence_text(R"(,"chat":[{"at":1,"from":"partner","text":")" +
                                             std::string(2049, 'x') + R"("}])")),
              HasSubstr("2048"));
  EXPECT_THAT(evidence_problem(std::string(kEvidenceBytesMax + 1, ' ')), HasSubstr("bytes"));
}

}  // namespace
}  // namespace nexus::moderation
