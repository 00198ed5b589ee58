// What the server counts.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/metrics.hpp"
#include "base/refusal_log.hpp"
#include "transport/server_refusals.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::transport {

/// The position of a refusal in its list.
enum class RefusalIndex : std::uint8_t {};

inline constexpr std::array kConnectionRefusals{kServerFull, kAddressLimit, kNoTrustedProxy,
                                                kBadProxyHeader};
inline constexpr std::array kUpgradeRefusals{kWrongOrigin, kBadUpgrade, kAddressLimit, kStopping,
                                             kNotAdmitted};
/// Nothing is refused, but the client counts as its proxy.
inline constexpr std::array kUnnamedClients{kUntrustedProxy, kNoClientAddress};

[[nodiscard]] inline Label<RefusalIndex> refusal_label(std::span<const RefusalKind> kinds) {
  Label<RefusalIndex> label{"reason", {}};
  for (const RefusalKind& kind : kinds) label.values.emplace_back(kind.name);
  return label;
}

/// The first digit of an HTTP status, less one.
enum class StatusClass : std::uint8_t {};

/// A close code that has a name here, or all others together.
enum class CloseCodeIndex : std::uint8_t {};

/// The reading metrics are added by Core, which knows what to read.
struct ServerMetrics : MetricGroup {
  /// `close_codes`: those that are counted by themselves, rising.
  explicit ServerMetrics(std::vector<std::uint16_t> close_codes)
      : codes(std::move(close_codes)),
        sockets_closed(*this, "sockets_closed_total",
                       "WebSockets that ended, by the close code that the server sent, or else "
                       "received; 1006: none.",
                       code_label()) {}

  [[nodiscard]] CloseCodeIndex index_of(std::uint16_t code) const {
    std::size_t index = 0;
    while (index < codes.size() && codes[index] != code) ++index;
    return static_cast<CloseCodeIndex>(index);
  }

  const std::vector<std::uint16_t> codes;

  Counter<> accept_failures{*this, "accept_failures_total",
                            "Pauses in accepting for lack of descriptors or memory."};
  Gauge<> sockets{*this, "sockets", "Open WebSockets."};
  Counter<> sockets_opened{*this, "sockets_opened_total", "WebSockets that were opened."};
  Counter<CloseCodeIndex> sockets_closed;
  Counter<> messages_received{*this, "messages_received_total", "WebSocket messages received."};
  Counter<> messages_sent{*this, "messages_sent_total", "WebSocket messages sent."};
  Counter<> bytes_received{*this, "bytes_received_total", "Bytes received from clients."};
  Counter<> bytes_sent{*this, "bytes_sent_total", "Bytes that the kernel took for clients."};
  Counter<StatusClass> http_responses{
      *this, "http_responses_total", "HTTP responses; 1xx are upgrades to a WebSocket.",
      Label<StatusClass>{"class", {"1xx", "2xx", "3xx", "4xx", "5xx"}}};
  Counter<> responses_stalled{*this, "http_responses_stalled_total",
                              "HTTP responses that were given up because the client did not read."};
  Counter<RefusalIndex> connections_refused{*this, "connections_refused_total",
                                            "Connections that were refused before a request.",
                                            refusal_label(kConnectionRefusals)};
  Counter<RefusalIndex> upgrades_refused{*this, "upgrades_refused_total",
                                         "WebSockets that were refused.",
                                         refusal_label(kUpgradeRefusals)};
  Counter<RefusalIndex> clients_unnamed{
      *this, "clients_unnamed_total",
      "Requests and WebSockets whose client counts as its proxy, because the proxy is not trusted "
      "or does not name it.",
      refusal_label(kUnnamedClients)};

  /// Counts time stamps of the tick, not turns: a turn costs nothing more, and a long one is met by
  /// more of them.
  Histogram<> loop_turn{*this,
                        "loop_turn_seconds",
                        "How long a timer, 20 times a second, waited for the turn of the loop that "
                        "was under way.",
                        {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1}};

 private:
  [[nodiscard]] Label<CloseCodeIndex> code_label() const {
    Label<CloseCodeIndex> label{"code", {}};
    for (const std::uint16_t code : codes) label.values.push_back(std::to_string(code));
    label.values.emplace_back("other");
    return label;
  }
};

}  // namespace nexus::transport
