// SPDX-License-Identifier: MIT
#include "transport/core.hpp"

#include <sys/socket.h>
#include <utility>

namespace nexus::transport {
namespace {

template <std::size_t N>
RefusalIndex index_in(const std::array<RefusalKind, N>& kinds, const RefusalKind& kind) {
  std::size_t index = 0;
  while (index + 1 < N && kinds[index].name != kind.name) ++index;
  return static_cast<RefusalIndex>(index);
}

/// An address may send the requests of this many seconds at once: pages of one household or office
/// load together.
constexpr std::size_t kRequestBurstSeconds = 5;

LeakyRate request_rate(const ServerOptions& options, std::size_t factor) {
  const std::size_t per_second = options.requests_per_address_per_second_max * factor;
  return {static_cast<double>(per_second), per_second * kRequestBurstSeconds};
}

}  // namespace

Core::Core(EventLoop& loop, ServerOptions given, Log log_to, const Clock& time,
           Poller::Callbacks callbacks, std::function<void()> reap, std::function<void()> resume)
    : options(std::move(given)),
      log(std::move(log_to)),
      clock(time),
      metrics(options.counted_close_codes),
      refusals(clock, log),
      proxies(options.trusted_proxies),
      addresses(options.connections_per_address_max,
                options.connections_per_address_per_second_max),
      requests(request_rate(options, 1)),
      region_requests(request_rate(options, kHostAllowancesPerRegion)),
      poller(loop, kTickPeriod, std::move(callbacks)),
      writer(poller, metrics.bytes_sent, [this](Connection& connection) { doom(connection); }),
      start_(time.monotonic()),
      reap_(std::move(reap)),
      resume_(std::move(resume)) {}

void Core::doom(Connection& connection) {
  if (connection.is_doomed) return;
  connection.is_doomed = true;
  doomed_.push_back(&connection);
  if (in_turn_ || is_reap_posted_) return;
  is_reap_posted_ = true;
  poller.defer([this] {
    is_reap_posted_ = false;
    begin_turn();
    end_turn();
  });
}

void Core::postpone(Connection& connection) {
  if (connection.is_postponed) return;
  connection.is_postponed = true;
  postponed_.push_back(connection.id());
  if (postponed_.size() == 1) poller.defer(resume_);
}

void Core::begin_turn() {
  in_turn_ = true;
  now = static_cast<Tick>((clock.monotonic() - start_) / kTickPeriod);
}

void Core::end_turn() {
  // Reporting the end of one connection may end others.
  while (!doomed_.empty()) reap_();
  in_turn_ = false;
}

void Core::refuse_connection(const RefusalKind& kind, std::string_view example) {
  refusals.count(kind, example);
  metrics.connections_refused.count(index_in(kConnectionRefusals, kind));
}

void Core::refuse_upgrade(const RefusalKind& kind, std::string_view example) {
  refusals.count(kind, example);
  metrics.upgrades_refused.count(index_in(kUpgradeRefusals, kind));
}

void Core::note_unnamed_client(const RefusalKind& kind, std::string_view example) {
  refusals.count(kind, example);
  metrics.clients_unnamed.count(index_in(kUnnamedClients, kind));
}

AddressLimit::Entry* Core::acquire(const IpAddress& address) {
  // Half of all connections is left to addresses with few, however many others take their share.
  const std::size_t half = options.connections_max / 2;
  const std::size_t spare = half > table.size() ? half - table.size() : 0;
  const std::size_t divisor = options.spare_share_per_address;
  return addresses.acquire(address, divisor == 0 ? 0 : spare / divisor, now);
}

bool Core::takes_request(const IpAddress& address) {
  if (!requests.take(address.limit_key(), now)) return false;
  const auto region = address.region();
  return !region || region_requests.take(*region, now);
}

bool Core::is_exempt(const IpAddress& address) const {
  return proxies.contains(address) || (options.loopback_is_exempt && address.is_loopback());
}

IpAddress Core::peer_of(const Connection& connection) const {
  if (connection.has_client) return clients_.at(connection.slot);
  sockaddr_storage peer{};
  socklen_t bytes = sizeof peer;
  getpeername(connection.descriptor, reinterpret_cast<sockaddr*>(&peer), &bytes);
  return IpAddress::from(peer);
}

void Core::set_client(Connection& connection, const IpAddress& client) {
  clients_[connection.slot] = client;
  connection.has_client = true;
}

void Core::forget_client(const Connection& connection) {
  if (connection.has_client) clients_.erase(connection.slot);
}

}  // namespace nexus::transport
