// SPDX-License-Identifier: MIT
#include "credentials/encounter_token.hpp"

#include "base/base64url.hpp"
#include "base/random.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace nexus::credentials {
namespace {

constexpr const char* kSecret = "a secret of good length";
constexpr const char* kNextSecret = "another secret, just as long";

EncounterTokens tokens_of(const std::vector<std::string>& secrets) {
  return EncounterTokens(Keyring::create(secrets, "encounter").value());
}

class EncounterTokenTest : public testing::Test {
 protected:
  [[nodiscard]] std::optional<MetPartner> read(std::string_view text) const {
    return tokens.partner(text, met.visitor, met.room, met.issued);
  }

  SeededRandom random{1};
  EncounterTokens tokens = tokens_of({kSecret});
  Encounter met{VisitorId::random(random), RoomId::random(random), VisitorId::random(random),
                NetworkTag::random(random), WallTime{std::chrono::hours(500'000)}};
};

TEST_F(EncounterTokenTest, NamesThePartner) {
  const std::string text = tokens.issue(met);
  EXPECT_EQ(read(text), (MetPartner{met.partner, met.partner_network}));
  EXPECT_LE(text.size(), 256U);
}

TEST_F(EncounterTokenTest, TellsItsBearerNothingOfThePartner) {
  const std::string text = tokens.issue(met);
  EXPECT_EQ(text.find(met.partner.text()), std::string::npos);
  const auto bytes = base64url_decode(text.substr(text.find('.') + 1));
  ASSERT_TRUE(bytes);
  const std::string carried(bytes->begin(), bytes->end());
  EXPECT_EQ(carried.find(met.partner.text()), std::string::npos);
  EXPECT_EQ(carried.find(met.partner_network.text()), std::string::npos);
  // The same partner's token differs in another room, too.
  Encounter again = met;
  again.room = RoomId::random(random);
  const std::string other = tokens.issue(again);
  EXPECT_EQ(other.size(), text.size());
  EXPECT_NE(other.substr(text.find('.') + 1, 20), text.substr(text.find('.') + 1, 20));
}

TEST_F(EncounterTokenTest, EndsAfterItsLife) {
  const std::string text = tokens.issue(met);
  const auto read_at = [&](WallTime now) {
    return tokens.partner(text, met.visitor, met.room, now);
  };
  EXPECT_TRUE(read_at(met.issued + kEncounterLife));
  EXPECT_FALSE(read_at(met.issued + kEncounterLife + std::chrono::milliseconds(1)));
  static_assert(kEncounterLife >= kSeatTokenLife + std::chrono::hours(1));
}

TEST_F(EncounterTokenTest, IsOfNoUseToAnotherVisitorOrForAnotherRoom) {
  const std::string text = tokens.issue(met);
  EXPECT_FALSE(tokens.partner(text, met.partner, met.room, met.issued));
  EXPECT_FALSE(tokens.partner(text, VisitorId::random(random), met.room, met.issued));
  EXPECT_FALSE(tokens.partner(text, met.visitor, RoomId::random(random), met.issued));
}

TEST_F(EncounterTokenTest, AcceptsNoBitThatIsNotItsOwn) {
  const std::string text = tokens.issue(met);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string forged = text;
      forged[at] = static_cast<char>(forged[at] ^ (1 << bit));
      EXPECT_FALSE(read(forged)) << at << ", bit " << bit;
    }
  }
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(read(text.substr(0, size)));
}

TEST_F(EncounterTokenTest, HoldsWhileItsSecretIsAcceptedAndNoLonger) {
  const std::string text = tokens.issue(met);
  const auto read_with = [&](const std::vector<std::string>& secrets) {
    return tokens_of(secrets).partner(text, met.visitor, met.room, met.issued);
  };
  EXPECT_EQ(read_with({kNextSecret, kSecret}), (MetPartner{met.partner, met.partner_network}));
  EXPECT_FALSE(read_with({kNextSecret}));
}

TEST_F(EncounterTokenTest, IsNoTokenOfAnotherPurpose) {
  const EncounterTokens others{Keyring::create({kSecret}, "session").value()};
  EXPECT_FALSE(others.partner(tokens.issue(met), met.visitor, met.room, met.issued));
  for (const char* text : {"", ".", "~", "AAAA.", "AAAA.AAAA"}) EXPECT_FALSE(read(text)) << text;
}

TEST_F(EncounterTokenTest, RefusesGenuineSealsOverOtherShapes) {
  const Keyring keyring = Keyring::create({kSecret}, "encounter").value();
  const std::string context = met.visitor.text() + "~" + met.room.text();
  const std::string partner = met.partner.text();
  for (const std::string& payload :
       {std::string("x"), partner, partner + "~", partner + "~soon",
        partner + "~" + partner + "~soon",
        partner + "~x~" + std::to_string(met.issued.time_since_epoch().count()),
        "x~" + partner + "~" + std::to_string(met.issued.time_since_epoch().count())}) {
    EXPECT_FALSE(read(keyring.seal(payload, context))) << payload;
  }
}

}  // namespace
}  // namespace nexus::credentials
