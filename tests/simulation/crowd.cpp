// SPDX-License-Identifier: MIT
#include "simulation/crowd.hpp"

#include "base/executor.hpp"
#include "base/overloaded.hpp"
#include "credentials/credentials.hpp"
#include "guard/message_guard.hpp"
#include "matching/desk.hpp"
#include "matching/testing/fake_report_log.hpp"
#include "signalling/rooms.hpp"
#include "simulation/world.hpp"
#include "stores/memory/memory_store.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace nexus::simulation {
namespace {

/// From a browser to the server, and back.
constexpr Micros kOneWay = 20'000;
constexpr Micros kLearningTime = 20 * kSecond;
constexpr std::string_view kGhostOffer = "ghost";

class CrowdExecutor final : public Executor {
 public:
  explicit CrowdExecutor(World& world) : world_(world) {}
  void post(std::function<void()> work) override { world_.after(0, std::move(work)); }

 private:
  World& world_;
};

class Crowd final : public matching::MatchOutlet, public signalling::RoomOutlet {
 public:
  explicit Crowd(const CrowdOptions& options) : options_(options), world_(options.seed, nullptr) {}

  CrowdOutcome run() {
    every(micros(matching::kDeskTick), [this] { desk_.tick(); });
    every(micros(signalling::kRoomsTick), [this] { rooms_.tick(); });
    const NetworkTag shared = NetworkTag::random(world_.dice);
    for (std::size_t i = 0; i < options_.honest; ++i) {
      enter(false, options_.honest_share_a_network ? shared : NetworkTag::random(world_.dice));
    }
    std::vector<NetworkTag> networks;
    for (std::size_t i = 0; i < options_.ghost_networks; ++i) {
      networks.push_back(NetworkTag::random(world_.dice));
    }
    for (std::size_t i = 0; i < options_.ghosts; ++i) enter(true, networks[i % networks.size()]);
    world_.run_until(2 * kCrowdSeconds * kSecond);
    return outcome();
  }

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    world_.after(kOneWay, [this, client, message] {
      if (const auto* matched = std::get_if<protocol::Matched>(&message))
        on_match(client, *matched);
    });
  }
  void send(ClientId client, const protocol::RoomServerMessage& message) override {
    world_.after(kOneWay, [this, client, message] {
      std::visit(Overloaded{
                     [&](const protocol::Joined& joined) {
                       if (joined.partner == protocol::PartnerState::kPresent) meet(client);
                     },
                     [&](const protocol::PartnerJoined&) { meet(client); },
                     [&](const protocol::PartnerLeft& left) { on_left(client, left); },
                     [](const auto&) {},
                 },
                 message);
    });
  }
  void relay(ClientId, std::string_view) override {}
  void hang_up(ClientId, protocol::CloseCode) override {}

 private:
  struct Visitor {
    bool is_ghost = false;
    std::int64_t find = 0;
    Micros began = 0;
    std::string room{};  ///< of the latest match; empty once the visitor searches
    bool talks = false;
    guard::TokenBucket finds{};
  };

  void every(Micros period, std::function<void()> work) {
    world_.after(period, [this, period, work = std::move(work)] {
      work();
      every(period, work);
    });
  }

  /// Exponential, hence memoryless.
  Micros memoryless(double seconds) {
    const double part = static_cast<double>(world_.dice.below(1U << 30U) + 1) / (1U << 30U);
    return static_cast<Micros>(-std::log(part) * seconds * kSecond);
  }

  void enter(bool is_ghost, NetworkTag network) {
    const ClientId client{visitors_.size()};
    visitors_.push_back({.is_ghost = is_ghost});
    // A home must have announced itself before the first search.
    world_.after(5 * kSecond + world_.dice.between(0, kSecond), [this, client, network] {
      desk_.open(client, {.host = network, .site = {}, .region = {}});
      rooms_.open(client);
      desk_.receive(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
      search(client);
    });
  }

  /// Searches as soon as the limit of finds allows.
  void search(ClientId client) {
    Visitor& visitor = at(client);
    if (visitor.finds.take(kFinds, clock_.monotonic())) return find(client);
    world_.after(micros(visitor.finds.wait(kFinds, clock_.monotonic())),
                 [this, client] { search(client); });
  }

  void find(ClientId client) {
    Visitor& visitor = at(client);
    visitor.began = world_.now();
    visitor.room.clear();
    visitor.talks = false;
    ++visitor.find;
    world_.after(kOneWay, [this, client, number = visitor.find, is_ghost = visitor.is_ghost] {
      const std::string sdp = is_ghost ? std::string(kGhostOffer) : fmt::format("{}", client.value);
      desk_.receive(client, protocol::Find{.find = number, .offer = sdp, .answer = sdp});
    });
  }

  void on_match(ClientId client, const protocol::Matched& matched) {
    Visitor& visitor = at(client);
    if (matched.find != visitor.find) return;
    visitor.room = matched.room;
    visitor.talks = false;
    const auto& sdp = matched.offer ? matched.offer : matched.answer;
    if (visitor.is_ghost) {
      const bool counts = world_.now() < 5 * kSecond + kLearningTime;
      if (counts && sdp && *sdp != kGhostOffer) ++outcome_.ghosts_learned;
      return search(client);
    }
    ++outcome_.matches;
    if (!sdp) ++outcome_.without_description;
    world_.after(kOneWay, [this, client, seat = matched.seat] {
      rooms_.receive(client, {}, protocol::Join{.seat = seat});
    });
  }

  void meet(ClientId client) {
    Visitor& visitor = at(client);
    if (visitor.room.empty() || visitor.talks) return;
    visitor.talks = true;
    if (is_measuring()) waits_.push_back(static_cast<double>(world_.now() - visitor.began) / 1000);
    if (!met_.insert(visitor.room).second) return;
    if (is_measuring()) ++rooms_met_;
    world_.after(memoryless(options_.talk_seconds), [this, client, room = visitor.room] {
      if (at(client).room != room) return;
      world_.after(kOneWay, [this, client, room] {
        rooms_.receive(client, {},
                       protocol::Leave{.room = room, .reason = protocol::LeaveReason::kSkip});
      });
      search(client);
    });
  }

  void on_left(ClientId client, const protocol::PartnerLeft& left) {
    Visitor& visitor = at(client);
    if (visitor.room != left.room) return;
    visitor.room.clear();
    // Without a partner the search goes on by itself.
    if (std::exchange(visitor.talks, false)) search(client);
  }

  [[nodiscard]] bool is_measuring() const { return world_.now() >= kCrowdSeconds * kSecond; }
  Visitor& at(ClientId client) { return visitors_[client.value]; }

  CrowdOutcome outcome() {
    outcome_.rooms_per_second = static_cast<double>(rooms_met_) / kCrowdSeconds;
    std::sort(waits_.begin(), waits_.end());
    if (!waits_.empty()) outcome_.wait_p90_ms = waits_[waits_.size() * 9 / 10];
    return outcome_;
  }

  [[nodiscard]] matching::DeskOptions desk_options() const {
    matching::DeskOptions options{.node = NodeName{"node"},
                                  .ice_servers = [](VisitorId, const NetworkTags&) {
                                    return std::vector<protocol::IceServer>{};
                                  }};
    if (options_.mutant == CrowdMutant::kNoConduct) {
      options.conduct.delay_max = std::chrono::seconds(0);
      options.conduct.descriptions.count = 0;
    }
    // Everybody has met everybody after some minutes; that is not what is measured here.
    options.recent.life = std::chrono::minutes(0);
    return options;
  }

  /// As a socket is limited by default.
  static constexpr guard::Rate kFinds{.count = 1, .burst = 5};

  CrowdOptions options_;
  World world_;
  MachineClock clock_{world_, std::chrono::milliseconds(0)};
  CrowdExecutor executor_{world_};
  stores::MemoryStore store_{
      executor_, clock_, [this](matching::OutboxEvent event) { desk_.deliver(std::move(event)); },
      [this](const GivenUp& member) {
        if (options_.mutant != CrowdMutant::kDeafHome) rooms_.give_up(member);
      }};
  const credentials::Credentials credentials_ =
      credentials::Credentials::create({"a secret of good length"}).value();
  matching::FakeReportLog reports_;
  OpenAdmission admission_;
  const Log log_{LogLevel::kError};
  signalling::Rooms rooms_{{.node = NodeName{"node"}, .url = ""},
                           {store_, *this, admission_},
                           credentials_.seats,
                           clock_,
                           world_.dice,
                           log_};
  matching::Desk desk_{desk_options(), {store_, *this, admission_, reports_},
                       credentials_,   clock_,
                       world_.dice,    log_};

  std::vector<Visitor> visitors_;
  std::set<std::string> met_;
  std::vector<double> waits_;
  std::size_t rooms_met_ = 0;
  CrowdOutcome outcome_;
};

}  // namespace

CrowdOutcome simulate_crowd(const CrowdOptions& options) { return Crowd(options).run(); }

std::string report_crowd(std::uint64_t seed, CrowdMutant mutant) {
  std::string text =
      fmt::format("{:<26} {:>8} {:>12} {:>16}\n", "", "rooms/s", "p90 wait ms", "learned in 20 s");
  const auto add = [&](std::string_view name, const CrowdOptions& options) {
    const CrowdOutcome outcome = simulate_crowd(options);
    fmt::format_to(std::back_inserter(text), "{:<26} {:>8.1f} {:>12.0f} {:>16}\n", name,
                   outcome.rooms_per_second, outcome.wait_p90_ms, outcome.ghosts_learned);
  };
  add("40 visitors", {.seed = seed, .mutant = mutant});
  add("and 18 ghosts, 1 network", {.seed = seed, .ghosts = 18, .mutant = mutant});
  add("and 72 ghosts, 4 networks",
      {.seed = seed, .ghosts = 72, .ghost_networks = 4, .mutant = mutant});
  return text;
}

}  // namespace nexus::simulation
