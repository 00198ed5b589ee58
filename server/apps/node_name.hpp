// The default name of a process.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::apps {

/// `host`-`port`. A host name that is too long, or contains a character that a node name must not,
/// is cut and gets a hash of the whole name. So two hosts do not get the same name by the cut.
[[nodiscard]] std::string default_node_name(std::string_view host, std::uint16_t port);

/// The full name of this machine; empty if the system does not report it.
[[nodiscard]] std::string host_name();

}  // namespace nexus::apps
