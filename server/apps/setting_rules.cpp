// SPDX-License-Identifier: MIT
#include "apps/setting_rules.hpp"

#include "apps/metrics_page.hpp"
#include "apps/socket_url.hpp"
#include "base/text.hpp"
#include "credentials/keyring.hpp"
#include "guard/chat_text.hpp"
#include "moderation/sealed_box.hpp"
#include "protocol/generated/messages.hpp"
#include "transport/ip_address.hpp"
#include "transport/listen_address.hpp"
#include "transport/origin_policy.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

using transport::Cidr;
using transport::IpAddress;
using transport::OriginPolicy;

/// Fewer different bytes than 16 random ones ever have in practice: "aaaa..." and "12341234...".
constexpr std::size_t kDifferentBytesMin = 6;
/// Placeholders that examples have in place of a secret. A short word could be part of a random
/// secret.
constexpr std::array<std::string_view, 21> kPlaceholders{
    "change", "example", "secret", "password", "default", "replace",   "placeholder",
    "insert", "sample",  "dummy",  "your-",    "your_",   "qwerty",    "letmein",
    "<",      "${",      "$(",     "{{",       "openssl", "nexuschat", "redacted"};
constexpr std::size_t kSiteNameBytesMax = 80;
constexpr std::size_t kPageUrlBytesMax = 500;
constexpr std::string_view kSecretAdvice = "make one with: openssl rand -base64 32";
constexpr std::array<std::string_view, 8> kQuotes{"\"", "'", "`", "“", "”", "‘", "’", "„"};

bool holds_only(std::string_view text, std::string_view marks, std::size_t most) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_lower(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
  });
}

/// Whether it is one short text repeated, the last time perhaps cut off.
bool repeats_itself(std::string_view text) {
  for (std::size_t period = 1; period < credentials::kSecretBytesMin; ++period) {
    if (period < text.size() && text.starts_with(text.substr(period))) return true;
  }
  return false;
}

/// Whether most characters follow the one before, as in "abcdef..." or "987654...".
bool is_a_sequence(std::string_view text) {
  std::size_t up = 0, down = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    up += text[i] == text[i - 1] + 1 ? 1U : 0U;
    down += text[i] == text[i - 1] - 1 ? 1U : 0U;
  }
  return std::max(up, down) * 2 > text.size();
}

/// Base64 may begin with a slash, but has upper case, too.
bool is_a_path(std::string_view text) {
  return text.starts_with('/') && holds_only(text, "/._-", text.size());
}

std::string not_this(std::string_view text) {
  return text.empty() ? std::string("not nothing") : fmt::format("not \"{}\"", text);
}

/// Whether no connection can have it as its end: multicast, reserved and broadcast addresses.
bool is_for_many(const IpAddress& ip) {
  static const Cidr kFour = Cidr::parse("224.0.0.0/3").value(), kSix = *Cidr::parse("ff00::/8");
  return kFour.contains(ip) || kSix.contains(ip);
}

/// "; did you mean ...?" if `guess` is sound.
template <class IsSound>
std::string meant(const std::string& guess, const IsSound& is_sound) {
  return is_sound(guess) ? fmt::format("; did you mean {}?", guess) : std::string();
}

}  // namespace

Problem value_problem(std::string_view value) {
  if (value.size() > kValueBytesMax) return fmt::format("has more than {} bytes", kValueBytesMax);
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  const auto bad = std::find_if(value.begin(), value.end(), is_control);
  if (bad != value.end()) {
    return fmt::format("holds a control character (0x{:02x}) at byte {}: write it again by hand",
                       static_cast<unsigned char>(*bad), bad - value.begin() + 1);
  }
  for (const std::string_view quote : kQuotes) {
    if (value.starts_with(quote) || value.ends_with(quote)) {
      return "has quotes that are part of the value: write it without them";
    }
  }
  return std::nullopt;
}

Problem metrics_listen_problem(std::string_view text) {
  if (text.empty() || text == kNoMetrics) return std::nullopt;
  const auto address = parse_metrics_address(text);
  return address ? std::nullopt : Problem(address.error());
}

Problem listen_problem(std::string_view text) {
  auto address = transport::ListenAddress::parse(text, 0);
  if (!address) return std::move(address).error();
  if (address->is_unix() || !is_for_many(address->ip)) return std::nullopt;
  return fmt::format("must be an address of this machine, and {} is for multicast or broadcast",
                     address->ip.text());
}

Problem origin_problem(std::string_view text) {
  if (OriginPolicy::is_origin(text) || OriginPolicy::is_wildcard(text)) return std::nullopt;
  std::string problem = fmt::format(
      "must be an origin as browsers send it (https://host or https://host:port: lower case, no "
      "path, no slash at the end, no default port), {}",
      not_this(text));
  if (text.find('*') != std::string_view::npos) {
    return problem +
           ". A * stands for exactly one whole label in front of a domain of your own: "
           "https://*.example.org";
  }
  std::string guess = to_lower(text);
  if (guess.starts_with("wss://")) guess.replace(0, 3, "https");
  if (guess.starts_with("ws://")) guess.replace(0, 2, "http");
  if (guess.find("://") == std::string::npos) guess.insert(0, "https://");
  const std::size_t host = guess.find("://") + 3;
  guess.resize(std::min(guess.size(), guess.find_first_of("/?#", host)));
  const std::string_view port = guess.starts_with("https") ? ":443" : ":80";
  if (guess.ends_with(port)) guess.resize(guess.size() - port.size());
  return problem + meant(guess, OriginPolicy::is_origin);
}

Problem connect_source_problem(std::string_view text) {
  const auto is_source = [](std::string_view source) {
    if (source == "ws:" || source == "wss:") return true;
    const bool is_socket = source.starts_with("ws://") || source.starts_with("wss://");
    if (!is_socket) return false;
    std::string plain(source);
    const std::size_t host = plain.find("://") + 3;
    if (plain.compare(host, 2, "*.") == 0) plain.erase(host, 2);
    if (plain.ends_with(":*")) plain.resize(plain.size() - 2);
    if (plain.find('/', host) == std::string::npos) plain += '/';
    return parse_socket_url(plain).has_value();
  };
  if (is_source(text)) return std::nullopt;
  std::string guess = to_lower(text);
  if (guess.starts_with("https://")) guess.replace(0, 5, "wss");
  if (guess.starts_with("http://")) guess.replace(0, 4, "ws");
  if (guess.find("://") == std::string::npos) guess.insert(0, "wss://");
  return fmt::format("must be the address of a room socket such as wss://rooms.example, {}{}",
                     not_this(text), meant(guess, is_source));
}

Problem room_url_problem(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text.starts_with('/') && !canonical_room_url(text).starts_with("//")) {
    const bool is_path = parse_socket_url(fmt::format("ws://x{}", text)).has_value();
    if (is_path) return std::nullopt;
    return fmt::format("must be a path without blanks and fragment, not \"{}\"", text);
  }
  const auto url = parse_socket_url(text);
  if (url && (url->host == "0.0.0.0" || url->host == "[::]")) {
    return fmt::format("names {}, which is an address to listen on and none to connect to",
                       url->host);
  }
  if (url && url->path.size() > 1) return std::nullopt;
  const auto is_whole = [](const std::string& guess) {
    const auto parsed = parse_socket_url(guess);
    return parsed && parsed->path.size() > 1;
  };
  std::string guess(text);
  if (guess.starts_with("https://")) guess.replace(0, 5, "wss");
  if (guess.starts_with("http://")) guess.replace(0, 4, "ws");
  if (guess.find("//") == std::string::npos && guess.find('/') != std::string::npos) {
    guess.insert(0, "/");
    return fmt::format(
        "must start with ws:// or wss:// or be a path of this site, not \"{}\"; did "
        "you mean {}?",
        text, guess);
  }
  while (guess.ends_with('/')) guess.pop_back();
  if (!is_whole(guess)) guess += "/v1/room";
  return fmt::format(
      "must be ws://host:port/v1/room, wss://host/v1/room or a path of this site "
      "such as /s/NODE/v1/room, not \"{}\"{}",
      text, meant(guess, is_whole));
}

Problem path_problem(std::string_view text) {
  if (text.starts_with('~')) {
    return fmt::format("must be a whole path: ~ has no meaning here, not \"{}\"", text);
  }
  return std::nullopt;
}

Problem report_pattern_problem(std::string_view text) {
  std::string rest(text);
  if (const auto node = rest.find("{node}"); node != std::string::npos) rest.erase(node, 6);
  if (rest.find_first_of("{}") == std::string::npos) return path_problem(text);
  return fmt::format("may hold {{node}} once and no other braces, not \"{}\"", text);
}

Problem site_name_problem(std::string_view text) {
  if (text.size() > kSiteNameBytesMax) {
    return fmt::format("has more than {} bytes", kSiteNameBytesMax);
  }
  std::string clean(text);
  guard::clean_text(clean);
  if (clean == text) return std::nullopt;
  return "holds characters that cannot be seen, or change the direction of the text";
}

Problem page_url_problem(std::string_view text) {
  const auto is_page_url = [](std::string_view url) {
    const bool is_plain = std::all_of(url.begin(), url.end(), [](unsigned char c) {
      return c > ' ' && c < 0x7F &&
             std::string_view("\"<>\\^`{|}").find(static_cast<char>(c)) == std::string_view::npos;
    });
    if (!is_plain || url.size() > kPageUrlBytesMax) return false;
    if (url.starts_with("mailto:")) {
      const std::size_t at = url.find('@');
      return at != std::string_view::npos && at > 7 && at + 1 < url.size();
    }
    const std::size_t host = url.find("://") + 3;
    if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
    const std::size_t end = std::min(url.size(), url.find_first_of("/?#", host));
    return OriginPolicy::is_origin(to_lower(url.substr(0, end)));
  };
  if (text.empty() || is_page_url(text)) return std::nullopt;
  std::string guess(text);
  if (guess.find(':') == std::string::npos) {
    const bool is_mail =
        guess.find('@') != std::string::npos && guess.find('/') == std::string::npos;
    guess.insert(0, is_mail ? "mailto:" : "https://");
  }
  return fmt::format(
      "must be a whole address of {} bytes at most that begins with https://, http:// or mailto:, "
      "without blanks, not \"{}\"{}",
      kPageUrlBytesMax, text, meant(guess, is_page_url));
}

Problem evidence_key_problem(std::string_view text) {
  return text.empty() ? std::nullopt : moderation::public_key_problem(text);
}

Problem name_problem(std::string_view text) {
  const auto fits = [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; };
  if (text == "." || text == "..") return "must not be the name of a folder, . or ..";
  if (!text.empty() && text.size() <= kNameBytesMax &&
      std::all_of(text.begin(), text.end(), fits)) {
    return std::nullopt;
  }
  return fmt::format("must be 1 to {} letters, digits, dots, dashes or underscores, {}",
                     kNameBytesMax, not_this(text));
}

Problem lane_problem(std::string_view text) {
  const auto is_lane = [](std::string_view lane) { return holds_only(lane, "-", 32); };
  if (is_lane(text)) return std::nullopt;
  std::string guess = to_lower(text);
  std::replace_if(
      guess.begin(), guess.end(), [](char c) { return c == ' ' || c == '_'; }, '-');
  return fmt::format("must be names of 1 to 32 lower-case letters, digits or dashes, {}{}",
                     not_this(text), meant(guess, is_lane));
}

Problem interest_problem(std::string_view text) {
  constexpr auto kMax = static_cast<std::size_t>(protocol::limits::kInterestBytesMax);
  if (!trimmed(text).empty() && text.size() <= kMax) return std::nullopt;
  return fmt::format("must be texts of 1 to {} bytes, {}", kMax, not_this(text));
}

Problem secret_problem(std::string_view secret) {
  for (const std::string_view quote : kQuotes) {
    if (secret.find(quote) != std::string_view::npos) {
      return "holds a quote, which some programs read as part of the secret and some do not: "
             "write it without quotes";
    }
  }
  if (is_a_path(secret)) {
    return "is the path of a file: name it with credentials.secrets_file or ice.turn_secrets_file";
  }
  if (secret.find_first_of(",;") != std::string_view::npos) {
    return "holds a comma or a semicolon: two secrets are two items of a list, or two lines of a "
           "file, and a secret has none";
  }
  const auto is_plain = [](unsigned char c) { return c > ' ' && c < 0x7F; };
  if (secret.find(' ') != std::string_view::npos) {
    return fmt::format(
        "holds a blank: a comma stands between two secrets, and a secret has none "
        "({})",
        kSecretAdvice);
  }
  if (!std::all_of(secret.begin(), secret.end(), is_plain)) {
    return fmt::format(
        "holds a character that is not printable ASCII, perhaps an invisible one "
        "({})",
        kSecretAdvice);
  }
  if (secret.size() < credentials::kSecretBytesMin) {
    return fmt::format("is too short: a secret has at least {} bytes ({})",
                       credentials::kSecretBytesMin, kSecretAdvice);
  }
  const std::string text = to_lower(secret);
  const bool is_placeholder =
      std::any_of(kPlaceholders.begin(), kPlaceholders.end(),
                  [&](std::string_view word) { return text.find(word) != std::string::npos; });
  if (is_placeholder) {
    return fmt::format("looks like a placeholder from an example, which others know too ({})",
                       kSecretAdvice);
  }
  if (std::set<char>(secret.begin(), secret.end()).size() < kDifferentBytesMin ||
      repeats_itself(secret) || is_a_sequence(secret)) {
    return fmt::format("has too little variety, so it can be guessed ({})", kSecretAdvice);
  }
  return std::nullopt;
}

}  // namespace nexus::apps
