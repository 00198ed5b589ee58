// Closes banned visitors' sockets, for one endpoint.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/metrics.hpp"
#include "moderation/ban_list.hpp"
#include "protocol/generated/messages.hpp"
#include "transport/ip_address.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace nexus::moderation {

/// Sockets that one step of a sweep judges, so that other sockets are served between steps.
inline constexpr std::size_t kSocketsPerStep = 200;

struct BanGateMetrics : MetricGroup {
  explicit BanGateMetrics(const std::string& channel)
      : refusals(*this, "ban_refusals_total", "Sockets that were closed because of a ban.",
                 only("channel", channel), ban_kinds()) {}

  Counter<Only, BanKind> refusals;
};

/// The message that a banned visitor receives.
[[nodiscard]] inline protocol::Banned banned_message(const Ban& ban) {
  protocol::Banned message;
  if (!ban.reason.empty()) message.reason = ban.reason;
  if (!ban.reference.empty()) message.reference = ban.reference;
  if (ban.until) {
    message.until_ms = std::max<std::int64_t>(0, ban.until->time_since_epoch().count());
  }
  return message;
}

/// Keeps the address and network of every open socket and, once proved, its visitor. Without a list
/// nobody is banned and nothing is kept. `Sender` sends messages and hangs up.
template <class Sender>
class BanGate {
 public:
  BanGate(const std::string& channel, const BanList* bans, const Clock& clock, Sender& sender)
      : metrics_(channel), bans_(bans), clock_(clock), sender_(sender) {}

  /// Whether a socket from this address may be used, and later whether its visitor may use it. If
  /// not, the client has received the reason, its socket is closing, and the gate forgot it.
  [[nodiscard]] bool opens(ClientId client, const transport::IpAddress& address,
                           NetworkTag network = {}) {
    if (bans_ == nullptr) return true;
    sockets_.insert_or_assign(client, Socket{address, network, {}});
    return !turns_away(client);
  }
  [[nodiscard]] bool admits(ClientId client, VisitorId visitor) {
    if (bans_ == nullptr) return true;
    const auto found = sockets_.find(client);
    if (found == sockets_.end()) return false;
    found->second.visitor = visitor;
    return !turns_away(client);
  }
  void close(ClientId client) { sockets_.erase(client); }

  /// After a change of the list: all open sockets have to be judged again.
  void begin_sweep() {
    unswept_.clear();
    unswept_.reserve(sockets_.size());
    for (const auto& [client, socket] : sockets_) unswept_.push_back(client);
  }
  [[nodiscard]] bool is_sweeping() const { return !unswept_.empty(); }
  /// Judges kSocketsPerStep of them. Returns those that were turned away.
  [[nodiscard]] std::vector<ClientId> sweep_some() {
    std::vector<ClientId> banned;
    for (std::size_t i = 0; i < kSocketsPerStep && !unswept_.empty(); ++i) {
      const ClientId client = unswept_.back();
      unswept_.pop_back();
      if (sockets_.contains(client) && turns_away(client)) banned.push_back(client);
    }
    return banned;
  }

  [[nodiscard]] bool is_banned(VisitorId visitor) const {
    return bans_ != nullptr && bans_->find(visitor, clock_.wall()) != nullptr;
  }

  [[nodiscard]] const BanGateMetrics& metrics() const { return metrics_; }

 private:
  struct Socket {
    transport::IpAddress address;
    NetworkTag network;
    VisitorId visitor;  ///< none until proven
  };

  [[nodiscard]] const Ban* ban_on(const Socket& socket) const {
    return bans_->find(socket.visitor, socket.address, socket.network, clock_.wall());
  }

  bool turns_away(ClientId client) {
    const Ban* const ban = ban_on(sockets_.at(client));
    if (ban == nullptr) return false;
    metrics_.refusals.count(Only{}, ban->kind);
    sender_.send_message(client, banned_message(*ban));
    sender_.hang_up(client, protocol::CloseCode::kBanned);
    sockets_.erase(client);
    return true;
  }

  BanGateMetrics metrics_;
  const BanList* bans_;
  const Clock& clock_;
  Sender& sender_;
  std::unordered_map<ClientId, Socket> sockets_;
  std::vector<ClientId> unswept_;
};

}  // namespace nexus::moderation
