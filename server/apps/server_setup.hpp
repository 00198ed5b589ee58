// The server for visitors: what the configuration and the protocol decide about it.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <functional>

namespace nexus::apps {

/// `refuses_sockets` returns whether this process would split the deployment, so that it accepts no
/// sockets for now.
[[nodiscard]] transport::ServerOptions server_options(const Config& config,
                                                      std::function<bool()> refuses_sockets);

}  // namespace nexus::apps
