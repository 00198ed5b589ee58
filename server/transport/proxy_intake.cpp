// SPDX-License-Identifier: MIT
#include "transport/proxy_intake.hpp"

#include "transport/proxy_header.hpp"
#include "transport/server_refusals.hpp"

namespace nexus::transport {

bool ProxyIntake::admits(const IpAddress& peer) {
  if (core_.proxies.contains(peer)) return true;
  core_.refuse_connection(kNoTrustedProxy, peer.network());
  return false;
}

void ProxyIntake::receive(Connection& connection, std::span<char> bytes) {
  const std::string_view text(bytes.data(), bytes.size());
  const auto header = parse_proxy_header(text);
  if (!header) {
    core_.refuse_connection(kBadProxyHeader, header.error());
    return core_.doom(connection);
  }
  if (!*header) {
    if (!connection.inbox) connection.inbox = std::make_unique<Inbox>();
    connection.inbox->bytes.assign(text);
    return;
  }
  connection.inbox.reset();
  connection.phase = Phase::kRequest;
  if ((*header)->client) begin(connection, *(*header)->client);
  if (connection.phase != Phase::kRequest) return;
  const std::span<char> rest = bytes.subspan((*header)->bytes);
  if (!rest.empty()) http_.receive(connection, rest);
}

/// Counts the connection as the client's own.
void ProxyIntake::begin(Connection& connection, const IpAddress& client) {
  core_.set_client(connection, client);
  if (core_.is_exempt(client)) return;
  connection.address = core_.acquire(client);
  if (connection.address != nullptr) return;
  core_.refuse_connection(kAddressLimit, "at the PROXY header");
  http_.refuse_address(connection);
}

void ProxyIntake::on_deadline(Connection& connection) {
  core_.refuse_connection(kBadProxyHeader, "it took too long");
  core_.doom(connection);
}

}  // namespace nexus::transport
