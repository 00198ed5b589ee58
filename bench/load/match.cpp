// SPDX-License-Identifier: MIT
#include "load/meter.hpp"
#include "load/scenarios.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/padded_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kWarmUp = 500ms;

class Searchers final : public Handler {
 public:
  Searchers(Loop& loop, std::size_t count) : searches_(count) {
    for (std::size_t i = 0; i < count; ++i) loop.open("/v1/match", *this, i);
  }

  [[nodiscard]] std::size_t matched() const { return matched_; }
  [[nodiscard]] std::size_t greeted() const { return greeted_; }

  void begin_samples() { samples_.clear(); }
  /// Microseconds from `find` to `matched`; `part` from 0 to 1.
  [[nodiscard]] double quantile(double part) {
    if (samples_.empty()) return 0;
    const auto rank = static_cast<std::ptrdiff_t>(part * static_cast<double>(samples_.size() - 1));
    std::nth_element(samples_.begin(), samples_.begin() + rank, samples_.end());
    return samples_[static_cast<std::size_t>(rank)];
  }

  void on_open(Client& client) override {
    client.send_text(
        protocol::encode(protocol::Hello{.protocol = protocol::limits::kProtocolVersion}));
  }
  void on_text(Client& client, std::string_view text) override {
    const auto message = decoder_.decode_match_server(protocol::PaddedText(text));
    if (!message) throw std::runtime_error(fmt::format("not understood: {}", text));
    if (std::holds_alternative<protocol::Error>(*message)) {
      throw std::runtime_error(fmt::format("refused: {}", text));
    }
    Search& search = searches_[client.tag];
    if (std::holds_alternative<protocol::Welcome>(*message)) {
      ++greeted_;
      find(client, search);
    } else if (const auto* matched = std::get_if<protocol::Matched>(&*message)) {
      if (matched->find != search.number) throw std::runtime_error("a match of an older search");
      ++matched_;
      samples_.push_back(
          std::chrono::duration<double, std::micro>(monotonic_now() - search.begun).count());
      find(client, search);
    }
  }
  void on_gone(Client&, std::string_view why) override {
    throw std::runtime_error(fmt::format("a visitor was lost: {}", why));
  }

 private:
  struct Search {
    std::int64_t number = 0;
    Nanoseconds begun{};
  };

  static void find(Client& client, Search& search) {
    search.begun = monotonic_now();
    client.send_text(
        protocol::encode(protocol::Find{.find = ++search.number, .mode = protocol::Mode::kVideo}));
  }

  std::vector<Search> searches_;
  std::vector<double> samples_;
  protocol::Decoder decoder_;
  std::size_t greeted_ = 0;
  std::size_t matched_ = 0;
};

}  // namespace

std::string match(const Server& server, const MatchOptions& options) {
  Loop loop(server.target);
  Searchers searchers(loop, options.visitors);
  const auto run_until = [&](Nanoseconds end) {
    while (monotonic_now() < end) loop.turn(Nanoseconds(1ms));
  };
  while (searchers.greeted() < options.visitors) loop.turn(Nanoseconds(1ms));
  run_until(monotonic_now() + kWarmUp);
  searchers.begin_samples();
  const std::size_t matched_before = searchers.matched();
  const Memory memory_before = memory_of(server.process);
  const Nanoseconds cpu_before = cpu_time(server.process);
  const Nanoseconds begin = monotonic_now();
  run_until(begin + options.duration);
  const double seconds = std::chrono::duration<double>(monotonic_now() - begin).count();
  const double cpu = std::chrono::duration<double>(cpu_time(server.process) - cpu_before).count();
  const double pairs = static_cast<double>(searchers.matched() - matched_before) / 2;
  const auto grown = static_cast<double>(memory_of(server.process).anonymous_bytes -
                                         memory_before.anonymous_bytes);
  return fmt::format(R"({{"visitors":{},"pairs_per_second":{:.0f},"cpu_us":{:.2f},"busy":{:.2f},)"
                     R"("found_p50_us":{:.0f},"found_p99_us":{:.0f},"bytes_per_pair":{:.0f}}})",
                     options.visitors, pairs / seconds, cpu * 1e6 / pairs, cpu / seconds,
                     searchers.quantile(0.5), searchers.quantile(0.99), grown / pairs);
}

}  // namespace nexus::load
