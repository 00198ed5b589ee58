// SPDX-License-Identifier: MIT
#include "simulation/crowd.hpp"

#include "base/overloaded.hpp"
#include "credentials/credentials.hpp"
#include "guard/message_guard.hpp"
#include "matching/desk.hpp"
#include "matching/testing/fake_report_log.hpp"
#include "signalling/rooms.hpp"
#include "simulation/crowd_desk.hpp"
#include "simulation/crowd_visitor.hpp"
#include "simulation/world.hpp"
#include "stores/memory/memory_store.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
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
/// How long people look at an offender, and liars at anybody, before they report.
constexpr Micros kLook = 2 * kSecond;
/// The work is easy here, so that a run takes no minutes, but lasts as long as the real one.
constexpr double kHashesPerMicrosecond = 1;
constexpr Micros kHopPatience = 3 * kSecond;
/// A new address and a new connection take a hopper this long.
constexpr Micros kHopTime = kSecond;
/// No page lets a visitor search sooner after a match (GLANCE_MS).
constexpr Micros kPageGlance = kSecond * 6 / 10;

class Crowd final : public matching::MatchOutlet, public signalling::RoomOutlet {
 public:
  explicit Crowd(const CrowdOptions& options) : options_(options), world_(options.seed, nullptr) {}

  CrowdOutcome run() {
    world_.every(micros(matching::kDeskTick), [this] { desk_.tick(); });
    world_.every(micros(signalling::kRoomsTick), [this] { rooms_.tick(); });
    const CrowdCounts& counts = options_.counts;
    const auto own = [this](std::size_t) { return address(); };
    enter(Kind::kHonest, counts.honest, own);
    const NetworkTags nat = address();
    nat_ = nat.host;
    enter(Kind::kHonest, counts.behind_nat, [&](std::size_t) { return nat; });
    for (const auto& [kind, count] :
         {std::pair{Kind::kGhost, counts.ghosts}, {Kind::kJoiner, counts.joiners}}) {
      std::vector<NetworkTags> networks(options_.ghost_networks);
      for (NetworkTags& network : networks) network = address();
      enter(kind, count, [&](std::size_t i) { return networks[i % networks.size()]; });
    }
    const NetworkTags site = subnet(NetworkTag::random(world_.dice));
    enter(Kind::kFlooder, counts.flooders, [&](std::size_t) {
      return NetworkTags{NetworkTag::random(world_.dice), site.site, site.region};
    });
    enter(Kind::kHopper, counts.hoppers, [this](std::size_t) { return subnet(hoppers_region_); });
    enter(Kind::kLiar, counts.liars, own);
    enter(Kind::kOffender, counts.offenders, own);
    world_.run_until((options_.warm_up_seconds + kCrowdSeconds) * kSecond);
    return outcome();
  }

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    world_.after(kOneWay, [this, client, message] {
      std::visit(Overloaded{
                     [&](const protocol::Matched& matched) { on_match(client, matched); },
                     [&](const protocol::Challenge& challenge) { on_challenge(client, challenge); },
                     [&](const protocol::Error& error) { on_error(client, error); },
                     [&](const protocol::CoolDown& told) { on_cool_down(client, told); },
                     [](const auto&) {},
                 },
                 message);
    });
  }
  void send(ClientId client, const protocol::RoomServerMessage& message) override {
    world_.after(kOneWay, [this, client, message] {
      std::visit(Overloaded{
                     [&](const protocol::Joined& joined) {
                       if (at(client).kind == Kind::kJoiner) return leave_at_once(client);
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
  using Kind = CrowdKind;
  using Visitor = CrowdVisitor;

  /// An IPv4 address of its own.
  NetworkTags address() {
    return {.host = NetworkTag::random(world_.dice), .site = {}, .region = {}};
  }
  /// A new /64 in a new /56.
  NetworkTags subnet(NetworkTag region) {
    return {NetworkTag::random(world_.dice), NetworkTag::random(world_.dice), region};
  }

  template <class NetworkOf>
  void enter(Kind kind, std::size_t count, const NetworkOf& network_of) {
    for (std::size_t i = 0; i < count; ++i) {
      // A home must have announced itself before the first search.
      // Compilers evaluate arguments in different orders, and each draws from the dice.
      const Micros at = 5 * kSecond + world_.dice.between(0, kSecond);
      arrive(kind, network_of(i), at);
    }
  }

  void arrive(Kind kind, const NetworkTags& network, Micros after) {
    const ClientId client{visitors_.size()};
    visitors_.push_back({.kind = kind, .network = network});
    world_.after(after, [this, client, network] {
      desk_.open(client, network);
      rooms_.open(client);
      desk_.receive(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
      if (at(client).kind == Kind::kFlooder)
        return world_.every(kSecond / 10, [=, this] { find(client); });
      if (at(client).kind == Kind::kHopper) {
        world_.after(kHopPatience, [this, client] { hop(client); });
      }
      search(client);
    });
  }

  /// The hopper goes on as another visitor of another /64, unless it did already.
  void hop(ClientId client) {
    if (std::exchange(at(client).is_gone, true)) return;
    desk_.close(client);
    rooms_.close(client);
    arrive(Kind::kHopper, subnet(hoppers_region_), kHopTime);
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
    if (std::exchange(visitor.is_served, false)) visitor.began = world_.now();
    visitor.room.clear();
    visitor.talks = false;
    ++visitor.find;
    send_find(client, {});
  }

  void send_find(ClientId client, std::optional<protocol::Work> work) {
    if (is_measuring() && !at(client).is_honest()) ++abusers_searches_;
    world_.after(kOneWay, [this, client, number = at(client).find, work = std::move(work)] {
      const std::string sdp =
          at(client).joins() ? fmt::format("{}", client.value) : std::string(kGhostOffer);
      desk_.receive(client,
                    protocol::Find{.find = number, .offer = sdp, .answer = sdp, .work = work});
    });
  }

  /// The search begins once the work is done, unless a newer one has begun meanwhile.
  void on_challenge(ClientId client, const protocol::Challenge& challenge) {
    if (is_measuring() && !at(client).is_honest()) --abusers_searches_;
    Visitor& visitor = at(client);
    if (visitor.is_honest()) ++outcome_.honest_worked;
    const bool is_flooder = visitor.kind == Kind::kFlooder;
    if (is_flooder ? std::exchange(visitor.is_solving, true) : challenge.find != visitor.find)
      return;
    protocol::Work work{.challenge = challenge.challenge, .nonce = 0};
    const auto bits = static_cast<unsigned>(challenge.bits);
    while (!credentials::is_solved(work.challenge, work.nonce, bits)) ++work.nonce;
    const double hashes = std::exp2(bits + kCrowdBitsSpared);
    world_.after(static_cast<Micros>(hashes / kHashesPerMicrosecond), [=, this] {
      at(client).is_solving = false;
      if (is_flooder) ++at(client).find;
      if (is_flooder || challenge.find == at(client).find) send_find(client, work);
    });
  }

  void on_error(ClientId client, const protocol::Error& error) {
    if (error.of != protocol::Find::kType) return;
    if (at(client).is_honest()) ++outcome_.honest_refused;
    if (at(client).kind == Kind::kFlooder) return;
    world_.after(kSecond, [this, client] { search(client); });
  }

  void on_cool_down(ClientId client, const protocol::CoolDown& told) {
    Visitor& visitor = at(client);
    if (told.cause != protocol::CoolDownCause::kReports || visitor.is_cooled) return;
    visitor.is_cooled = true;
    if (visitor.is_honest()) ++outcome_.honest_cooled;
    if (visitor.kind == Kind::kOffender) ++outcome_.offenders_cooled;
  }

  void on_match(ClientId client, const protocol::Matched& matched) {
    Visitor& visitor = at(client);
    if (matched.find != visitor.find) return;
    visitor.room = matched.room;
    visitor.matched_at = world_.now();
    visitor.encounter = matched.encounter.value_or("");
    visitor.talks = false;
    const auto& sdp = matched.offer ? matched.offer : matched.answer;
    if (visitor.kind == Kind::kGhost) {
      const bool counts = world_.now() < 5 * kSecond + kLearningTime;
      if (counts && sdp && *sdp != kGhostOffer) ++outcome_.ghosts_learned;
    }
    if (visitor.kind == Kind::kGhost) return search(client);
    if (visitor.kind == Kind::kHopper) return hop(client);
    if (visitor.kind == Kind::kFlooder) return;
    if (visitor.is_honest()) {
      ++outcome_.matches;
      if (!sdp) ++outcome_.without_description;
    }
    members_[matched.room].push_back(client);
    world_.after(kOneWay, [this, client, seat = matched.seat] {
      rooms_.receive(client, {}, protocol::Join{.seat = seat});
    });
  }

  void leave_at_once(ClientId client) {
    leave(client, protocol::LeaveReason::kSkip);
    at(client).room.clear();
    search(client);
  }

  void leave(ClientId client, protocol::LeaveReason reason) {
    world_.after(kOneWay, [this, client, room = at(client).room, reason] {
      rooms_.receive(client, {}, protocol::Leave{.room = room, .reason = reason});
    });
  }

  /// Both are in the room. A joiner is gone before anybody sees it.
  void meet(ClientId client) {
    Visitor& visitor = at(client);
    if (visitor.room.empty() || visitor.talks) return;
    const Kind partner = kind_of_partner(client);
    visitor.talks = true;
    if (partner == Kind::kJoiner) return;
    visitor.is_served = true;
    if (is_measuring() && visitor.is_honest()) {
      const double wait = static_cast<double>(world_.now() - visitor.began) / 1000;
      waits_.push_back(wait);
      if (visitor.network.host == nat_) nat_waits_.push_back(wait);
      if (partner == Kind::kOffender) ++offences_;
    }
    const bool complains =
        visitor.kind == Kind::kLiar ||
        (visitor.is_honest() && partner == Kind::kOffender && world_.dice.chance(0.5));
    if (complains) return after_in_room(client, kLook, [this, client] { report(client); });
    if (!met_.insert(visitor.room).second) return;
    if (is_measuring() && visitor.is_honest() && partner == Kind::kHonest) ++rooms_met_;
    after_in_room(client, kPageGlance + world_.dice.memoryless(options_.talk_seconds),
                  [this, client] {
                    leave(client, protocol::LeaveReason::kSkip);
                    search(client);
                  });
  }

  /// Does nothing if the visitor is in another room meanwhile.
  void after_in_room(ClientId client, Micros time, std::function<void()> work) {
    world_.after(time, [this, client, room = at(client).room, work = std::move(work)] {
      if (at(client).room == room) work();
    });
  }

  void report(ClientId client) {
    const Visitor& visitor = at(client);
    desk_.receive(client, protocol::Report{.room = visitor.room,
                                           .encounter = visitor.encounter,
                                           .reason = protocol::ReportReason::kNudity});
    leave(client, protocol::LeaveReason::kReported);
    search(client);
  }

  void on_left(ClientId client, const protocol::PartnerLeft& left) {
    Visitor& visitor = at(client);
    if (visitor.room != left.room) return;
    visitor.room.clear();
    // Without a partner the search goes on by itself.
    if (!std::exchange(visitor.talks, false)) return;
    const Micros glance = visitor.matched_at + kPageGlance - world_.now();
    world_.after(std::max<Micros>(0, glance), [this, client, find = visitor.find] {
      if (at(client).find == find) search(client);
    });
  }

  [[nodiscard]] Kind kind_of_partner(ClientId client) const {
    for (const ClientId member : members_.at(visitors_[client.value].room)) {
      if (member != client) return visitors_[member.value].kind;
    }
    return Kind::kHonest;
  }

  [[nodiscard]] bool is_measuring() const {
    return world_.now() >= options_.warm_up_seconds * kSecond;
  }
  Visitor& at(ClientId client) { return visitors_[client.value]; }

  static double p90(std::vector<double>& waits) {
    std::sort(waits.begin(), waits.end());
    return waits.empty() ? 0 : waits[waits.size() * 9 / 10];
  }

  CrowdOutcome outcome() {
    outcome_.rooms_per_second = static_cast<double>(rooms_met_) / kCrowdSeconds;
    outcome_.offences_per_second = static_cast<double>(offences_) / kCrowdSeconds;
    outcome_.abusers_searches_per_second = static_cast<double>(abusers_searches_) / kCrowdSeconds;
    outcome_.wait_p90_ms = p90(waits_);
    outcome_.nat_wait_p90_ms = p90(nat_waits_);
    return outcome_;
  }

  /// As a socket is limited by default.
  static constexpr guard::Rate kFinds{.count = 1, .burst = 5};

  CrowdOptions options_;
  World world_;
  MachineClock clock_{world_, std::chrono::milliseconds(0)};
  WorldExecutor executor_{world_};
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
  matching::Desk desk_{crowd_desk(options_), {store_, *this, admission_, reports_},
                       credentials_,         clock_,
                       world_.dice,          log_};

  const NetworkTag hoppers_region_ = NetworkTag::random(world_.dice);
  NetworkTag nat_;
  std::vector<Visitor> visitors_;
  std::map<std::string, std::vector<ClientId>> members_;  ///< that were sent the match
  std::set<std::string> met_;
  std::vector<double> waits_;
  std::vector<double> nat_waits_;
  std::size_t rooms_met_ = 0;
  std::size_t offences_ = 0;
  std::int64_t abusers_searches_ = 0;
  CrowdOutcome outcome_;
};

}  // namespace

CrowdOutcome simulate_crowd(const CrowdOptions& options) { return Crowd(options).run(); }

}  // namespace nexus::simulation
