// SPDX-License-Identifier: MIT
#include "transport/proxy_header.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

/// Including zeros.
template <std::size_t Size>
std::string raw(const char (&text)[Size]) {
  return {text, Size - 1};
}

const std::string kStart = raw("\r\n\r\n\0\r\nQUIT\n");
const std::string kFour = raw("\xC6\x33\x64\x07\x0A\x00\x00\x01\x12\x34\x01\xBB");  // 198.51.100.7
const std::string kSix = raw("\x20\x01\x0D\xB8") + std::string(11, '\0') + "\x07" +
                         std::string(16, '\1') + "\x12\x34\x01\xBB";  // 2001:db8::7

/// A header with this second byte (version, command), family and transport, and body.
std::string header_of(unsigned char command, unsigned char family, const std::string& body) {
  std::string header = kStart;
  header += static_cast<char>(command);
  header += static_cast<char>(family);
  header += static_cast<char>(body.size() >> 8);
  header += static_cast<char>(body.size() & 0xFF);
  return header + body;
}

std::string field_of(std::size_t size) {
  std::string field = "\xE0";
  field += static_cast<char>(size >> 8);
  field += static_cast<char>(size & 0xFF);
  return field + std::string(size, 'x');
}

ProxyHeader proxy_header(const std::string& bytes) {
  return parse_proxy_header(bytes).value().value();
}

std::string client_in(const std::string& bytes) {
  const auto client = proxy_header(bytes).client;
  return client ? client->text() : "";
}

std::string proxy_error(const std::string& bytes) {
  const auto parsed = parse_proxy_header(bytes);
  return parsed ? "" : std::string(parsed.error());
}

TEST(ProxyHeaders, NameTheClient) {
  EXPECT_EQ(client_in(header_of(0x21, 0x11, kFour)), "198.51.100.7");
  EXPECT_EQ(client_in(header_of(0x21, 0x21, kSix)), "2001:db8::7");
  EXPECT_EQ(client_in(header_of(0x21, 0x11, kFour) + "GET / HTTP/1.1"), "198.51.100.7");
  EXPECT_EQ(proxy_header(header_of(0x21, 0x11, kFour) + "GET").bytes, 28U);
}

TEST(ProxyHeaders, OfAProxyItselfOrWithoutAnIpAddressNameNobody) {
  EXPECT_EQ(client_in(header_of(0x20, 0x00, "")), "") << "a health check";
  EXPECT_EQ(client_in(header_of(0x20, 0x11, kFour)), "") << "its addresses are ignored";
  EXPECT_EQ(client_in(header_of(0x20, 0xFF, "\1\2")), "");
  EXPECT_EQ(client_in(header_of(0x21, 0x00, "")), "") << "unspecified";
  EXPECT_EQ(client_in(header_of(0x21, 0x00, "anything")), "");
  EXPECT_EQ(client_in(header_of(0x21, 0x31, std::string(216, '\0'))), "") << "a Unix socket";
}

TEST(ProxyHeaders, MayHoldFieldsWithinTheLimit) {
  EXPECT_EQ(client_in(header_of(0x21, 0x11, kFour + field_of(0) + field_of(300))), "198.51.100.7");
  const std::size_t left = kProxyHeaderBytesMax - kProxyPrefixBytes - kFour.size() - 3;
  EXPECT_EQ(client_in(header_of(0x21, 0x11, kFour + field_of(left))), "198.51.100.7");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, kFour + field_of(left + 1))), "it is too long");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, std::string(0xFFFF, '\0'))), "it is too long");
}

TEST(ProxyHeaders, AreRefusedIfTheyAreMalformed) {
  EXPECT_EQ(proxy_error("GET / HTTP/1.1\r\n"), "none was sent");
  EXPECT_EQ(proxy_error("\r\n\r\nGET"), "none was sent");
  EXPECT_EQ(proxy_error("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n"), "version 1; configure version 2");
  EXPECT_EQ(proxy_error(header_of(0x11, 0x11, kFour)), "an unknown version");
  EXPECT_EQ(proxy_error(header_of(0x31, 0x11, kFour)), "an unknown version");
  EXPECT_EQ(proxy_error(header_of(0x22, 0x11, kFour)), "an unknown command");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x41, kFour)), "an unknown address family");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x01, kFour)), "an unknown address family");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x12, kFour)), "a transport other than TCP");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x10, kFour)), "a transport other than TCP");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, kFour.substr(1))), "its addresses do not fit");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x21, kFour)), "its addresses do not fit");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x31, kSix)), "its addresses do not fit");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, kFour + "\x04")), "its fields do not fit");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, kFour + raw("\x04\x00\x02x"))),
            "its fields do not fit");
  EXPECT_EQ(proxy_error(header_of(0x21, 0x11, kFour + raw("\x04\xFF\xFF"))),
            "its fields do not fit");
}

TEST(ProxyHeaders, AreIncompleteUntilTheirLastByte) {
  for (const std::string& whole :
       {header_of(0x21, 0x11, kFour), header_of(0x21, 0x21, kSix), header_of(0x20, 0x00, ""),
        header_of(0x21, 0x11, kFour + field_of(300))}) {
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      const auto parsed = parse_proxy_header(std::string_view(whole).substr(0, cut));
      ASSERT_TRUE(parsed.has_value()) << cut;
      EXPECT_FALSE(parsed->has_value()) << cut;
    }
    EXPECT_EQ(proxy_header(whole).bytes, whole.size());
  }
}

TEST(ProxyHeaders, AreRefusedAtTheFirstWrongByte) {
  EXPECT_EQ(proxy_error("G"), "none was sent");
  EXPECT_EQ(proxy_error("PG"), "none was sent");
  EXPECT_EQ(proxy_error(kStart + "\x01"), "an unknown version");
  EXPECT_EQ(proxy_error(kStart + "\x21\x11\xFF\xFF"), "it is too long");
}

}  // namespace
}  // namespace nexus::transport
