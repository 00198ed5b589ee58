// SPDX-License-Identifier: MIT
#include "transport/listen_address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace nexus::transport {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kMode = "mode=";
constexpr std::string_view kProxyProtocol = "proxy_protocol";

std::string not_this(std::string_view text) {
  return text.empty() ? "not nothing" : fmt::format("not \"{}\"", text);
}

/// Three or four octal digits without set-id and sticky bits.
std::optional<unsigned> parse_mode(std::string_view text) {
  if (text.size() == 4 && text.front() == '0') text.remove_prefix(1);
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), is_octal)) return std::nullopt;
  unsigned mode = 0;
  for (const char digit : text) mode = mode * 8 + static_cast<unsigned>(digit - '0');
  return mode;
}

/// Applies one option to an address; false if it is unknown.
bool apply_option(std::string_view option, ListenAddress& address) {
  if (option == kProxyProtocol) return address.expects_proxy_header = true;
  if (!address.is_unix() || !option.starts_with(kMode)) return false;
  const auto mode = parse_mode(option.substr(kMode.size()));
  if (mode) address.file_mode = *mode;
  return mode.has_value();
}

/// `options` are what follows the question mark.
Result<ListenAddress, std::string> with_options(ListenAddress address, std::string_view options,
                                                std::string_view text) {
  for (;;) {
    const std::size_t end = std::min(options.find('&'), options.size());
    if (!apply_option(options.substr(0, end), address)) {
      return fail(
          fmt::format("may end with ?proxy_protocol, and for a Unix socket with ?mode= and "
                      "three octal digits, or with both and & between them, {}",
                      not_this(text)));
    }
    if (end == options.size()) return address;
    options.remove_prefix(end + 1);
  }
}

Result<ListenAddress, std::string> parse_unix(std::string_view text) {
  const std::string_view path = text.substr(kUnix.size());
  if (!path.starts_with('/') || path.ends_with('/')) {
    return fail(
        fmt::format("must name the whole path of a Unix socket, as in "
                    "unix:/run/nexuschat/http.sock, {}",
                    not_this(text)));
  }
  if (path.size() > kSocketPathBytesMax) {
    return fail(fmt::format("has a path of {} bytes; a Unix socket's has {} at most", path.size(),
                            kSocketPathBytesMax));
  }
  return ListenAddress{.path = std::string(path)};
}

/// "192.0.2.1:8080" or "[2001:db8::1]:8080".
std::optional<ListenAddress> parse_with_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool has_brackets = host.starts_with('[') && host.ends_with(']');
  if (has_brackets) host = host.substr(1, host.size() - 2);
  const auto ip = IpAddress::parse(host);
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!ip || !port || has_brackets != (host.find(':') != std::string_view::npos)) {
    return std::nullopt;
  }
  return ListenAddress{.ip = *ip, .port = *port};
}

/// The address that a common mistake stands for; empty if unknown.
std::string guess_of(std::string_view text) {
  if (text.starts_with('/')) return fmt::format("unix:{}", text);
  if (text.starts_with('[') && text.ends_with(']'))
    return std::string(text.substr(1, text.size() - 2));
  const std::size_t colon = text.find(':');
  const std::string host = to_lower(text.substr(0, colon));
  const std::string_view port =
      colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
  if (host == "localhost") return fmt::format("127.0.0.1{}", port);
  if (host == "*" || host.empty()) return port.empty() ? "::" : fmt::format("[::]{}", port);
  return {};
}

bool is_wildcard(const IpAddress& ip) {
  return ip == IpAddress{} || ip == IpAddress::parse("0.0.0.0");
}

/// Whether a listener on `whole` receives the connections to `part` too.
bool includes(const IpAddress& whole, const IpAddress& part) {
  return whole == part || (is_wildcard(whole) && (!whole.is_v4() || part.is_v4()));
}

Result<ListenAddress, std::string> parse_plain(std::string_view text, std::uint16_t default_port) {
  if (text.starts_with(kUnix)) return parse_unix(text);
  if (const auto ip = IpAddress::parse(text)) return ListenAddress{.ip = *ip, .port = default_port};
  if (auto address = parse_with_port(text)) return std::move(*address);
  std::string problem = fmt::format(
      "must be an IP address, perhaps with a port: 127.0.0.1 for this machine alone, 0.0.0.0 for "
      "every IPv4 address, :: for every address, [::1]:8080; or unix:/path of a Unix socket; {}",
      not_this(text));
  if (const std::string guess = guess_of(text); !text.empty() && parse_plain(guess, 1)) {
    problem += fmt::format("; did you mean {} ?", guess);
  }
  return fail(std::move(problem));
}

}  // namespace

Result<ListenAddress, std::string> ListenAddress::parse(std::string_view text,
                                                        std::uint16_t default_port) {
  const std::size_t question = text.find('?');
  auto address = parse_plain(text.substr(0, question), default_port);
  if (!address || question == std::string_view::npos) return address;
  return with_options(std::move(*address), text.substr(question + 1), text);
}

std::string ListenAddress::text() const {
  if (is_unix()) return fmt::format("{}{}", kUnix, path);
  return ip.is_v4() ? fmt::format("{}:{}", ip.text(), port)
                    : fmt::format("[{}]:{}", ip.text(), port);
}

bool ListenAddress::overlaps(const ListenAddress& other) const {
  if (is_unix() || other.is_unix()) return path == other.path;
  return port != 0 && port == other.port && (includes(ip, other.ip) || includes(other.ip, ip));
}

}  // namespace nexus::transport
