// SPDX-License-Identifier: MIT
#include "transport/origin_policy.hpp"

#include "base/text.hpp"
#include "transport/ip_address.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexus::transport {
namespace {

bool is_host_name(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_lower(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const auto address = IpAddress::parse(host.substr(1, host.size() - 2));
    return address && !address->is_v4();
  }
  return is_host_name(host);
}

bool is_port(std::string_view digits, unsigned default_port) {
  const auto port = parse_number<std::uint16_t>(digits);
  return port && digits.front() != '0' && *port != default_port;
}

}  // namespace

bool OriginPolicy::is_origin(std::string_view text) {
  unsigned default_port = 0;
  if (text.starts_with("https://")) {
    default_port = 443;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    default_port = 80;
    text.remove_prefix(7);
  } else {
    return false;
  }
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return is_host(text);
  const std::string_view port = text.substr(colon + 1);
  return !port.empty() && is_port(port, default_port) && is_host(text.substr(0, colon));
}

OriginPolicy::OriginPolicy(std::vector<std::string> allowed, bool allow_missing)
    : allowed_(std::move(allowed)), allow_missing_(allow_missing) {
  for (const std::string& origin : allowed_) {
    if (is_origin(origin)) continue;
    throw std::invalid_argument(
        "allowed origin is not written as browsers send it (scheme://host[:port], "
        "lower case, no default port, no slash behind): " +
        origin);
  }
}

bool OriginPolicy::allows(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return allow_missing_;
  if (!allowed_.empty())
    return std::find(allowed_.begin(), allowed_.end(), *origin) != allowed_.end();
  if (!is_origin(*origin)) return false;
  return origin->substr(origin->find("//") + 2) == host;
}

bool OriginPolicy::allows(const HttpRequest& request) const {
  return request.count("Origin") <= 1 &&
         allows(request.header("Origin"), request.header("Host").value_or(""));
}

}  // namespace nexus::transport
