// The name of a process, and where it listens.
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

/// Where a process listens, for people to read. Two processes with the same place cannot both be
/// alive: it names the running kernel, the network namespace, the address and the port. Empty if
/// one of these is unknown, or if any port will do.
[[nodiscard]] std::string listening_place(std::string_view address, std::uint16_t port);

}  // namespace nexus::apps
