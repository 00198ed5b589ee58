// What the visitors' server needs to know of configuration and protocol.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "transport/server_options.hpp"

#include <functional>

namespace nexus::apps {

/// `refuses_sockets`: whether this node may take no visitors at the moment.
transport::ServerOptions server_options(const Config& config,
                                        std::function<bool()> refuses_sockets);

}  // namespace nexus::apps
