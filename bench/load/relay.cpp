// SPDX-License-Identifier: MIT
#include "load/meter.hpp"
#include "load/scenarios.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kWarmUp = 300ms;
constexpr auto kDrainTimeout = 10s;
/// A sender at a fixed rate that is later than this skips messages instead of sending a burst.
constexpr auto kLagMax = 20ms;

class Relay final : public Handler {
 public:
  Relay(Loop& loop, std::vector<Seat> seats, std::size_t in_flight_max) : loop_(loop) {
    for (Seat& seat : seats) {
      Player& player = players_.emplace_back();
      player.client = seat.client;
      player.starts = seat.starts;
      player.text = std::move(seat.text);
      append_frame(player.frames, Opcode::kText, player.text, 0xC0FFEE11);
      player.frame_bytes = player.frames.size();
      const std::string frame = player.frames;
      for (std::size_t i = 1; i < in_flight_max; ++i) player.frames += frame;
      seat.client->tag = players_.size() - 1;
      seat.client->set_handler(*this);
    }
  }

  void on_open(Client&) override {}
  void on_text(Client& client, std::string_view text) override {
    Player& player = players_[client.tag];
    if (text != player.text)
      throw std::runtime_error(fmt::format("received another text than was sent: {}", text));
    ++received_;
    if (answers_) ++player.due;
  }
  void on_read_done(Client& client) override {
    Player& player = players_[client.tag];
    if (player.due > 0) say(player, std::exchange(player.due, 0));
  }
  void on_gone(Client&, std::string_view why) override {
    throw std::runtime_error(fmt::format("a socket was lost: {}", why));
  }

  /// `in_flight` messages bounce within each pair for the given time.
  std::string bounce(std::string_view name, std::size_t in_flight, const Server& server,
                     Nanoseconds duration) {
    answers_ = true;
    for (Player& player : players_) {
      if (player.starts) say(player, in_flight);
    }
    const std::string figures =
        measure(name, server, duration, [this] { loop_.turn(Nanoseconds(1ms)); });
    answers_ = false;
    for (Player& player : players_) player.due = 0;
    drain();
    return figures;
  }

  /// The same in one pair after the other, until this many messages of it arrived. Returns how many
  /// were relayed in all.
  std::size_t bounce(std::size_t messages, std::size_t in_flight) {
    for (Player& player : players_) {
      if (!player.starts) continue;
      const std::size_t end = received_ + messages;
      answers_ = true;
      say(player, in_flight);
      while (received_ < end) loop_.turn(Nanoseconds(100ms));
      answers_ = false;
      for (Player& other : players_) other.due = 0;
      drain();
    }
    return received_;
  }

  /// Messages at a constant rate, each from another socket, none answered.
  std::string pace(std::string_view name, std::size_t rate, const Server& server,
                   Nanoseconds duration) {
    const Nanoseconds period = Nanoseconds(1s) / rate;
    Nanoseconds next = monotonic_now();
    std::size_t turn = 0;
    const std::string figures = measure(name, server, duration, [&] {
      const Nanoseconds now = monotonic_now();
      if (now - next > kLagMax) next = now;
      for (; next <= now; next += period) {
        // Neighbours are partners: a stride keeps a socket from receiving and sending at the same
        // time.
        say(players_[(turn * 7919) % players_.size()], 1);
        ++turn;
      }
      loop_.turn(std::max(next - monotonic_now(), Nanoseconds(0)));
    });
    drain();
    return figures;
  }

 private:
  struct Player {
    Client* client = nullptr;
    std::string text;
    std::string frames;  // the same message many times over
    std::size_t frame_bytes = 0;
    std::size_t due = 0;
    bool starts = false;
  };

  void say(Player& player, std::size_t count) {
    player.client->send_frames(
        std::string_view(player.frames).substr(0, count * player.frame_bytes));
    sent_ += count;
  }

  template <class Step>
  std::string measure(std::string_view name, const Server& server, Nanoseconds duration,
                      Step step) {
    const auto run = [&](Nanoseconds end) {
      while (monotonic_now() < end) step();
    };
    run(monotonic_now() + kWarmUp);
    const std::size_t messages_before = received_;
    const Nanoseconds cpu_before = cpu_time(server.process);
    const Nanoseconds begin = monotonic_now();
    run(begin + duration);
    const double seconds = std::chrono::duration<double>(monotonic_now() - begin).count();
    const double cpu = std::chrono::duration<double>(cpu_time(server.process) - cpu_before).count();
    const auto messages = static_cast<double>(received_ - messages_before);
    return fmt::format(R"("{}":{{"per_second":{:.0f},"cpu_us":{:.3f},"busy":{:.2f}}})", name,
                       messages / seconds, cpu * 1e6 / messages, cpu / seconds);
  }

  void drain() {
    const Nanoseconds end = monotonic_now() + kDrainTimeout;
    while (received_ < sent_) {
      if (monotonic_now() > end) {
        throw std::runtime_error(fmt::format("{} messages were lost", sent_ - received_));
      }
      loop_.turn(Nanoseconds(1ms));
    }
  }

  Loop& loop_;
  std::vector<Player> players_;
  bool answers_ = false;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
};

std::vector<Seat> take_seats(const Server& server, Loop& loop, std::size_t pairs,
                             std::size_t text_bytes) {
  const auto seating =
      make_seating(server.dialect, loop,
                   {.sockets = 2 * pairs, .text_bytes = text_bytes, .room_port = server.room_port});
  while (!seating->done()) {
    seating->advance();
    loop.turn(Nanoseconds(1ms));
  }
  return seating->take_seats();
}

}  // namespace

std::string bounce(const Server& server, const BounceOptions& options) {
  Loop loop(server.target);
  Relay relay(loop, take_seats(server, loop, options.pairs, options.text_bytes), options.in_flight);
  return fmt::format(R"({{"messages":{}}})", relay.bounce(options.messages, options.in_flight));
}

std::string relay(const Server& server, const RelayOptions& options) {
  Loop loop(server.target);
  Relay relay(loop, take_seats(server, loop, options.pairs, options.text_bytes), options.in_flight);
  const Nanoseconds duration = options.duration;
  const std::string paced = relay.pace("paced", options.rate, server, duration);
  const std::string ping_pong = relay.bounce("ping_pong", 1, server, duration);
  const std::string pipelined = relay.bounce("pipelined", options.in_flight, server, duration);
  return fmt::format("{{{},{},{}}}", paced, ping_pong, pipelined);
}

}  // namespace nexus::load
