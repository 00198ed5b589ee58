// The desk: owns the waiting visitors of one matching node.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "credentials/encounter_token.hpp"
#include "credentials/place_token.hpp"
#include "credentials/room_token.hpp"
#include "credentials/seat_token.hpp"
#include "credentials/session_token.hpp"
#include "matching/call_results.hpp"
#include "matching/encounters.hpp"
#include "matching/plan.hpp"
#include "matching/profile.hpp"
#include "matching/recent_set.hpp"
#include "matching/report_log.hpp"
#include "matching/shield.hpp"
#include "matching/ticket_store.hpp"
#include "matching/wait_estimate.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexus::matching {

/// How often tick() wants to be called; no deadline of the desk is finer.
inline constexpr auto kDeskTick = std::chrono::milliseconds(250);
/// A socket that does not say hello within this is closed.
inline constexpr auto kHelloTimeout = std::chrono::seconds(5);
/// Ill-formed messages that a socket may send before it is closed.
inline constexpr int kRefusalsMax = 8;
/// How long a matched visitor's wishes are kept, in case the match falls through.
inline constexpr auto kRematchWindow = credentials::kRoomTokenLife + std::chrono::seconds(15);

/// How often a waiting visitor is told how the queue stands, and so given a fresh place token.
inline constexpr auto kQueueNews = std::chrono::seconds(15);
static_assert(credentials::kPlaceTokenLife > 3 * kQueueNews);
/// So many are told in one tick, so that sockets are served in between.
inline constexpr int kQueueNewsPerTick = 1'000;

/// Reports that are known to be written down; one beyond, said again, would be written again.
inline constexpr std::size_t kReportsKnownMax = 100'000;

/// Where the desk's words go. Never calls back into the desk inside a call: a socket that fails
/// while it is sent to is told by close() later, from the loop.
class MatchOutlet {
 public:
  virtual ~MatchOutlet() = default;
  virtual void send(ClientId client, const protocol::MatchServerMessage& message) = 0;
  /// The socket shall go; the desk hears of it through close() as of any other end. May be said
  /// again of a socket that is already going.
  virtual void hang_up(ClientId client, protocol::CloseCode code) = 0;
  /// The socket proved whose it is: may it stay? If not it was told why, and goes. An outlet that
  /// bans nobody need not listen.
  [[nodiscard]] virtual bool admits(ClientId /*client*/, VisitorId /*visitor*/) { return true; }
};

struct DeskOptions {
  NodeName node;
  std::vector<std::string> lanes{"general"};  ///< the first is for those who name none
  Patience patience{};
  EncounterLimits encounters{};
  ShieldPolicy shield = ShieldPolicy::kOff;
  std::function<std::vector<protocol::IceServer>(VisitorId)> ice_servers;
};

/// Takes visitors' messages, keeps their tickets in the store, and commits each ticket to at most
/// one room: the store proposes, and only the desk that holds the visitor's socket says yes. Lives
/// on the process's loop; the store must not call back after the desk's end.
class Desk {
 public:
  Desk(DeskOptions options, TicketStore& store, MatchOutlet& outlet, ReportLog& reports,
       const credentials::SessionTokens& sessions, const credentials::RoomTokens& tokens,
       const credentials::SeatTokens& seats, const credentials::PlaceTokens& places,
       const credentials::EncounterTokens& encounter_tokens, const Clock& clock, Random& random,
       Log log);

  /// A socket opened, sent something (or something unreadable), or went.
  void open(ClientId client);
  void receive(ClientId client,
               Result<protocol::MatchClientMessage, protocol::DecodeError> message);
  void close(ClientId client);

  /// What the store tells unasked.
  void deliver(OutboxEvent event);

  /// Renews, sweeps, retries and times out. Call every kDeskTick.
  void tick();

  /// Tells everybody to come back later: this node stops. The caller closes the sockets.
  void say_goodbye();

  /// Visitors who said hello and whose socket is open.
  [[nodiscard]] std::size_t online() const { return online_; }
  /// Signalling nodes that rooms can be placed on.
  [[nodiscard]] std::size_t homes() const { return homes_.size(); }
  /// Results of calls, as pages report them.
  [[nodiscard]] const CallStats& calls() const { return call_results_.stats(); }
  /// False until the store answered, and while it does not.
  [[nodiscard]] bool store_ready() const { return store_ready_; }

 private:
  enum class Stage : std::uint8_t {
    kAsking,   ///< a find is on its way to the store
    kWaiting,  ///< the store holds the ticket
    kUnheard,  ///< the store could not be asked; again when it answers
    kMatched,  ///< committed to `room`
  };

  /// What the visitor was last told of its search, so that nothing is said twice.
  enum class Told : std::uint8_t { kNothing, kQueued, kUnavailable };

  /// One search. Exists from a find until it is cancelled, replaced or some time after its match.
  struct Search {
    TicketId ticket;
    std::int64_t find = 0;
    Profile profile;
    std::string offer;
    NodeName home_hint;
    MonotonicTime began{};
    Place place = 0;
    std::chrono::milliseconds away{0};  ///< from its place, between sockets
    Stage stage = Stage::kAsking;
    Told told = Told::kNothing;
    MonotonicTime news_due{};  ///< how the queue stands
    bool outdated = false;     ///< the plan changed while a find with the old one was on its way
    RoomId room;
    bool kept = false;  ///< the store knows that `room` was taken
  };

  struct Client {
    VisitorId visitor;  ///< none until hello
    std::vector<VisitorId> blocked;
    std::unique_ptr<Search> search;
    std::int64_t last_find = 0;
    int refusals = 0;
  };

  /// Something to look at again later; stale entries are recognised by their ticket.
  struct Later {
    MonotonicTime at;
    TicketId ticket;
  };

  /// A rule of a search to relax at its time.
  struct WideningDue {
    TicketId ticket;
    protocol::WidenedTo to{};
  };

  void on_hello(ClientId id, Client& client, const protocol::Hello& hello);
  void on_find(ClientId id, Client& client, protocol::Find find);
  void on_offer(ClientId id, Client& client, protocol::Offer offer);
  void on_cancel(ClientId id, Client& client, const protocol::Cancel& cancel);
  void on_block(ClientId id, Client& client, const protocol::Block& block);
  void on_report(ClientId id, Client& client, protocol::Report report);
  void on_rehome(ClientId id, const protocol::Rehome& rehome);
  void on_moved(ClientId id, const credentials::SeatToken& seat,
                Result<SettleReply, StoreError> reply);
  void refuse(ClientId id, Client& client, const protocol::DecodeError& error);
  void send_error(ClientId id, protocol::ErrorCode code, std::string_view message,
                  std::string_view of, std::optional<std::int64_t> find = {});

  /// The partner whom a block or report is about; if it is not proven, the client is told.
  template <class Message>
  std::optional<VisitorId> partner_in(ClientId id, const Client& client, const Message& message);
  /// Puts the partner on the client's block list and returns the session that carries it.
  std::string block(Client& client, VisitorId partner);

  void begin(ClientId id, Client& client, std::unique_ptr<Search> search, std::string answer);
  void drop_search(Client& client);
  void replace_older_socket(VisitorId visitor, ClientId by);
  /// The first time with the answer that came with the find: it is for who is found at once.
  void ask(ClientId id, Client& client, std::string answer = {});
  void on_found(TicketId ticket, Result<FindReply, StoreError> reply);
  void on_queued(ClientId id, Client& client, const Queued& queued);
  void tell_queued(ClientId id, Client& client);
  void on_unheard(ClientId id, Search& search, StoreError error);
  void on_proposal(Proposal proposal);
  void take(ClientId id, const Client& client, const Proposal& proposal);
  void commit(TicketId ticket, RoomId room);
  void on_release(const Release& release);

  void renew();
  void on_renewed(Result<RenewReply, StoreError> reply);
  void time_out_hellos();
  void widen();
  void renew_plan(ClientId id, Client& client);
  void tell_news();
  void retry_commits();
  void retry_unheard();
  void forget_matched();

  void schedule_widenings(const Client& client);
  [[nodiscard]] Acquaintances acquaintances_of(const Client& client) const;
  [[nodiscard]] std::chrono::milliseconds waited(const Search& search) const;
  void hand_out_made_ahead(protocol::Matched& matched, const Proposal& proposal,
                           const Profile& partner) const;
  [[nodiscard]] Home choose_home(const NodeName& hint);
  [[nodiscard]] std::pair<ClientId, Client*> owner_of(TicketId ticket);

  DeskOptions options_;
  TicketStore& store_;
  MatchOutlet& outlet_;
  ReportLog& reports_;
  const credentials::SessionTokens& sessions_;
  const credentials::RoomTokens& tokens_;
  const credentials::SeatTokens& seats_;
  const credentials::PlaceTokens& places_;
  const credentials::EncounterTokens& encounter_tokens_;
  const Clock& clock_;
  Random& random_;
  Log log_;

  std::unordered_map<ClientId, Client> clients_;
  std::unordered_map<VisitorId, ClientId> sockets_;  ///< the latest of each visitor
  std::unordered_map<TicketId, ClientId> tickets_;   ///< of every Search
  std::size_t online_ = 0;
  bool store_ready_ = false;
  std::vector<Home> homes_;    ///< least loaded first
  std::uint64_t waiting_ = 0;  ///< tickets in the store, as it said last
  Encounters encounters_;
  RecentSet<std::pair<VisitorId, RoomId>> reported_{credentials::kEncounterTokenLife,
                                                    kReportsKnownMax};  ///< by whom, where
  WaitEstimates waits_;
  CallResults call_results_;

  std::deque<std::pair<MonotonicTime, ClientId>> hellos_due_;
  std::deque<Later> matched_;
  std::deque<Later> news_due_;
  std::multimap<MonotonicTime, WideningDue> widenings_due_;
  std::vector<TicketId> unheard_;
  std::vector<std::pair<TicketId, RoomId>> uncommitted_;  ///< commits that did not reach the store
  MonotonicTime node_renewed_{};
  MonotonicTime tickets_renewed_{};
};

}  // namespace nexus::matching
