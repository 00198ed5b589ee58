// SPDX-License-Identifier: MIT
#include "transport/proxy_header.hpp"

#include <algorithm>
#include <cstdint>

namespace nexus::transport {
namespace {

using HeaderError = std::string_view;
using ParsedHeader = std::optional<ProxyHeader>;

constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::string_view kVersion1 = "PROXY ";

// The high four bits of byte 13 are the address family, the low ones the transport.
enum Family : unsigned { kFamilyNone = 0, kFamilyIpv4 = 1, kFamilyIpv6 = 2, kFamilyUnix = 3 };
constexpr unsigned kStream = 1;

constexpr std::size_t kTlvHeadBytes = 3;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::size_t length_at(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

/// Of both ends: two addresses and two ports, or two paths.
std::size_t address_bytes(unsigned family) {
  switch (family) {
    case kFamilyIpv4:
      return 12;
    case kFamilyIpv6:
      return 36;
    case kFamilyUnix:
      return 216;
    default:
      return 0;
  }
}

IpAddress read_address(unsigned family, std::string_view bytes) {
  IpAddress address;
  if (family == kFamilyIpv4) {
    address.bytes[10] = address.bytes[11] = 0xFF;
    std::copy_n(bytes.begin(), 4, address.bytes.begin() + 12);
  } else {
    std::copy_n(bytes.begin(), 16, address.bytes.begin());
  }
  return address;
}

bool holds_whole_fields(std::string_view rest) {
  while (!rest.empty()) {
    if (rest.size() < kTlvHeadBytes) return false;
    const std::size_t bytes = kTlvHeadBytes + length_at(rest, 1);
    if (bytes > rest.size()) return false;
    rest.remove_prefix(bytes);
  }
  return true;
}

/// The fixed part, which is complete.
Result<ParsedHeader, HeaderError> parse_body(std::string_view header) {
  const unsigned command = byte_at(header, 12) & 0x0FU;
  const unsigned family = byte_at(header, 13) >> 4;
  const unsigned transport = byte_at(header, 13) & 0x0FU;
  const std::string_view body = header.substr(kProxyPrefixBytes);
  ProxyHeader parsed{.bytes = header.size()};
  // A proxy's own connection: the receiver must ignore the addresses.
  if (command == 0) return ParsedHeader(parsed);
  if (family == kFamilyNone && transport == 0) return ParsedHeader(parsed);
  const std::size_t addresses = address_bytes(family);
  if (addresses == 0) return fail<HeaderError>("an unknown address family");
  if (transport != kStream) return fail<HeaderError>("a transport other than TCP");
  if (body.size() < addresses) return fail<HeaderError>("its addresses do not fit");
  if (!holds_whole_fields(body.substr(addresses)))
    return fail<HeaderError>("its fields do not fit");
  if (family != kFamilyUnix) parsed.client = read_address(family, body);
  return ParsedHeader(parsed);
}

}  // namespace

Result<std::optional<ProxyHeader>, std::string_view> parse_proxy_header(std::string_view bytes) {
  const std::size_t known = std::min(bytes.size(), kSignature.size());
  if (bytes.substr(0, known) != kSignature.substr(0, known)) {
    if (bytes.starts_with(kVersion1)) return fail<HeaderError>("version 1; configure version 2");
    if (kVersion1.starts_with(bytes)) return ParsedHeader();
    return fail<HeaderError>("none was sent");
  }
  if (bytes.size() > 12) {
    if (byte_at(bytes, 12) >> 4 != 2) return fail<HeaderError>("an unknown version");
    if ((byte_at(bytes, 12) & 0x0FU) > 1) return fail<HeaderError>("an unknown command");
  }
  if (bytes.size() < kProxyPrefixBytes) return ParsedHeader();
  const std::size_t total = kProxyPrefixBytes + length_at(bytes, 14);
  if (total > kProxyHeaderBytesMax) return fail<HeaderError>("it is too long");
  if (bytes.size() < total) return ParsedHeader();
  return parse_body(bytes.substr(0, total));
}

}  // namespace nexus::transport
