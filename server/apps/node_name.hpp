// What a process calls itself, and where it is.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::apps {

/// `host`-`port`. A host name that is too long, or holds what a node name may not, is cut and gets
/// a hash of the whole, so that two hosts never share a name by that.
[[nodiscard]] std::string default_node_name(std::string_view host, std::uint16_t port);

/// The name of this machine, whole; empty when the system does not say.
[[nodiscard]] std::string host_name();

/// Where a process listens, for people to read. Two processes with the same one cannot both live:
/// it names the running kernel, the network namespace, the address and the port. Empty where one of
/// these is not known, or any port will do.
[[nodiscard]] std::string listening_place(std::string_view address, std::uint16_t port);

}  // namespace nexus::apps
