// SPDX-License-Identifier: MIT
#include "guard/candidate_filter.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <vector>

namespace nexus::guard {
namespace {

constexpr std::string_view kCandidatePrefix = "candidate:";
/// foundation, component, transport, priority, address, port, "typ", type
constexpr std::size_t kCandidateParts = 8;
/// Extensions that reveal nothing about the sender's network. Others are left out: network-id and
/// network-cost show which interfaces it has.
constexpr std::array<std::string_view, 2> kKeptExtensions{"generation", "ufrag"};
/// Attributes that hold addresses besides candidates: RFC 8839 section 5.2, RFC 4570, RFC 5939.
constexpr std::array<std::string_view, 4> kDroppedAttributes{"remote-candidates", "source-filter",
                                                             "acap", "pcfg"};
/// The line types that browsers' session descriptions use. RFC 8866 also has a home page, a mail
/// address and a phone number, which are not needed here.
constexpr std::string_view kLineTypes = "vosictrbam";

bool starts_in_any_case(std::string_view text, std::string_view start) {
  return equal_ignoring_case(text.substr(0, start.size()), start);
}

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return equal_ignoring_case(name, one); });
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// Ten decimal digits at most, of a value up to `most`.
bool is_number(std::string_view text, std::uint64_t most) {
  return text.size() <= 10 && parse_number<std::uint64_t>(text, 0, most);
}

/// A set of characters with one look-up a character: a description has 16 KiB of them.
class CharSet {
 public:
  explicit constexpr CharSet(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }
  [[nodiscard]] constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  /// The position of the first member in `text`; npos without one.
  [[nodiscard]] constexpr std::size_t find_in(std::string_view text) const {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (has(text[at])) return at;
    }
    return std::string_view::npos;
  }

 private:
  std::array<bool, 256> has_{};
};

constexpr CharSet kAddressChars("0123456789abcdefABCDEF.:");
constexpr CharSet kWordEnds(" \t;,=/|\"'()<>[]@%");
constexpr CharSet kColon(":");
constexpr CharSet kLineEnds("\r\n");

/// A numeric address. A name would have to be resolved, and may be a .local one.
bool is_address(std::string_view text) {
  // Rejects most pieces of a line without a call into the C library.
  if (text.size() < 2 || text.size() >= INET6_ADDRSTRLEN) return false;
  int dots = 0;
  int colons = 0;
  for (const char c : text) {
    if (!kAddressChars.has(c)) return false;
    dots += c == '.' ? 1 : 0;
    colons += c == ':' ? 1 : 0;
  }
  const bool may_be_v4 = colons == 0 && dots == 3;
  if (!may_be_v4 && colons < 2) return false;
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  text.copy(terminated.data(), text.size());
  in6_addr scratch{};
  return ::inet_pton(may_be_v4 ? AF_INET : AF_INET6, terminated.data(), &scratch) == 1;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  parts.reserve(16);
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

/// Calls `found` with each piece of `text` between any of `separators`, until it returns true.
template <class Found>
bool any_piece(std::string_view text, const CharSet& separators, Found found) {
  while (true) {
    const std::size_t end = separators.find_in(text);
    if (found(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

/// Whether a line other than a candidate holds an address: in an unknown attribute, or in a wrong
/// place because of a broken client.
bool names_address(std::string_view line) {
  const auto is_name_or_address = [](std::string_view piece) {
    return is_address(piece) ||
           (piece.size() >= 6 && equal_ignoring_case(piece.substr(piece.size() - 6), ".local"));
  };
  return any_piece(line, kWordEnds, [&](std::string_view word) {
    // A whole word may be an IPv6 address, and so may the part after an attribute's name. Smaller
    // pieces are not checked: eight bytes of a fingerprint look like an address.
    const std::size_t colon = word.find(':');
    return is_name_or_address(word) ||
           (colon != std::string_view::npos && is_address(word.substr(colon + 1))) ||
           any_piece(word, kColon, is_name_or_address);
  });
}

/// Joins the first `count` parts and then `rest` with blanks.
std::string join(const std::vector<std::string_view>& parts, std::size_t count,
                 std::string_view rest) {
  std::string joined;
  for (std::size_t i = 0; i < count; ++i) joined.append(parts[i]).push_back(' ');
  return joined.append(rest);
}

/// A line rewritten without its line end; nullopt if it must be dropped.
std::optional<std::string> relayed_line(std::string_view line) {
  if (line.size() < 2 || line[1] != '=' || kLineTypes.find(line[0]) == std::string_view::npos) {
    return std::nullopt;
  }
  switch (line[0]) {
    case 'o': {  // user, session, version, then an address
      const std::vector<std::string_view> parts = split(line);
      if (parts.size() != 6) return std::nullopt;
      return join(parts, 3, "IN IP4 0.0.0.0");
    }
    case 's':
      return "s=-";
    case 'c':
      return "c=IN IP4 0.0.0.0";
    case 'm': {  // the port is the default candidate's; zero would reject the medium
      const std::vector<std::string_view> parts = split(line);
      if (parts.size() < 4 || !is_number(parts[1], 65'535)) return std::nullopt;
      std::string media = join(parts, 1, parts[1] == "0" ? "0" : "9");
      for (std::size_t i = 2; i < parts.size(); ++i) media.append(" ").append(parts[i]);
      return media;
    }
    case 'a': {
      const std::string_view attribute = line.substr(2);
      const std::string_view name = attribute.substr(0, attribute.find_first_of(": \t"));
      if (name.empty()) return std::nullopt;
      if (equal_ignoring_case(name, "candidate")) {
        const auto candidate = relayed_candidate(attribute);
        return candidate ? std::optional("a=" + *candidate) : std::nullopt;
      }
      if (equal_ignoring_case(name, "rtcp")) return "a=rtcp:9 IN IP4 0.0.0.0";
      if (is_one_of(name, kDroppedAttributes)) return std::nullopt;
      break;
    }
    default:
      break;
  }
  return names_address(line) ? std::nullopt : std::optional(std::string(line));
}

}  // namespace

std::optional<std::string> relayed_candidate(std::string_view candidate) {
  if (starts_in_any_case(candidate, "a=")) candidate.remove_prefix(2);
  if (!starts_in_any_case(candidate, kCandidatePrefix)) return std::nullopt;
  candidate.remove_prefix(kCandidatePrefix.size());
  const std::vector<std::string_view> parts = split(candidate);
  if (candidate.starts_with(' ') || parts.size() < kCandidateParts) return std::nullopt;
  if (!std::all_of(parts.begin(), parts.end(), is_printable)) return std::nullopt;
  const bool is_relay =
      equal_ignoring_case(parts[6], "typ") && equal_ignoring_case(parts[7], "relay");
  const bool is_well_formed =
      parts[0].size() <= 32 && is_number(parts[1], 256) &&
      (equal_ignoring_case(parts[2], "udp") || equal_ignoring_case(parts[2], "tcp")) &&
      is_number(parts[3], 4'294'967'295) && is_address(parts[4]) && is_number(parts[5], 65'535);
  if (!is_relay || !is_well_formed) return std::nullopt;
  std::string relayed(kCandidatePrefix);
  relayed.append(join(parts, 6, "typ relay raddr 0.0.0.0 rport 0"));
  for (std::size_t i = kCandidateParts; i + 1 < parts.size(); i += 2) {
    if (!is_one_of(parts[i], kKeptExtensions)) continue;
    relayed.append(" ").append(parts[i]).append(" ").append(parts[i + 1]);
  }
  return relayed;
}

std::string relayed_sdp(std::string_view sdp) {
  std::string relayed;
  relayed.reserve(sdp.size());
  while (!sdp.empty()) {
    // Some parsers end a line at a lone CR, so this filter does, too.
    const std::size_t end = kLineEnds.find_in(sdp);
    if (const auto line = relayed_line(sdp.substr(0, end))) relayed.append(*line).append("\r\n");
    sdp.remove_prefix(end == std::string_view::npos ? sdp.size() : end + 1);
  }
  return relayed;
}

bool holds_candidates(std::string_view sdp) {
  return sdp.find("\na=candidate:") != std::string_view::npos;
}

}  // namespace nexus::guard
