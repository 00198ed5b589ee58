// SPDX-License-Identifier: MIT
#include "moderation/ban_list.hpp"

#include "base/random.hpp"
#include "credentials/credentials.hpp"
#include "credentials/reference.hpp"
#include "protocol/generated/messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::moderation {
namespace {

using testing::HasSubstr;
using transport::Cidr;
using transport::IpAddress;

constexpr std::string_view kAnna = "dGhpcy1pcy1hbi1pZC0xMg";
const WallTime kNow{std::chrono::milliseconds(1'775'000'000'000)};  // 2026-03-31T23:33:20Z

std::string line(std::string_view who, std::string_view rest = "") {
  return "{" + std::string(who) + std::string(rest) + "}";
}
const std::string kVisitor = R"("visitor":")" + std::string(kAnna) + '"';

BanEntry good(std::string_view text) {
  auto entry = parse_ban(text);
  if (!entry) ADD_FAILURE() << text << ": " << entry.error();
  return entry ? std::move(*entry) : BanEntry{};
}

std::string problem(std::string_view text) {
  const auto entry = parse_ban(text);
  return entry ? "none" : entry.error();
}

TEST(ParseBan, HasAReferenceThatTheOperatorFindsAgain) {
  EXPECT_EQ(good(line(kVisitor, R"(,"reference":"K7-2026")")).ban.reference, "K7-2026");
  const std::string made = good(line(kVisitor, "")).ban.reference;
  EXPECT_TRUE(credentials::is_reference(made));
  EXPECT_EQ(good(line(kVisitor, R"(,"reason":"spam")")).ban.reference, made);
  EXPECT_NE(good(R"({"address":"192.0.2.7"})").ban.reference, made);
}

TEST(ParseBan, ReadsAVisitorWithEndAndReason) {
  const BanEntry entry =
      good(line(kVisitor, R"(,"until":"2026-04-01T00:00:00Z","reason":"spam, twice")"));
  EXPECT_EQ(std::get<VisitorId>(entry.who).text(), kAnna);
  EXPECT_EQ(entry.ban.until, WallTime(std::chrono::sys_days(std::chrono::year(2026) / 4 / 1)));
  EXPECT_EQ(entry.ban.reason, "spam, twice");
}

TEST(ParseBan, NeedsNeitherEndNorReason) {
  const BanEntry entry = good(R"( { "visitor" : "dGhpcy1pcy1hbi1pZC0xMg" } )");
  EXPECT_FALSE(entry.ban.until);
  EXPECT_EQ(entry.ban.reason, "");
}

TEST(ParseBan, ReadsAddressesAndBlocksOfBothKinds) {
  const auto bits = [](std::string_view address) {
    return std::get<Cidr>(good(line(R"("address":")" + std::string(address) + '"')).who).bits;
  };
  EXPECT_EQ(bits("192.0.2.7"), 128U);
  EXPECT_EQ(bits("192.0.2.0/24"), 120U);
  EXPECT_EQ(bits("2001:db8::7"), 128U);
  EXPECT_EQ(bits("2001:db8::/64"), 64U);
}

TEST(ParseBan, ReadsTimesInUtc) {
  const auto until = [](std::string_view time) {
    return good(line(kVisitor, R"(,"until":")" + std::string(time) + '"')).ban.until;
  };
  EXPECT_EQ(until("2026-03-31T23:33:20Z"), kNow);
  EXPECT_EQ(until("2026-03-31T23:33:20.04299Z"), kNow + std::chrono::milliseconds(42));
  EXPECT_EQ(until("2024-02-29T23:59:59Z"), WallTime(std::chrono::milliseconds(1'709'251'199'000)));
  for (const char* wrong :
       {"", "Z", "tomorrow", "2026-04-01", "2026-04-01T00:00:00", "2026-04-01T00:00:00+02:00",
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-04-01T24:00:00Z",
        "2026-04-01T00:60:00Z", "2026-04-01T00:00:00.Z", "2026-04-01T00:00:00.1x2Z",
        "2026-04-01 00:00:00Z", "2026-4-1T00:00:00Z", "2026-04-01T00:00:00ZZ"}) {
    EXPECT_THAT(problem(line(kVisitor, R"(,"until":")" + std::string(wrong) + '"')),
                HasSubstr("until"))
        << wrong;
  }
}

TEST(ParseBan, TakesOutOfAReasonWhatNobodySees) {
  EXPECT_EQ(good(line(kVisitor, R"(,"reason":"a\u0000b\u202Ec\u001b[1m")")).ban.reason, "abc[1m");
}

TEST(ParseBan, SaysWhatIsWrong) {
  const std::string many(protocol::limits::kBanReasonBytesMax + 1, 'x');
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "JSON"},
      {"{", "JSON"},
      {"[]", "JSON"},
      {"{} {}", "JSON"},
      {R"({"visitor":"dGhpcy1pcy1hbi1pZC0xMg","reason":"\ud800"})", "JSON"},
      {"{\"visitor\":\"dGhpcy1pcy1hbi1pZC0xMg\",\"reason\":\"\xFF\"}", "JSON"},
      {"{}", "bans nobody"},
      {R"({"reason":"spam"})", "bans nobody"},
      {line(kVisitor, R"(,"address":"192.0.2.7")"), "bans two"},
      {line(kVisitor, "," + kVisitor), "visitor is given twice"},
      {line(kVisitor, R"(,"reason":"","reason":"spam")"), "reason is given twice"},
      {line(kVisitor, R"(,"untill":"2026-04-01T00:00:00Z")"),
       "unknown key \"untill\"; did you mean until?"},
      {line(kVisitor, R"(,"who":"x")"), "nothing else"},
      {line(kVisitor, R"(,"until":1775000000)"), "until must be a text"},
      {line(kVisitor, R"(,"reason":null)"), "reason must be a text"},
      {line(kVisitor, R"(,"reference":"")"), "1 to 32 letters"},
      {line(kVisitor, R"(,"reference":"a b")"), "1 to 32 letters"},
      {line(kVisitor, R"(,"reference":"012345678901234567890123456789012")"), "1 to 32 letters"},
      {line(kVisitor, R"(,"reason":")" + many + '"'), "500 bytes"},
      {R"({"visitor":"anna"})", "22 characters"},
      {R"({"address":"203.0.113.7/24"})", "did you mean 203.0.113.0/24"},
      {R"({"visitor":"AAAAAAAAAAAAAAAAAAAAAA"})", "22 characters"},
      {R"({"address":"example.org"})", "must be an IP address or a block"},
      {R"({"address":"192.0.2.7/24"})", "192.0.2.7, one address"},
      {R"({"address":"2001:db8::/129"})", "from 0 to 128"},
      {line(kVisitor) + std::string(kBanLineBytesMax, ' '), "4096 bytes"},
  };
  for (const auto& [text, why] : rows) EXPECT_THAT(problem(text), HasSubstr(why)) << text;
}

class BanListTest : public testing::Test {
 protected:
  void add(std::string_view who, std::optional<WallTime> until = {}, std::string reason = "") {
    BanEntry entry = good(line(who));
    entry.ban = {until, std::move(reason)};
    list.add(std::move(entry));
  }
  /// The reason of the ban in force, or "free".
  std::string from(std::string_view address, VisitorId visitor = {}) {
    const Ban* ban = list.find(visitor, IpAddress::parse(address).value(), NetworkTag{}, kNow);
    return ban == nullptr ? "free" : ban->reason;
  }

  BanList list;
  const VisitorId anna = VisitorId::parse(kAnna).value();
};

TEST_F(BanListTest, BansTheVisitorUntilTheEnd) {
  add(kVisitor, kNow);
  EXPECT_EQ(list.find(anna, kNow), nullptr);
  EXPECT_NE(list.find(anna, kNow - std::chrono::milliseconds(1)), nullptr);
  SeededRandom random{1};
  EXPECT_EQ(list.find(VisitorId::random(random), WallTime{}), nullptr);
  EXPECT_EQ(list.find(VisitorId{}, WallTime{}), nullptr);
}

TEST_F(BanListTest, BansAnAddressAndNotItsNeighbour) {
  add(R"("address":"192.0.2.7")", {}, "four");
  add(R"("address":"2001:db8::7")", {}, "six");
  EXPECT_EQ(from("192.0.2.7"), "four");
  EXPECT_EQ(from("192.0.2.8"), "free");
  EXPECT_EQ(from("2001:db8::7"), "six");
  EXPECT_EQ(from("2001:db8::8"), "free");
}

TEST_F(BanListTest, BansWholeBlocks) {
  add(R"("address":"10.16.0.0/13")", {}, "four");
  add(R"("address":"2001:db8:1::/48")", {}, "six");
  EXPECT_EQ(from("10.16.0.0"), "four");
  EXPECT_EQ(from("10.23.255.255"), "four");
  EXPECT_EQ(from("10.24.0.0"), "free");
  EXPECT_EQ(from("2001:db8:1:ffff::1"), "six");
  EXPECT_EQ(from("2001:db8:2::1"), "free");
}

TEST_F(BanListTest, BansAnIpv4AddressBehindATranslatorToo) {
  add(R"("address":"192.0.2.7")", {}, "address");
  add(R"("address":"198.51.100.0/24")", {}, "block");
  add(R"("address":"64:ff9b::203.0.113.9")", {}, "translated");
  add(R"("address":"127.0.0.0/8")", {}, "loopback");
  EXPECT_EQ(from("64:ff9b::192.0.2.7"), "address");
  EXPECT_EQ(from("64:ff9b::192.0.2.8"), "free");
  EXPECT_EQ(from("64:ff9b::198.51.100.200"), "block");
  EXPECT_EQ(from("64:ff9b::203.0.113.9"), "translated");
  EXPECT_EQ(from("203.0.113.9"), "free") << "the operator named the translator's address";
  EXPECT_EQ(from("64:ff9b::127.0.0.1"), "free");
}

TEST_F(BanListTest, TellsOfSeveralTheOneThatEndsLast) {
  const auto in = [](int hours) { return kNow + std::chrono::hours(hours); };
  add(kVisitor, in(1), "visitor");
  add(R"("address":"192.0.2.7")", in(2), "address");
  add(R"("address":"192.0.2.0/24")", in(3), "block");
  add(R"("address":"192.0.0.0/16")", kNow, "over");
  EXPECT_EQ(from("192.0.2.7", anna), "block");
  EXPECT_EQ(from("192.0.3.7", anna), "visitor");
  add(kVisitor, {}, "for ever");
  add(kVisitor, in(9), "nine hours");
  EXPECT_EQ(from("192.0.2.7", anna), "for ever");
  EXPECT_EQ(list.size(), 4U);
}

TEST(BanOfANetwork, EndsWithTheWeekOfItsKeyAtTheLatest) {
  SeededRandom random(1);
  const auto seals = credentials::Credentials::create({"a secret of good length"}).value().networks;
  const NetworkTag tag = NetworkTag::random(random);
  const WallTime now(std::chrono::weeks(2900) + std::chrono::hours(5));
  const WallTime week_end = credentials::end_of(credentials::week_of(now));
  const auto line = [&](std::string_view more) {
    return R"({"tag":")" + seals.seal(tag, now) + R"(")" + std::string(more) + "}";
  };
  BanList list;
  list.add(parse_ban(line(""), &seals).value());
  const auto address = IpAddress::parse("198.51.100.7").value();
  EXPECT_NE(list.find({}, address, tag, week_end - std::chrono::milliseconds(1)), nullptr);
  EXPECT_EQ(list.find({}, address, tag, week_end), nullptr);
  EXPECT_EQ(list.find({}, address, NetworkTag::random(random), now), nullptr);
  EXPECT_EQ(list.find({}, address, NetworkTag{}, now), nullptr);
  EXPECT_EQ(list.size(), 1U);
  EXPECT_FALSE(list.shrink(1));

  const auto late = parse_ban(line(R"(,"until":"2999-01-01T00:00:00Z")"), &seals);
  EXPECT_EQ(late.value().ban.until, week_end);
  const auto early = parse_ban(line(R"(,"until":"2025-01-01T00:00:00Z")"), &seals);
  EXPECT_LT(early.value().ban.until, week_end);
  EXPECT_FALSE(parse_ban(line("")));
  EXPECT_FALSE(parse_ban(R"({"tag":"aaaa.bbbb"})", &seals));
  EXPECT_FALSE(parse_ban(line(R"(,"address":"198.51.100.7")"), &seals));
}

}  // namespace
}  // namespace nexus::moderation
