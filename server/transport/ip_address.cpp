// SPDX-License-Identifier: MIT
#include "transport/ip_address.hpp"

#include "base/text.hpp"
#include "transport/http.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>

#include <fmt/format.h>

namespace nexus::transport {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned kMappedBits = 96;
/// 64:ff9b::/96, the well-known prefix of RFC 6052.
constexpr std::array<std::uint8_t, 12> kTranslatedPrefix{0, 0x64, 0xFF, 0x9B};

IpAddress mapped(const void* four_bytes) {
  IpAddress address;
  std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes.begin());
  std::memcpy(address.bytes.data() + kMappedPrefix.size(), four_bytes, 4);
  return address;
}

struct SpecialBlock {
  std::string_view name;
  Cidr block;
};

/// The special-purpose block that contains the address; nullptr for a public address.
const SpecialBlock* special_block(const IpAddress& address) {
  static const std::vector<SpecialBlock> kBlocks = [] {
    std::vector<SpecialBlock> blocks;
    for (const std::string_view name :
         {"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
          "100.64.0.0/10", "169.254.0.0/16", "fe80::/10", "fc00::/7"}) {
      blocks.push_back({name, Cidr::parse(name).value()});
    }
    return blocks;
  }();
  const auto found = std::find_if(kBlocks.begin(), kBlocks.end(), [&](const SpecialBlock& one) {
    return one.block.contains(address);
  });
  return found == kBlocks.end() ? nullptr : &*found;
}

/// One entry of X-Forwarded-For: "192.0.2.1", "192.0.2.1:4711", "2001:db8::1",
/// "[2001:db8::1]:4711".
std::optional<IpAddress> parse_hop(std::string_view hop) {
  hop = trimmed(hop);
  if (!hop.empty() && hop.front() == '[') {
    const std::size_t end = hop.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    return IpAddress::parse(hop.substr(1, end - 1));
  }
  if (std::count(hop.begin(), hop.end(), ':') == 1) hop = hop.substr(0, hop.find(':'));
  return IpAddress::parse(hop);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text);
  if (terminated.size() != std::strlen(terminated.c_str())) return std::nullopt;
  in_addr four{};
  if (inet_pton(AF_INET, terminated.c_str(), &four) == 1) return mapped(&four);
  IpAddress address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

IpAddress IpAddress::from(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    return mapped(&four.sin_addr);
  }
  if (address.ss_family == AF_UNIX) return parse("127.0.0.1").value();
  IpAddress result;
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    std::memcpy(result.bytes.data(), &six.sin6_addr, result.bytes.size());
  }
  return result;
}

bool IpAddress::is_v4() const {
  return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes[12] == 127;
  IpAddress six;
  six.bytes[15] = 1;
  return *this == six;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes.data() + kMappedPrefix.size(), buffer.data(), buffer.size());
  } else {
    inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
  }
  return buffer.data();
}

bool IpAddress::is_private() const { return special_block(*this) != nullptr; }

std::string_view IpAddress::network() const {
  const SpecialBlock* const block = special_block(*this);
  return block == nullptr ? "a public network" : block->name;
}

IpAddress IpAddress::untranslated() const {
  if (!std::equal(kTranslatedPrefix.begin(), kTranslatedPrefix.end(), bytes.begin())) return *this;
  const IpAddress inner = mapped(bytes.data() + kTranslatedPrefix.size());
  return inner.is_private() ? *this : inner;  // RFC 6052, 3.1: no translator passes on such a one
}

IpAddress IpAddress::limit_key() const {
  const IpAddress address = untranslated();
  return address.is_v4() ? address : address.prefix(64);
}

std::optional<IpAddress> IpAddress::region() const {
  if (untranslated().is_v4()) return std::nullopt;
  return prefix(48);
}

IpAddress IpAddress::prefix(unsigned bits) const {
  IpAddress head = *this;
  for (std::size_t i = bits / 8; i < head.bytes.size(); ++i) head.bytes[i] = 0;
  if (bits % 8 != 0) {
    const unsigned mask = 0xFF00U >> (bits % 8);
    head.bytes[bits / 8] = static_cast<std::uint8_t>(bytes[bits / 8] & mask);
  }
  return head;
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Cidr block{*address, 128};
  if (slash == std::string_view::npos) return block;
  const std::string_view digits = text.substr(slash + 1);
  // "::ffff:10.0.0.0/104" is written as IPv6, so its prefix counts IPv6 bits.
  const bool as_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const auto bits = parse_number<unsigned>(digits, 0, as_v4 ? 32 : 128);
  if (!bits) return std::nullopt;
  block.bits = as_v4 ? *bits + kMappedBits : *bits;
  if (!block.contains(block.base)) return std::nullopt;
  return block;
}

std::optional<std::string> Cidr::problem_of(std::string_view text) {
  if (parse(text)) return std::nullopt;
  const std::string given = text.empty() ? "not nothing" : fmt::format("not \"{}\"", text);
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) {
    const std::string guess = without_port(text);
    return fmt::format("must be an IP address or a block such as 10.0.0.0/8 or 2001:db8::/32, {}{}",
                       given,
                       IpAddress::parse(guess) ? fmt::format("; did you mean {}?", guess) : "");
  }
  const unsigned bits_max = text.substr(0, slash).find(':') == std::string_view::npos ? 32 : 128;
  const auto bits = parse_number<unsigned>(text.substr(slash + 1), 0, bits_max);
  if (!bits) {
    return fmt::format("must end in a prefix length from 0 to {} behind the slash, {}", bits_max,
                       given);
  }
  const IpAddress base = address->prefix(bits_max == 32 ? *bits + kMappedBits : *bits);
  return fmt::format(
      "has bits set behind the prefix in \"{}\"; did you mean {}/{}, the whole block, or {}, one "
      "address?",
      text, base.text(), *bits, address->text());
}

bool Cidr::contains(const IpAddress& address) const { return address.prefix(bits) == base; }

std::string without_port(std::string_view text) {
  if (text.starts_with('[')) return std::string(text.substr(1, text.find(']') - 1));
  return std::string(text.substr(0, text.find(':')));
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    const auto block = Cidr::parse(entry);
    if (!block) throw std::invalid_argument("trusted proxy is no address or CIDR block: " + entry);
    blocks_.push_back(*block);
  }
}

bool TrustedProxies::contains(const IpAddress& address) const {
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](const Cidr& block) { return block.contains(address); });
}

TrustedProxies::Walk TrustedProxies::walk(const IpAddress& peer,
                                          std::string_view forwarded_for) const {
  Walk walk{.client = peer, .is_hidden = contains(peer)};
  while (!forwarded_for.empty() && contains(walk.client)) {
    const std::size_t comma = forwarded_for.rfind(',');
    const bool is_last = comma == std::string_view::npos;
    const auto next = parse_hop(is_last ? forwarded_for : forwarded_for.substr(comma + 1));
    walk.is_hidden = !next;
    if (!next) break;
    walk.client = *next;
    forwarded_for = is_last ? std::string_view{} : forwarded_for.substr(0, comma);
  }
  return walk;
}

}  // namespace nexus::transport
