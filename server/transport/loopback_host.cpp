// SPDX-License-Identifier: MIT
#include "transport/loopback_host.hpp"

#include "base/text.hpp"
#include "transport/ip_address.hpp"

namespace nexus::transport {

bool is_loopback_host(std::string_view host) {
  if (to_lower(host) == "localhost" || host.ends_with(".localhost")) return true;
  if (host.size() > 2 && host.starts_with('[')) host = host.substr(1, host.size() - 2);
  const auto address = IpAddress::parse(host);
  return address && address->is_loopback();
}

std::string_view host_of_authority(std::string_view authority) {
  const std::size_t bracket = authority.rfind(']');
  return authority.substr(0, authority.find(':', bracket == std::string_view::npos ? 0 : bracket));
}

}  // namespace nexus::transport
