// Visitors of NexusChat who search, are matched, and search again. They join no rooms.
// SPDX-License-Identifier: MIT
#pragma once

#include "load/client.hpp"
#include "load/histogram.hpp"
#include "load/meter.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <vector>

namespace nexus::load {

struct SearchersOptions {
  std::size_t count = 0;
  std::vector<std::uint16_t> ports;  ///< of the matching processes, used in turn
  bool wishes = false;               ///< four interests of twelve each, instead of none
  std::uint64_t seed = 0;            ///< of the random numbers
};

/// Times of searches that were due during the measurement.
struct SearchTimes {
  Histogram found;               ///< from the time a find was due until its `matched`
  Histogram late;                ///< from the time a find was due until it was sent
  std::uint64_t matched = 0;     ///< visitors matched during the measurement
  std::uint64_t unanswered = 0;  ///< searches left at the end; `found` includes them with their age
};

class Searchers final : public Handler {
 public:
  Searchers(Loop& loop, SearchersOptions options, SearchTimes& times);

  /// Opens more sockets, a limited number at a time. Call between turns until greeted().
  void advance();
  [[nodiscard]] bool greeted() const { return greeted_ == options_.count; }

  /// Closed loop: a matched visitor searches again at once.
  void search_all();

  /// Open loop: a search is due at `at`, independent of earlier answers. An idle visitor sends it;
  /// if none is idle it waits here, and its time includes the wait.
  void due(Nanoseconds at);

  /// Counts matches and times due searches from `begin` to `end`.
  void measure(Nanoseconds begin, Nanoseconds end) {
    begin_ = begin;
    end_ = end;
  }
  /// Timed searches without an answer.
  [[nodiscard]] std::size_t open_searches() const { return open_; }
  /// Counts open searches as answered now: a lower bound of their times.
  void give_up();

  void on_open(Client& client) override;
  void on_text(Client& client, std::string_view text) override;
  void on_gone(Client& client, std::string_view why) override;

 private:
  struct Visitor {
    Client* client = nullptr;
    std::vector<std::string> interests;
    std::int64_t find = 0;
    Nanoseconds due{};
    bool searches = false;
  };

  [[nodiscard]] bool is_timed(Nanoseconds due) const { return due >= begin_ && due < end_; }
  void find(Visitor& visitor, Nanoseconds due, Nanoseconds now);
  void matched(std::size_t number, const protocol::Matched& matched);

  Loop& loop_;
  SearchersOptions options_;
  SearchTimes& times_;
  std::vector<Visitor> visitors_;
  std::vector<std::size_t> idle_;
  std::deque<Nanoseconds> overdue_;  ///< due searches for which no visitor was idle
  std::mt19937_64 random_;
  protocol::Decoder decoder_;
  std::size_t begun_ = 0;
  std::size_t greeted_ = 0;
  std::size_t open_ = 0;
  bool eager_ = false;
  Nanoseconds begin_ = Nanoseconds::max();
  Nanoseconds end_ = Nanoseconds::max();
};

}  // namespace nexus::load
