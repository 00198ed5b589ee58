// Random scripts of verbs on the reference and on Redis: all replies and events must be equal.
// SPDX-License-Identifier: MIT
#include "base/clock.hpp"
#include "base/overloaded.hpp"
#include "base/random.hpp"
#include "stores/memory/pool.hpp"
#include "stores/redis/redis_directory.hpp"
#include "stores/redis/redis_store.hpp"
#include "stores/redis/test_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <optional>

#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using matching::OutboxEvent;
using matching::Ticket;

constexpr int kSeeds = 8;
constexpr int kSteps = 1500;
constexpr std::size_t kTicketsMax = 24;
constexpr std::size_t kHomes = 3;
constexpr std::size_t kRuns = 3;  ///< incarnations of each home

template <class T>
class Got {
 public:
  auto taker() {
    return [this](auto result) { value_ = std::move(result); };
  }
  [[nodiscard]] bool has() const { return value_.has_value(); }
  [[nodiscard]] T& value() { return *value_; }

 private:
  std::optional<T> value_;
};

class Differential {
 public:
  explicit Differential(std::uint64_t seed)
      : random_(seed),
        client_(loop_, {.url = server_.url(), .command_timeout = 20s}, client_random_, log_),
        functions_(client_, log_),
        redis_(functions_, settings_),
        directory_(functions_, settings_),
        pool_({.tickets_max = kTicketsMax}) {
    client_.start();
    if (!run_until(loop_, [this] { return functions_.ready(); })) {
      throw std::runtime_error("Redis does not become ready");
    }
    for (int i = 0; i < 12; ++i) visitors_.push_back(id<VisitorId>());
    for (int i = 0; i < 4; ++i) networks_.push_back(id<NetworkTag>());
    for (auto& incarnations : incarnations_)
      incarnations = {id<IncarnationId>(), id<IncarnationId>(), id<IncarnationId>()};
  }

  void step() {
    pass_time();
    switch (below(27)) {
      case 0:
      case 1:
      case 2:
        return renew();
      case 3:
        return sweep();
      case 4:
        return announce();
      case 5:
        return withdraw();
      case 6:
        return abandon();
      case 7:
        return close();
      case 8:
        return lookup();
      case 9:
      case 10:
      case 11:
      case 12:
        return commit();
      case 13:
      case 14:
      case 15:
      case 16:
      case 17:
        return settle();
      case 18:
        return retire();
      case 19:
        return give_up();
      default:
        return find();
    }
  }

  /// Outcomes of verbs that have several: a script that always gets the same one tests little.
  struct Outcomes {
    int moved = 0, stayed = 0, granted = 0, denied = 0;  ///< a desk asked, then a home
  };
  [[nodiscard]] const Outcomes& outcomes() const { return outcomes_; }

 private:
  std::size_t below(std::size_t bound) { return random_.below(bound); }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[below(list.size())];
  }

  /// Letters only, so that the order of the texts is that of the bytes, and entries that end in the
  /// same microsecond end in the same order.
  template <class Id>
  Id id() {
    std::string text;
    for (std::size_t i = 0; i < Id::kTextLength - 1; ++i) {
      text.push_back("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[below(52)]);
    }
    return Id::parse(text + "AQgw"[below(4)]).value();
  }

  void pass_time() {
    const auto dice = below(200);
    if (dice == 0) {
      clock_.advance(12s);
    } else if (dice < 10) {
      clock_.advance(std::chrono::milliseconds(below(4000)));
    } else if (dice < 100) {
      clock_.advance(std::chrono::milliseconds(below(100)));
    }
    // A record in Redis expires by Redis's own clock, so rooms near their end are no longer used.
    while (!rooms_.empty() &&
           rooms_.front().born + matching::kRoomRecordLife - 20s < clock_.monotonic()) {
      rooms_.pop_front();
    }
  }

  NodeName home() { return NodeName{"home-" + std::to_string(below(kHomes))}; }
  /// Any incarnation of any home: the one that announced itself last, or another.
  HomeIncarnation run() {
    const std::size_t number = below(kHomes);
    return {NodeName{"home-" + std::to_string(number)}, incarnations_[number][below(kRuns)]};
  }
  static std::string url(const NodeName& home) { return "url of " + home.value; }

  NodeName node() { return NodeName{"node-" + std::to_string(below(3))}; }
  std::string bucket() { return std::string("b\n") + std::to_string(below(6)); }

  std::vector<std::string> buckets(std::size_t most) {
    std::vector<std::string> list;
    for (auto i = below(most + 1); i > 0; --i) list.push_back(bucket());
    return list;
  }

  TicketId known_ticket() {
    if (tickets_.empty() || below(20) == 0) return id<TicketId>();
    return tickets_[tickets_.size() - 1 - below(std::min<std::size_t>(tickets_.size(), 30))].id;
  }

  RoomId known_room() {
    if (rooms_.empty() || below(20) == 0) return id<RoomId>();
    return rooms_[rooms_.size() - 1 - below(std::min<std::size_t>(rooms_.size(), 12))].id;
  }

  void find() {
    Ticket ticket;
    if (!tickets_.empty() && below(3) == 0) {
      ticket = tickets_[tickets_.size() - 1 - below(std::min<std::size_t>(tickets_.size(), 30))];
    } else {
      ticket.id = id<TicketId>();
      ticket.visitor = any(visitors_);
      if (below(3) != 0) ticket.network = any(networks_);
    }
    ticket.owner = node();
    ticket.profile = std::string(below(40), static_cast<char>(below(256)));
    ticket.offer = std::string(below(40), static_cast<char>(below(256)));
    ticket.answer = std::string(below(40), static_cast<char>(below(256)));
    ticket.plan = {};
    for (auto i = below(4); i > 0; --i) ticket.plan.look.push_back(buckets(3));
    ticket.plan.wait_in = buckets(4);
    for (auto i = below(4); i > 0; --i) ticket.plan.avoid.push_back(any(visitors_));
    for (auto i = below(3); i > 0; --i) ticket.plan.avoid_networks.push_back(any(networks_));
    ticket.look_after = tickets_.empty() || below(3) != 0 ? 0 : any(tickets_).place;
    ticket.home = {home(), "url"};
    ticket.room = id<RoomId>();

    Got<Result<matching::FindReply, StoreError>> got;
    redis_.find(ticket, got.taker());
    const auto expected = pool_.find(ticket, now());
    same("find", got, expected);
    if (expected) {
      ticket.place =
          std::visit(Overloaded{[](const matching::Queued& queued) { return queued.place; },
                                [](const matching::Proposal& proposal) { return proposal.place; }},
                     *expected);
      if (const auto* proposal = std::get_if<matching::Proposal>(&*expected)) {
        if (proposal->room == ticket.room) rooms_.push_back({ticket.room, clock_.monotonic()});
      }
      tickets_.push_back(ticket);
    }
  }

  void withdraw() {
    const TicketId ticket = known_ticket();
    Got<Result<std::monostate, StoreError>> got;
    redis_.withdraw(ticket, got.taker());
    pool_.withdraw(ticket);
    same("withdraw", got, Result<std::monostate, StoreError>());
  }

  void commit() {
    const RoomId room = known_room();
    TicketId ticket = known_ticket();
    if (const auto record = pool_.lookup(room); record && below(10) != 0) {
      ticket = below(2) == 0 ? record->initiator : record->responder;
    }
    Got<Result<matching::CommitReply, StoreError>> got;
    redis_.commit(ticket, room, got.taker());
    same("commit", got, Result<matching::CommitReply, StoreError>(pool_.commit(ticket, room)));
  }

  void abandon() {
    const RoomId room = known_room();
    const auto record = pool_.lookup(room);
    const TicketId ticket = record ? record->initiator : known_ticket();
    Got<Result<std::monostate, StoreError>> got;
    redis_.abandon(ticket, room, got.taker());
    pool_.abandon(ticket, room);
    same("abandon", got, Result<std::monostate, StoreError>());
  }

  void give_up() {
    const RoomId room = known_room();
    const auto record = pool_.lookup(room);
    const TicketId ticket = !record || below(10) == 0 ? known_ticket()
                            : below(2) == 0           ? record->initiator
                                                      : record->responder;
    Got<Result<std::monostate, StoreError>> got;
    redis_.give_up(ticket, room, got.taker());
    pool_.give_up(ticket, room);
    same("give_up", got, Result<std::monostate, StoreError>());
  }

  void renew() {
    const NodeName name = node();
    std::vector<TicketId> list;
    for (auto i = below(20); i > 0; --i) list.push_back(known_ticket());
    Got<Result<matching::RenewReply, StoreError>> got;
    redis_.renew(name, list, got.taker());
    same("renew", got, Result<matching::RenewReply, StoreError>(pool_.renew(name, list, now())));
  }

  void sweep() {
    Got<Result<std::uint64_t, StoreError>> got;
    redis_.sweep(got.taker());
    same("sweep", got, Result<std::uint64_t, StoreError>(pool_.sweep(now())));
  }

  void lookup() {
    const RoomId room = known_room();
    using Reply = Result<std::optional<signalling::RoomRecord>, signalling::DirectoryError>;
    Got<Reply> got;
    directory_.lookup(room, got.taker());
    same("lookup", got, Reply(pool_.lookup(room)));
  }

  void close() {
    const RoomId room = known_room();
    std::vector<TicketId> stranded{known_ticket()};
    if (const auto record = pool_.lookup(room)) {
      if (below(2) == 0) stranded.push_back(record->responder);
      if (below(2) == 0) stranded.push_back(record->initiator);
    }
    const NodeName by = home();
    const signalling::Stranded all{stranded, below(2) == 0};
    directory_.close(by, room, all);
    pool_.close(by, room, all, now());
    same_events("close");
  }

  void announce() {
    const HomeIncarnation of = run();
    const signalling::HomeStatus status{of.node, url(of.node), below(4), of.incarnation};
    directory_.announce(status);
    pool_.announce(status, now());
    same_events("announce");
  }

  void retire() {
    const NodeName gone = home();
    directory_.retire(gone);
    pool_.retire(gone);
    same_events("retire");
  }

  /// A room whose home may be lost. It may also be one without a record, and the same one again.
  RoomId moving_room() {
    const RoomId room = known_room();
    const auto is_it = [&](const KnownRoom& known) { return known.id == room; };
    if (std::none_of(rooms_.begin(), rooms_.end(), is_it)) {
      rooms_.push_back({room, clock_.monotonic()});
    }
    return room;
  }

  void settle() {
    const HomeIncarnation to = run();
    const bool home_asks = below(5) < 2;
    HomeIncarnation from = run();
    if (home_asks && below(3) == 0)
      from = {to.node, below(4) == 0 ? IncarnationId{} : from.incarnation};
    const Settle wanted{.room = moving_room(),
                        .from = from,
                        .to = {to.node, url(to.node)},
                        .to_incarnation = home_asks ? to.incarnation : IncarnationId{},
                        .asker = below(2) == 0 ? Role::kInitiator : Role::kResponder};
    if (home_asks) {
      compare_settle<signalling::DirectoryError>(directory_, wanted, outcomes_.granted,
                                                 outcomes_.denied);
    } else {
      compare_settle<StoreError>(redis_, wanted, outcomes_.moved, outcomes_.stayed);
    }
  }

  template <class Error>
  void compare_settle(auto& store, const Settle& wanted, int& granted, int& denied) {
    using Reply = Result<SettleReply, Error>;
    Got<Reply> got;
    store.settle(wanted, got.taker());
    const SettleReply expected = pool_.settle(wanted, now());
    const auto* const home = std::get_if<Home>(&expected);
    ++(home != nullptr && (wanted.to_incarnation.is_none() || home->node == wanted.to.node)
           ? granted
           : denied);
    same("settle", got, Reply(expected));
  }

  template <class T>
  void same(const char* verb, Got<T>& got, const T& expected) {
    same_events(verb);
    ASSERT_TRUE(got.has()) << verb;
    EXPECT_EQ(got.value(), expected) << verb;
  }

  /// Reads the events that the verb put into the outboxes: pipelined after it, so in one round
  /// trip.
  void same_events(const char* verb) {
    std::vector<std::vector<StoreEvent>> expected(3 + kHomes);
    for (Outgoing& outgoing : pool_.take_outbox()) {
      const bool is_home = std::holds_alternative<GivenUp>(outgoing.event);
      const auto number = static_cast<std::size_t>(outgoing.owner.value.back() - '0');
      expected[(is_home ? 3 : 0) + number].push_back(std::move(outgoing.event));
    }
    std::vector<std::vector<StoreEvent>> actual(3 + kHomes);
    for (std::size_t i = 0; i < kHomes; ++i) {
      const std::string key = settings_.prefix() + "homebox:home-" + std::to_string(i);
      client_.command({"XRANGE", key, "-", "+"}, [&actual, i](const RedisClient::Answer& answer) {
        for (const RedisReply& entry : *answer.value().array()) {
          actual[3 + i].push_back(read_given_up(entry.array()->at(1)).value());
        }
      });
      client_.command({"DEL", key}, [](const RedisClient::Answer&) {});
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string key = settings_.prefix() + "outbox:node-" + std::to_string(i);
      client_.command({"XRANGE", key, "-", "+"}, [&actual, i](const RedisClient::Answer& answer) {
        for (const RedisReply& entry : *answer.value().array()) {
          OutboxEvent event = read_event(entry.array()->at(1)).value();
          if (auto* proposal = std::get_if<matching::Proposal>(&event)) {
            actual[i].emplace_back(std::move(*proposal));
          } else {
            actual[i].emplace_back(std::get<matching::Release>(event));
          }
        }
      });
      client_.command({"DEL", key}, [](const RedisClient::Answer&) {});
    }
    ASSERT_TRUE(run_until(loop_, [this] { return client_.in_flight() == 0; })) << verb;
    EXPECT_EQ(actual, expected) << verb;
  }

  [[nodiscard]] Pool::Now now() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               clock_.monotonic().time_since_epoch())
        .count();
  }

  struct KnownRoom {
    RoomId id;
    MonotonicTime born;
  };

  RedisServer& server_ = RedisServer::shared();
  boost::asio::io_context loop_;
  Log log_{LogLevel::kWarn};
  SeededRandom random_;
  SystemRandom client_random_;
  ManualClock clock_;
  RedisPool settings_{.name = "differential", .tickets_max = kTicketsMax, .clock = &clock_};
  RedisClient client_;
  RedisFunctions functions_;
  RedisStore redis_;
  RedisDirectory directory_;
  Pool pool_;
  std::vector<VisitorId> visitors_;
  std::vector<NetworkTag> networks_;
  std::array<std::array<IncarnationId, kRuns>, kHomes> incarnations_;
  std::vector<Ticket> tickets_;
  std::deque<KnownRoom> rooms_;
  Outcomes outcomes_;
};

TEST(RedisDifferential, AnswersAndTellsWhatTheReferenceDoes) {
  const auto base = static_cast<std::uint64_t>(GTEST_FLAG_GET(random_seed));
  for (std::uint64_t seed = base + 1; seed <= base + kSeeds; ++seed) {
    SCOPED_TRACE("replay with --gtest_random_seed=" + std::to_string(seed - 1));
    Differential differential(seed);
    for (int step = 0; step < kSteps; ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      differential.step();
      if (testing::Test::HasFailure()) return;
    }
    const auto& [moved, stayed, granted, denied] = differential.outcomes();
    EXPECT_GT(std::min({moved, stayed, granted, denied}), 10);
  }
}

}  // namespace
}  // namespace nexus::stores
