// SPDX-License-Identifier: MIT
#include "load/meter.hpp"
#include "load/scenarios.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace nexus::load {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWarmUpHandshakes = 500;

class Handshakes final : public Handler {
 public:
  Handshakes(Loop& loop, Dialect dialect) : loop_(loop), dialect_(dialect) {}

  void open_one() {
    const std::string path =
        dialect_ == Dialect::kNexusChat ? "/v1/room" : fmt::format("/?pair={}", opened_);
    loop_.open(path, *this, opened_++);
  }
  [[nodiscard]] std::size_t opened() const { return opened_; }
  [[nodiscard]] std::size_t completed() const { return completed_; }

  void on_open(Client& client) override { client.close(); }
  void on_text(Client&, std::string_view) override {}
  void on_gone(Client&, std::string_view why) override {
    if (!why.empty()) throw std::runtime_error(fmt::format("a handshake failed: {}", why));
    ++completed_;
  }

 private:
  Loop& loop_;
  Dialect dialect_;
  std::size_t opened_ = 0;
  std::size_t completed_ = 0;
};

}  // namespace

std::string handshakes(const Server& server, const HandshakeOptions& options) {
  Loop loop(server.target);
  Handshakes clients(loop, server.dialect);
  const auto run_until = [&](std::size_t completed) {
    while (clients.completed() < completed) {
      while (clients.opened() < completed && loop.size() < options.concurrency) clients.open_one();
      loop.turn(Nanoseconds(1ms));
    }
  };
  run_until(kWarmUpHandshakes);
  const Nanoseconds cpu_before = cpu_time(server.process);
  const Nanoseconds begin = monotonic_now();
  run_until(kWarmUpHandshakes + options.count);
  const double seconds = std::chrono::duration<double>(monotonic_now() - begin).count();
  const double cpu = std::chrono::duration<double>(cpu_time(server.process) - cpu_before).count();
  const auto count = static_cast<double>(options.count);
  return fmt::format(R"({{"per_second":{:.0f},"cpu_us":{:.2f},"busy":{:.2f}}})", count / seconds,
                     cpu * 1e6 / count, cpu / seconds);
}

}  // namespace nexus::load
