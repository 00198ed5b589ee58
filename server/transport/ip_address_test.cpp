// SPDX-License-Identifier: MIT
#include "transport/ip_address.hpp"

#include "transport/address_limit.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

TEST(IpAddress, ReadsAndWritesBothKinds) {
  for (const std::string_view text : {"192.0.2.1", "2001:db8::1", "::1", "127.0.0.1", "::"}) {
    EXPECT_EQ(ip(text).text(), text);
  }
  EXPECT_EQ(ip("::ffff:192.0.2.1"), ip("192.0.2.1"));
  for (const std::string_view text : {"", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256",
                                      " 1.2.3.4", "1.2.3.4 ", "[::1]", ":::"}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
  EXPECT_FALSE(IpAddress::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST(IpAddress, IsCountedByIpv6NetworkButByWholeIpv4) {
  EXPECT_EQ(ip("2001:db8:0:1::1").limit_key(), ip("2001:db8:0:1:ffff::2").limit_key());
  EXPECT_NE(ip("2001:db8:0:1::1").limit_key(), ip("2001:db8:0:2::1").limit_key());
  EXPECT_NE(ip("192.0.2.1").limit_key(), ip("192.0.2.2").limit_key());
}

TEST(IpAddress, IsCountedByTheIpv4AddressThatATranslatorPassesOn) {
  EXPECT_EQ(ip("64:ff9b::192.0.2.1").limit_key(), ip("192.0.2.1"));
  EXPECT_EQ(ip("64:ff9b::192.0.2.1").untranslated(), ip("192.0.2.1"));
  EXPECT_FALSE(ip("64:ff9b::192.0.2.1").region());
  EXPECT_FALSE(ip("192.0.2.1").region());
  EXPECT_EQ(ip("2001:db8:0:1::1").region(), ip("2001:db8::"));
  for (const char* const other : {"64:ff9b:1::192.0.2.1", "64:ff9b:0:0:0:1:192.0.2.1",
                                  "64:ff9c::192.0.2.1", "::192.0.2.1", "192.0.2.1"}) {
    EXPECT_EQ(ip(other).untranslated(), ip(other));
  }
}

TEST(IpAddress, IsNeverTrustedForAnAddressInsideIt) {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "198.51.100.1"});
  for (const char* const inside : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "198.51.100.1"}) {
    const IpAddress address = ip(fmt::format("64:ff9b::{}", inside));
    EXPECT_FALSE(address.is_loopback()) << inside;
    EXPECT_FALSE(address.is_private()) << inside;
    EXPECT_FALSE(proxies.contains(address)) << inside;
    EXPECT_EQ(proxies.client(address, "203.0.113.9"), address) << inside;
    EXPECT_EQ(proxies.client(ip("127.0.0.1"), fmt::format("203.0.113.9, {}", address.text())),
              address)
        << inside;
    EXPECT_FALSE(address.limit_key().is_loopback()) << inside;
    EXPECT_FALSE(address.limit_key().is_private()) << inside;
  }
  EXPECT_EQ(ip("64:ff9b::127.0.0.1").limit_key(), ip("64:ff9b::"));
}

TEST(IpAddress, KnowsLoopback) {
  for (const auto text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(ip(text).is_loopback()) << text;
  }
  for (const auto text : {"128.0.0.1", "::2", "::"}) EXPECT_FALSE(ip(text).is_loopback()) << text;
}

TEST(Cidr, ContainsItsBlockAndNothingElse) {
  const Cidr ten = Cidr::parse("10.0.0.0/8").value();
  EXPECT_TRUE(ten.contains(ip("10.255.0.1")));
  EXPECT_FALSE(ten.contains(ip("11.0.0.1")));
  EXPECT_FALSE(ten.contains(ip("2001:db8::1")));
  const Cidr odd = Cidr::parse("192.0.2.128/25").value();
  EXPECT_TRUE(odd.contains(ip("192.0.2.129")));
  EXPECT_FALSE(odd.contains(ip("192.0.2.127")));
  const Cidr six = Cidr::parse("fd00::/8").value();
  EXPECT_TRUE(six.contains(ip("fd12::1")));
  EXPECT_FALSE(six.contains(ip("fe00::1")));
  EXPECT_TRUE(Cidr::parse("::1").value().contains(ip("::1")));
  EXPECT_FALSE(Cidr::parse("::1").value().contains(ip("::2")));
  EXPECT_TRUE(Cidr::parse("0.0.0.0/0").value().contains(ip("203.0.113.9")));
  EXPECT_FALSE(Cidr::parse("0.0.0.0/0").value().contains(ip("2001:db8::1")));
}

TEST(Cidr, RefusesWhatIsProbablyATypingError) {
  for (const std::string_view text : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                                      "10.0.0.1/8", "::/129", "nginx", "10.0.0.0 /8", "/8"}) {
    EXPECT_FALSE(Cidr::parse(text)) << text;
  }
}

TEST(Cidr, SaysWhichBlockWasMeant) {
  for (const char* sound : {"10.0.0.5", "10.0.0.0/8", "0.0.0.0/0", "fd00::/8", "::1"}) {
    EXPECT_FALSE(Cidr::problem_of(sound)) << sound;
  }
  const std::pair<const char*, const char*> problems[] = {
      {"10.0.0.5/8", "did you mean 10.0.0.0/8, the whole block, or 10.0.0.5, one address?"},
      {"2001:db8::7/64", "did you mean 2001:db8::/64"},
      {"10.0.0.0/33", "from 0 to 32"},
      {"fd00::/129", "from 0 to 128"},
      {"10.0.0.0/", "from 0 to 32"},
      {"10.0.0.0/255.0.0.0", "from 0 to 32"},
      {"10.0.0.5:80", "did you mean 10.0.0.5?"},
      {"[::1]", "did you mean ::1?"},
      {"10.0.0.*", "such as 10.0.0.0/8"},
      {"proxy", "not \"proxy\""},
      {"", "not nothing"}};
  for (const auto& [text, problem] : problems) {
    EXPECT_THAT(Cidr::problem_of(text).value_or("nothing"), ::testing::HasSubstr(problem)) << text;
  }
}

TEST(TrustedProxies, NameTheEntryThatIsWrong) {
  try {
    TrustedProxies({"127.0.0.1", "nginx"});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("nginx"), std::string::npos);
  }
}

TEST(TrustedProxies, BelieveOnlyWhatTrustedHopsSaid) {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
  const auto client = [&](std::string_view peer, std::string_view forwarded) {
    return proxies.client(ip(peer), forwarded).text();
  };
  EXPECT_EQ(client("203.0.113.1", "198.51.100.7"), "203.0.113.1");  // written by a stranger
  EXPECT_EQ(client("127.0.0.1", ""), "127.0.0.1");
  EXPECT_EQ(client("127.0.0.1", "198.51.100.7"), "198.51.100.7");
  EXPECT_EQ(client("127.0.0.1", "1.1.1.1, 198.51.100.7"), "198.51.100.7");  // forged start
  EXPECT_EQ(client("127.0.0.1", "198.51.100.7, 10.1.2.3"), "198.51.100.7");
  EXPECT_EQ(client("127.0.0.1", "1.1.1.1,198.51.100.7,10.1.2.3,10.0.0.1"), "198.51.100.7");
  EXPECT_EQ(client("127.0.0.1", "10.0.0.2, 10.0.0.1"), "10.0.0.2");
  EXPECT_EQ(client("127.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
  EXPECT_EQ(client("127.0.0.1", "2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(client("127.0.0.1", "[2001:db8::1]:443"), "2001:db8::1");
  EXPECT_EQ(client("127.0.0.1", "[2001:db8::1]"), "2001:db8::1");
  EXPECT_EQ(client("127.0.0.1", "unknown"), "127.0.0.1");
  EXPECT_EQ(client("127.0.0.1", "198.51.100.7, junk, 10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(client("127.0.0.1", ", ,"), "127.0.0.1");
  EXPECT_EQ(client("127.0.0.1", "[::1"), "127.0.0.1");
}

TEST(TrustedProxies, NoticeThatATrustedHopNamesNoClient) {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
  const auto hides = [&](std::string_view peer, std::string_view forwarded) {
    return proxies.hides_client(ip(peer), forwarded);
  };
  for (const char* const header : {"", "unknown", ", ,", "198.51.100.7, junk, 10.0.0.1"}) {
    EXPECT_TRUE(hides("127.0.0.1", header)) << header;
  }
  for (const char* const header : {"198.51.100.7", "127.0.0.1", "10.0.0.2, 10.0.0.1"}) {
    EXPECT_FALSE(hides("127.0.0.1", header)) << header;
  }
  EXPECT_FALSE(hides("203.0.113.1", "")) << "not a proxy";
}

TEST(AddressLimit, CountsPerAddressAndForgetsAtZero) {
  AddressLimit limit({2, 1000});
  auto* first = limit.acquire(ip("2001:db8::1"), 0, 100);
  auto* second = limit.acquire(ip("2001:db8::2"), 0, 101);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first, second);
  EXPECT_EQ(limit.acquire(ip("2001:db8::3"), 0, 200), nullptr);
  EXPECT_NE(limit.acquire(ip("192.0.2.1"), 0, 200), nullptr);
  limit.sweep(1000);
  EXPECT_EQ(limit.size(), 3U) << "two addresses, and the /48 of one";
  limit.release(first);
  limit.release(second);
  limit.sweep(1000);
  EXPECT_EQ(limit.size(), 1U);
}

TEST(AddressLimit, CountsAnIpv6RegionAsSixteenOfItsNetworks) {
  AddressLimit limit(2, 1000);
  const auto of_network = [](unsigned network, const char* region) {
    return ip(fmt::format("{}:{:x}::1", region, network));
  };
  std::vector<AddressLimit::Entry*> held;
  for (unsigned network = 0; network < 40; ++network) {
    for (int i = 0; i < 2; ++i) {
      if (auto* const entry = limit.acquire(of_network(network, "2001:db8:1"), 0, 100)) {
        held.push_back(entry);
      }
    }
  }
  EXPECT_EQ(held.size(), 32U);
  EXPECT_NE(limit.acquire(of_network(0, "2001:db8:2"), 0, 100), nullptr) << "another region";
  EXPECT_NE(limit.acquire(of_network(99, "2001:db8:1"), 40, 150), nullptr) << "a share of more";
  limit.release(held.front());
  limit.release(held.back());
  EXPECT_NE(limit.acquire(of_network(99, "2001:db8:1"), 0, 200), nullptr);
  EXPECT_EQ(limit.acquire(of_network(98, "2001:db8:1"), 0, 200), nullptr);
}

TEST(AddressLimit, CountsEachIpv4AddressBehindATranslator) {
  AddressLimit limit(2, 1000);
  for (unsigned host = 1; host <= 40; ++host) {
    const IpAddress address = ip(fmt::format("64:ff9b::192.0.2.{}", host));
    EXPECT_NE(limit.acquire(address, 0, 100), nullptr) << host;
    EXPECT_NE(limit.acquire(ip(fmt::format("192.0.2.{}", host)), 0, 100), nullptr) << host;
    EXPECT_EQ(limit.acquire(address, 0, 100), nullptr) << host;
  }
}

TEST(AddressLimit, ForgetsARegionAfterItsNetworks) {
  AddressLimit limit(2, 1000);
  auto* const first = limit.acquire(ip("2001:db8:1:1::1"), 0, 100);
  auto* const second = limit.acquire(ip("2001:db8:1:2::1"), 0, 100);
  limit.release(first);
  limit.sweep(10'000);
  EXPECT_EQ(limit.size(), 2U);
  limit.release(second);
  limit.sweep(10'000);
  EXPECT_EQ(limit.size(), 0U);
}

TEST(AddressLimit, LetsABurstInAndThenASteadyRate) {
  AddressLimit limit({20, 10});
  const auto comes = [&](Tick now) {
    auto* const entry = limit.acquire(ip("192.0.2.1"), 0, now);
    if (entry != nullptr) limit.release(entry);
    return entry != nullptr;
  };
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(comes(1000)) << i;
  EXPECT_FALSE(comes(1000));
  int taken = 0;
  for (Tick now = 1001; now <= 1200; ++now) taken += comes(now) + comes(now);  // ten seconds
  EXPECT_NEAR(taken, 100, 2);
  limit.sweep(1200);
  EXPECT_EQ(limit.size(), 1U);  // the address is still remembered
  limit.sweep(1300);
  EXPECT_EQ(limit.size(), 0U);
}

TEST(IpAddress, KnowsPrivateNetworks) {
  for (const char* text : {"127.0.0.1", "::1", "10.0.0.1", "172.31.0.1", "192.168.1.1",
                           "100.64.0.1", "169.254.1.1", "fe80::1", "fd00::1"}) {
    EXPECT_TRUE(IpAddress::parse(text)->is_private()) << text;
  }
  for (const char* text : {"8.8.8.8", "172.32.0.1", "2001:db8::1", "fe00::1"}) {
    EXPECT_FALSE(IpAddress::parse(text)->is_private()) << text;
  }
}

}  // namespace
}  // namespace nexus::transport
