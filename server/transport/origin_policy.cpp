// SPDX-License-Identifier: MIT
#include "transport/origin_policy.hpp"

#include "base/text.hpp"
#include "transport/ip_address.hpp"
#include "transport/loopback_host.hpp"

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

constexpr std::string_view kWildcard = "://*.";

/// Whether the origin is that of the wildcard, with one label for `*`.
bool is_covered_by(std::string_view origin, std::string_view wildcard) {
  const std::size_t label = wildcard.find(kWildcard) + 3;
  const std::string_view scheme = wildcard.substr(0, label), parent = wildcard.substr(label + 1);
  if (!origin.starts_with(scheme) || !origin.ends_with(parent)) return false;
  origin.remove_prefix(scheme.size());
  if (origin.size() <= parent.size()) return false;
  origin.remove_suffix(parent.size());
  return origin.find('.') == std::string_view::npos;
}

}  // namespace

bool OriginPolicy::is_wildcard(std::string_view text) {
  const std::size_t at = text.find(kWildcard);
  if (at == std::string_view::npos) return false;
  std::string example(text);
  example[at + 3] = 'a';
  if (!is_origin(example)) return false;
  std::string_view parent = text.substr(at + kWildcard.size());
  parent = parent.substr(0, parent.find(':'));
  // A public suffix such as *.org belongs to everybody, and an IPv4 address has no labels.
  const std::size_t dot = parent.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < parent.size() &&
         parent.find("..") == std::string_view::npos && parent.front() != '.' &&
         !is_digit(parent[dot + 1]);
}

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

OriginPolicy::OriginPolicy(const std::vector<std::string>& allowed, bool allow_missing)
    : allow_missing_(allow_missing) {
  for (const std::string& origin : allowed) {
    if (is_wildcard(origin)) {
      wildcards_.push_back(origin);
    } else if (is_origin(origin)) {
      origins_.push_back(origin);
    } else {
      throw std::invalid_argument(
          "allowed origin is not written as browsers send it (scheme://host[:port], lower case, no "
          "default port, no slash behind; * for the first of three labels or more): " +
          origin);
    }
  }
}

bool OriginPolicy::allows(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return allow_missing_;
  if (std::find(origins_.begin(), origins_.end(), *origin) != origins_.end()) return true;
  if (!is_origin(*origin)) return false;
  if (origins_.empty() && wildcards_.empty()) {
    // Any other name may have been made to lead to this machine (DNS rebinding).
    return origin->substr(origin->find("//") + 2) == host &&
           is_loopback_host(host_of_authority(host));
  }
  return std::any_of(wildcards_.begin(), wildcards_.end(),
                     [&](const std::string& wildcard) { return is_covered_by(*origin, wildcard); });
}

bool OriginPolicy::allows(const HttpRequest& request) const {
  return request.count("Origin") <= 1 &&
         allows(request.header("Origin"), request.header("Host").value_or(""));
}

}  // namespace nexus::transport
