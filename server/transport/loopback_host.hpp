// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace nexus::transport {

/// Whether a host always means the local machine: localhost and names below it, 127.0.0.0/8, [::1].
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// The host of "host:port" or "[address]:port"; the port is optional.
[[nodiscard]] std::string_view host_of_authority(std::string_view authority);

}  // namespace nexus::transport
