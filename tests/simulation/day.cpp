// SPDX-License-Identifier: MIT
#include "simulation/day.hpp"

#include "credentials/credentials.hpp"
#include "matching/desk.hpp"
#include "matching/testing/fake_report_log.hpp"
#include "stores/memory/memory_store.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>

namespace nexus::simulation {
namespace {

constexpr Micros kHour = 3600 * kSecond;
constexpr Micros kDay = 24 * kHour;
constexpr double kQuietestHour = 5;

constexpr double kTalkSeconds = 45;       // average until one of the two skips
constexpr double kPatienceSeconds = 120;  // average until a waiting visitor gives up
constexpr double kComesBack = 0.75;       // after a conversation
constexpr double kText = 0.2;             // share of all visitors
constexpr double kHasInterests = 0.4;
constexpr double kHasLanguages = 0.3;

class Day final : public matching::MatchOutlet {
 public:
  explicit Day(const DayOptions& options) : options_(options), world_(options.seed, nullptr) {}

  DayOutcome run() {
    world_.every(std::chrono::microseconds(matching::kDeskTick).count(), [this] { desk_.tick(); });
    world_.every(2 * kSecond, [this] { store_.announce({home_, "", 0}); });
    next_visitor();
    world_.run_until(kDay);
    return std::move(outcome_);
  }

  void send(ClientId client, const protocol::MatchServerMessage& message) override {
    // Messages of the desk arrive a moment later, because its outlet must not call back.
    world_.after(0, [this, client, message] {
      if (const auto* queued = std::get_if<protocol::Queued>(&message)) {
        waits(client, queued->estimate_ms);
      } else if (std::holds_alternative<protocol::Matched>(message)) {
        matched(client, RoomId::parse(std::get<protocol::Matched>(message).room).value());
      }
    });
  }
  void hang_up(ClientId, protocol::CloseCode) override {}

 private:
  struct Visitor {
    protocol::Find find;
    Wishes wishes = Wishes::kNone;
    Micros began = 0;
    bool searches = false;
    bool waits = false;
    std::optional<EstimatedWait> wait;
  };
  /// The member that was matched first.
  struct Meeting {
    ClientId first;
    Micros ends = 0;
  };

  [[nodiscard]] double visitors_per_second() const {
    const double hour = static_cast<double>(world_.now()) / kHour;
    const double wave = (1 - std::cos((hour - kQuietestHour) * std::numbers::pi / 12)) / 2;
    return options_.quietest_per_second +
           wave * (options_.busiest_per_second - options_.quietest_per_second);
  }

  /// Generates arrivals at the highest rate, and keeps a share that gives the hour's rate.
  void next_visitor() {
    world_.after(world_.dice.memoryless(1 / options_.busiest_per_second), [this] {
      if (world_.dice.chance(visitors_per_second() / options_.busiest_per_second)) enter();
      next_visitor();
    });
  }

  void enter() {
    const ClientId client{++clients_};
    Visitor& visitor = visitors_[client];
    Dice& dice = world_.dice;
    if (dice.chance(kText)) visitor.find.mode = protocol::Mode::kText;
    if (dice.chance(kHasInterests)) visitor.find.interests = interests();
    if (dice.chance(kHasLanguages)) visitor.find.languages = {language()};
    visitor.wishes = static_cast<Wishes>((visitor.find.interests.empty() ? 0 : 1) +
                                         (visitor.find.languages.empty() ? 0 : 2));
    desk_.open(client);
    desk_.receive(client, protocol::Hello{.protocol = protocol::limits::kProtocolVersion});
    search(client);
  }

  /// One to three of thirty, the first ones far more often than the last.
  std::vector<std::string> interests() {
    std::vector<std::string> chosen;
    for (std::int64_t count = world_.dice.between(1, 3); count > 0; --count) {
      const auto number = world_.dice.below(world_.dice.below(30) + 1);
      chosen.push_back(fmt::format("interest {}", number));
    }
    return chosen;
  }
  std::string language() {
    if (world_.dice.chance(0.6)) return "en";
    static constexpr std::array<const char*, 4> kOthers{"de", "fr", "es", "ja"};
    return kOthers[world_.dice.index(kOthers.size())];
  }

  void search(ClientId client) {
    Visitor& visitor = visitors_.at(client);
    ++visitor.find.find;
    ++outcome_.finds;
    visitor.began = world_.now();
    visitor.searches = true;
    visitor.waits = false;
    visitor.wait.reset();
    desk_.receive(client, visitor.find);
    world_.after(world_.dice.memoryless(kPatienceSeconds),
                 [this, client, find = visitor.find.find] {
                   const auto found = visitors_.find(client);
                   if (found == visitors_.end() || found->second.find.find != find) return;
                   if (found->second.searches) gives_up(client, found->second);
                 });
  }

  void waits(ClientId client, std::optional<std::int64_t> estimate_ms) {
    const auto found = visitors_.find(client);
    if (found == visitors_.end() || !found->second.searches) return;
    Visitor& visitor = found->second;
    if (std::exchange(visitor.waits, true)) return;
    ++outcome_.waits;
    if (!estimate_ms) return;
    visitor.wait = EstimatedWait{.hour = static_cast<std::size_t>(world_.now() / kHour),
                                 .mode = visitor.find.mode,
                                 .wishes = visitor.wishes,
                                 .estimate = std::chrono::milliseconds(*estimate_ms)};
  }

  void search_ends(Visitor& visitor, bool gave_up) {
    visitor.searches = false;
    if (!visitor.wait) return;
    visitor.wait->waited = std::chrono::milliseconds((world_.now() - visitor.began) / 1000);
    visitor.wait->gave_up = gave_up;
    outcome_.estimated.push_back(*visitor.wait);
  }

  void gives_up(ClientId client, Visitor& visitor) {
    search_ends(visitor, true);
    leave(client);
  }

  void leave(ClientId client) {
    desk_.close(client);
    visitors_.erase(client);
  }

  void matched(ClientId client, RoomId room) {
    const auto found = visitors_.find(client);
    if (found == visitors_.end()) return;
    if (found->second.searches) search_ends(found->second, false);
    // Both are matched at the same moment, and the first skip ends the conversation for both.
    const auto [meeting, is_first] = meetings_.try_emplace(
        room, Meeting{client, world_.now() + world_.dice.memoryless(kTalkSeconds)});
    if (is_first) return;
    const ClientId other = meeting->second.first;
    world_.at(meeting->second.ends, [this, room, client, other] {
      meetings_.erase(room);
      store_.close(home_, room, {});
      for (const ClientId one : {client, other}) talk_ends(one);
    });
  }

  void talk_ends(ClientId client) {
    if (!visitors_.contains(client)) return;
    if (!world_.dice.chance(kComesBack)) return leave(client);
    search(client);
  }

  DayOptions options_;
  World world_;
  MachineClock clock_{world_, std::chrono::milliseconds(0)};
  WorldExecutor executor_{world_};
  stores::MemoryStore store_{
      executor_, clock_, [this](matching::OutboxEvent event) { desk_.deliver(std::move(event)); },
      [](const GivenUp&) {}};
  const credentials::Credentials credentials_ =
      credentials::Credentials::create({"a secret of good length"}).value();
  NodeName home_{"home"};
  matching::FakeReportLog reports_;
  OpenAdmission admission_;
  matching::Desk desk_{
      {.node = NodeName{"desk"},
       .ice_servers = [](VisitorId,
                         const NetworkTags&) { return std::vector<protocol::IceServer>{}; }},
      {store_, *this, admission_, reports_},
      credentials_,
      clock_,
      world_.dice,
      Log(LogLevel::kError)};

  std::uint64_t clients_ = 0;
  std::unordered_map<ClientId, Visitor> visitors_;
  std::unordered_map<RoomId, Meeting> meetings_;
  DayOutcome outcome_;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void append(std::string& text, std::string_view name, const std::vector<EstimatedWait>& group) {
  if (group.empty()) return;
  const Verdict verdict = judge(group);
  text += fmt::format("{:<10} {:>6} {:>9.1f} {:>9.1f} {:>6.2f} {:>6.0f}% {:>6.0f}%\n", name,
                      verdict.count, verdict.estimate_ms / 1000, verdict.waited_ms / 1000,
                      verdict.ratio(), 100 * verdict.longer, 100 * verdict.within_two);
}

template <class Which>
std::vector<EstimatedWait> only(const std::vector<EstimatedWait>& group, Which which) {
  std::vector<EstimatedWait> some;
  std::copy_if(group.begin(), group.end(), std::back_inserter(some), which);
  return some;
}

}  // namespace

DayOutcome simulate_day(const DayOptions& options) { return Day(options).run(); }

Verdict judge(const std::vector<EstimatedWait>& group) {
  Verdict verdict{.count = group.size()};
  if (group.empty()) return verdict;
  std::vector<double> estimates;
  std::vector<double> waits;
  std::size_t longer = 0;
  std::size_t within = 0;
  for (const EstimatedWait& one : group) {
    const auto estimate = static_cast<double>(one.estimate.count());
    const auto waited = static_cast<double>(one.waited.count());
    estimates.push_back(estimate);
    waits.push_back(one.gave_up ? static_cast<double>(kDay / 1000) : waited);
    longer += one.gave_up || waited > estimate ? 1 : 0;
    within += !one.gave_up && waited >= estimate / 2 && waited <= 2 * estimate ? 1 : 0;
  }
  const auto count = static_cast<double>(group.size());
  verdict.estimate_ms = median(std::move(estimates));
  verdict.waited_ms = median(std::move(waits));
  verdict.longer = static_cast<double>(longer) / count;
  verdict.within_two = static_cast<double>(within) / count;
  return verdict;
}

std::string report(const DayOutcome& day) {
  std::string text = fmt::format(
      "{} finds, {} of them had to wait, {} of those got an estimate\n"
      "{:<10} {:>6} {:>9} {:>9} {:>6} {:>7} {:>7}\n",
      day.finds, day.waits, day.estimated.size(), "", "count", "median s", "waited s", "ratio",
      "longer", "x0.5-2");
  for (std::size_t hour = 0; hour < 24; ++hour) {
    append(text, fmt::format("{:02}:00", hour),
           only(day.estimated, [&](const EstimatedWait& one) { return one.hour == hour; }));
  }
  for (std::size_t i = 0; i < kWishesNames.size(); ++i) {
    append(text, kWishesNames[i], only(day.estimated, [&](const EstimatedWait& one) {
             return one.wishes == static_cast<Wishes>(i);
           }));
  }
  for (const auto mode : {protocol::Mode::kVideo, protocol::Mode::kText}) {
    append(text, mode == protocol::Mode::kVideo ? "video" : "text",
           only(day.estimated, [&](const EstimatedWait& one) { return one.mode == mode; }));
  }
  append(text, "all", day.estimated);
  return text;
}

}  // namespace nexus::simulation
