// SPDX-License-Identifier: MIT
#include "matching/profile.hpp"

#include "base/random.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace nexus::matching {
namespace {

using testing::Test;

Profile profile_of(std::vector<std::string> interests, std::vector<std::string> languages = {}) {
  protocol::Find find;
  find.interests = std::move(interests);
  find.languages = std::move(languages);
  return make_profile(find);
}

TEST(Profile, BringsWishesIntoNormalForm) {
  const Profile profile =
      profile_of({"  Board\t Games ", "MUSIC", "music", " ", "\n"}, {"EN", "de"});
  EXPECT_EQ(profile.interests, (std::vector<std::string>{"board games", "music"}));
  EXPECT_EQ(profile.languages, (std::vector<std::string>{"de", "en"}));
}

TEST(Profile, TakesForTheSameWhatPeopleTakeForTheSame) {
  const std::vector<std::vector<std::string>> kAlike = {
      {"café", "cafe\u0301", "CAFÉ", "CAFE\u0301", " Café\u00A0"},
      {"straße", "STRASSE", "Strasse", "STRAẞE"},
      {"Ünïcode 🎲", "ünïcode\u3000🎲", "U\u0308NI\u0308CODE \u200B🎲"},
      {"ｶﾞｰﾃﾞﾆﾝｸﾞ", "ガーデニング"},
      {"Σίσυφος", "ΣΊΣΥΦΟΣ"},
      {"balık", "BALIK", "balik"},
      {"istanbul", "İSTANBUL", "İstanbul"},
      {"rock'n'roll", "Rock’n’Roll"},
      {"hip-hop", "Hip‐Hop", "hip–hop"},
      {"한국", "\u1112\u1161\u11AB\u1100\u116E\u11A8"}};
  for (const std::vector<std::string>& alike : kAlike) {
    EXPECT_EQ(profile_of(alike).interests.size(), 1U) << alike.front();
  }
  EXPECT_EQ(profile_of({"CAFE\u0301"}).interests, std::vector<std::string>{"café"});
}

TEST(Profile, DropsWhatNobodySees) {
  EXPECT_TRUE(profile_of({"\u200B", "\u3164", "\u2800", "\x1f", "\u00AD"}).interests.empty());
}

TEST(Profile, StaysWithinTheWiresLimit) {
  // One character of three bytes that is replaced by eighteen characters of 33 bytes.
  const std::vector<std::string> interests = profile_of({"\uFDFA\uFDFA\uFDFA"}).interests;
  ASSERT_EQ(interests.size(), 1U);
  EXPECT_LE(interests[0].size(), protocol::limits::kInterestBytesMax);
  EXPECT_GT(interests[0].size(), protocol::limits::kInterestBytesMax - 4);
  EXPECT_EQ(profile_of(interests).interests, interests);
}

TEST(Profile, IsDecodedAsItWasEncoded) {
  const Profile profile = profile_of({"chess", "music"}, {"en"});
  const Profile back = decode_profile(encode_profile(profile));
  EXPECT_EQ(back.interests, profile.interests);
  EXPECT_EQ(back.languages, profile.languages);
}

TEST(Profile, TellsThePartnersDeskOfTheWishToHideTheAddress) {
  protocol::Find find;
  find.interests = {"rrr"};
  EXPECT_FALSE(decode_profile(encode_profile(make_profile(find))).relay_only);
  find.relay_only = true;
  EXPECT_EQ(decode_profile(encode_profile(make_profile(find))), make_profile(find));
}

TEST(Profile, TellsThePartnersDeskOfTheNetwork) {
  SeededRandom random(1);
  Profile profile = profile_of({"chess"}, {"en"});
  profile.network = NetworkTag::random(random);
  profile.region = NetworkTag::random(random);
  EXPECT_EQ(decode_profile(encode_profile(profile)), profile);
  profile.relay_only = true;
  EXPECT_EQ(decode_profile(encode_profile(profile)), profile);
}

TEST(Profile, TellsThePartnersDeskWhomToMeetAgain) {
  SeededRandom random(1);
  Profile profile = profile_of({"chess"}, {"en"});
  const std::string usual = encode_profile(profile);
  profile.again = {RoomId::random(random), RoomId::random(random)};
  std::sort(profile.again.begin(), profile.again.end());
  EXPECT_EQ(decode_profile(encode_profile(profile)), profile);
  EXPECT_TRUE(encode_profile(profile).starts_with(usual)) << "other searches cost what they did";
}

TEST(Profile, TwoMeetAgainIfBothNameARoom) {
  SeededRandom random(1);
  std::vector<RoomId> rooms{RoomId::random(random), RoomId::random(random), RoomId::random(random)};
  std::sort(rooms.begin(), rooms.end());
  Profile anna, ben;
  EXPECT_TRUE(met_in(anna, ben).is_none());
  anna.again = {rooms[0], rooms[1], rooms[2]};
  EXPECT_TRUE(met_in(anna, ben).is_none());
  ben.again = {rooms[1], rooms[2]};
  EXPECT_EQ(met_in(anna, ben), rooms[1]);
  EXPECT_EQ(met_in(ben, anna), rooms[1]);
}

TEST(Profile, DecodesATextWithoutMarks) {
  const Profile back = decode_profile("chess\x1f\nen\x1f");
  EXPECT_EQ(back.interests, std::vector<std::string>{"chess"});
  EXPECT_EQ(back.languages, std::vector<std::string>{"en"});
  EXPECT_FALSE(back.relay_only);
}

TEST(Profile, DecodesAForeignTextAsEmpty) {
  EXPECT_EQ(decode_profile(""), Profile{});
  EXPECT_EQ(decode_profile("no separators"), Profile{});
}

TEST(Profile, TellsOnlyWhatBothHave) {
  const protocol::Partner partner = in_common(profile_of({"chess", "music"}, {"en", "fr"}),
                                              profile_of({"films", "music"}, {"de"}));
  EXPECT_EQ(partner.interests, std::vector<std::string>{"music"});
  EXPECT_TRUE(partner.languages.empty());
}

}  // namespace
}  // namespace nexus::matching
