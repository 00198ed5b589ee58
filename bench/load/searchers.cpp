// SPDX-License-Identifier: MIT
#include "load/searchers.hpp"

#include "protocol/padded_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace nexus::load {
namespace {

/// Sockets that may be opening at the same time.
constexpr std::size_t kOpeningMax = 128;

/// Two visitors with four of twelve interests share none in one of seven cases: most finds match
/// at once, and each looks in many queues.
constexpr int kInterests = 12;
constexpr std::size_t kInterestsEach = 4;

std::vector<std::string> draw_interests(std::mt19937_64& random) {
  std::vector<int> all(kInterests);
  for (int i = 0; i < kInterests; ++i) all[static_cast<std::size_t>(i)] = i;
  std::vector<int> drawn;
  std::sample(all.begin(), all.end(), std::back_inserter(drawn), kInterestsEach, random);
  std::vector<std::string> names;
  for (const int number : drawn) names.push_back(fmt::format("interest {}", number));
  return names;
}

}  // namespace

Searchers::Searchers(Loop& loop, SearchersOptions options, SearchTimes& times)
    : loop_(loop),
      options_(std::move(options)),
      times_(times),
      visitors_(options_.count),
      random_(options_.seed) {
  if (!options_.wishes) return;
  for (Visitor& visitor : visitors_) visitor.interests = draw_interests(random_);
}

void Searchers::advance() {
  while (begun_ < visitors_.size() && begun_ - greeted_ < kOpeningMax) {
    const std::uint16_t port = options_.ports[begun_ % options_.ports.size()];
    visitors_[begun_].client = &loop_.open("/v1/match", *this, begun_, port);
    ++begun_;
  }
}

void Searchers::search_all() {
  eager_ = true;
  const Nanoseconds now = monotonic_now();
  for (const std::size_t number : std::exchange(idle_, {})) find(visitors_[number], now, now);
}

void Searchers::due(Nanoseconds at) {
  if (is_timed(at)) ++open_;
  if (idle_.empty()) return overdue_.push_back(at);
  // A random choice: in a fixed order, two partners would meet again and again, which the server
  // avoids.
  std::uniform_int_distribution<std::size_t> any(0, idle_.size() - 1);
  std::swap(idle_[any(random_)], idle_.back());
  const std::size_t number = idle_.back();
  idle_.pop_back();
  find(visitors_[number], at, monotonic_now());
}

void Searchers::find(Visitor& visitor, Nanoseconds due, Nanoseconds now) {
  visitor.due = due;
  visitor.searches = true;
  if (is_timed(due)) times_.late.add(now - due);
  protocol::Find find{.find = ++visitor.find, .mode = protocol::Mode::kVideo};
  find.interests = visitor.interests;
  visitor.client->send_text(protocol::encode(find));
}

void Searchers::matched(std::size_t number, const protocol::Matched& matched) {
  Visitor& visitor = visitors_[number];
  if (matched.find != visitor.find) throw std::runtime_error("a match of an older search");
  // A failed match is followed by another for the same find; the first one ends its time.
  if (!std::exchange(visitor.searches, false)) return;
  const Nanoseconds now = monotonic_now();
  if (now >= begin_ && now < end_) ++times_.matched;
  if (eager_) {
    if (now >= begin_ && now < end_) times_.found.add(now - visitor.due);
    return find(visitor, now, now);
  }
  if (is_timed(visitor.due)) {
    times_.found.add(now - visitor.due);
    --open_;
  }
  if (overdue_.empty()) return idle_.push_back(number);
  find(visitor, overdue_.front(), now);
  overdue_.pop_front();
}

void Searchers::give_up() {
  const Nanoseconds now = monotonic_now();
  const auto add = [&](Nanoseconds due) {
    if (!is_timed(due)) return;
    times_.found.add(now - due);
    ++times_.unanswered;
  };
  for (const Visitor& visitor : visitors_) {
    if (visitor.searches) add(visitor.due);
  }
  for (const Nanoseconds due : overdue_) add(due);
}

void Searchers::on_open(Client& client) {
  client.send_text(
      protocol::encode(protocol::Hello{.protocol = protocol::limits::kProtocolVersion}));
}

void Searchers::on_text(Client& client, std::string_view text) {
  const auto message = decoder_.decode_match_server(protocol::PaddedText(text));
  if (!message) throw std::runtime_error(fmt::format("cannot decode: {}", text));
  if (std::holds_alternative<protocol::Error>(*message)) {
    throw std::runtime_error(fmt::format("refused: {}", text));
  }
  if (std::holds_alternative<protocol::Welcome>(*message)) {
    ++greeted_;
    idle_.push_back(client.tag);
  } else if (const auto* match = std::get_if<protocol::Matched>(&*message)) {
    matched(client.tag, *match);
  }
}

void Searchers::on_gone(Client&, std::string_view why) {
  throw std::runtime_error(fmt::format("a visitor was lost: {}", why));
}

}  // namespace nexus::load
