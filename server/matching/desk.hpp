// The desk: the sockets of one matching node, and the messages of their visitors.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/deadlines.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/network.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "credentials/credentials.hpp"
#include "matching/call_results.hpp"
#include "matching/complaints.hpp"
#include "matching/cool_down.hpp"
#include "matching/desk_options.hpp"
#include "matching/find_toll.hpp"
#include "matching/homes.hpp"
#include "matching/match_outlet.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/rehoming.hpp"
#include "matching/report_log.hpp"
#include "matching/search_queue.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nexus::matching {

/// How often to call tick(); no deadline of matching is finer.
inline constexpr auto kDeskTick = std::chrono::milliseconds(250);
/// A socket that sends no hello within this is closed.
inline constexpr auto kHelloTimeout = std::chrono::seconds(5);
/// A socket is closed after this many ill-formed messages.
inline constexpr int kRefusalsMax = 8;

/// Keeps the visitor of each socket, and passes its messages to the class that handles them:
/// searches to SearchQueue, blocks and reports to Complaints, lost homes to Rehoming. Runs on the
/// process's loop; the store must not call back after the desk's end.
class Desk {
 public:
  Desk(DeskOptions options, DeskPorts ports, const credentials::Credentials& credentials,
       const Clock& clock, Random& random, Log log);

  /// `network`: where the socket connects from.
  void open(ClientId client, const NetworkTags& network = {});
  /// A message, or the reason why it could not be decoded.
  void receive(ClientId client,
               Result<protocol::MatchClientMessage, protocol::DecodeError> message);
  void close(ClientId client);

  /// The store's events, which are not replies to calls.
  void deliver(OutboxEvent event) { queue_.deliver(std::move(event)); }

  /// An entry of another matching node.
  void receive(const TallyEntry& entry) { cool_downs_.receive(entry); }

  /// Takes the limits of networks, of reports and of popular interests from `fresh`, for whatever
  /// happens from now on. All other options stay.
  void set_limits(const DeskOptions& fresh);

  /// Renews leases, sweeps, retries and enforces time-outs. Call every kDeskTick.
  void tick();

  /// Asks all clients to reconnect later, because this node stops. The caller closes the sockets.
  void say_goodbye();

  /// Open sockets whose visitors sent a hello.
  [[nodiscard]] std::size_t online() const { return online_; }
  /// Signalling nodes that rooms can be placed on.
  [[nodiscard]] std::size_t homes() const { return homes_.size(); }
  [[nodiscard]] const MatchingMetrics& metrics() const { return metrics_; }
  /// What many visitors of this node searched with lately.
  [[nodiscard]] const std::vector<std::string>& popular_interests() const {
    return queue_.popular_interests();
  }
  /// Whether the store answered its latest renewal; false before the first answer.
  [[nodiscard]] bool store_ready() const { return queue_.store_ready(); }

 private:
  struct Client {
    credentials::Session session;  ///< has no visitor until hello
    NetworkTags network;
    std::int64_t last_find = 0;
    int refusals = 0;
    std::string cool_down{};  ///< reference of the latest that the visitor was sent
  };

  void on_hello(ClientId id, Client& client, const protocol::Hello& hello);
  void on_find(ClientId id, Client& client, protocol::Find find);
  /// Sends the visitor its cool-down, if it has one that this socket was not sent.
  void send_cool_down(ClientId id, Client& client);
  void on_cancel(ClientId id, const Client& client, const protocol::Cancel& cancel);
  /// Sends the reply to a block or report; searches avoid the partner from now on.
  void on_complaint(ClientId id, const Client& client, const protocol::MatchServerMessage& reply);
  void on_rehome(ClientId id, const Client& client, const protocol::Rehome& rehome);
  void refuse(ClientId id, Client& client, const protocol::DecodeError& error);
  void send_error(ClientId id, protocol::ErrorCode code, std::string_view message,
                  std::string_view of, std::optional<std::int64_t> find = {});
  void replace_older_socket(VisitorId visitor, ClientId by);
  void time_out_hellos();

  DeskOptions options_;
  MatchOutlet& outlet_;
  Admission& admission_;
  const credentials::Credentials& credentials_;
  const Clock& clock_;
  Random& random_;

  std::unordered_map<ClientId, Client> clients_;
  std::unordered_map<VisitorId, ClientId> sockets_;  ///< the latest socket of each visitor
  std::size_t online_ = 0;
  Deadlines<ClientId> hellos_due_;

  MatchingMetrics metrics_;
  Homes homes_;
  CoolDowns cool_downs_;
  SearchQueue queue_;
  Complaints complaints_;
  Rehoming rehoming_;
  CallResults call_results_;
  FindToll toll_;
};

}  // namespace nexus::matching
