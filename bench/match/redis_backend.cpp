// SPDX-License-Identifier: MIT
#include "base/random.hpp"
#include "match/backend.hpp"
#include "stores/redis/redis_client.hpp"
#include "stores/redis/redis_directory.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_outbox.hpp"
#include "stores/redis/redis_store.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

namespace nexus::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kTurnsMax = 2000;

stores::RedisClientOptions client_options(std::uint16_t port, std::string name) {
  stores::RedisClientOptions options;
  options.url = stores::RedisUrl{.servers = {{"127.0.0.1", port}}};
  options.name = std::move(name);
  options.command_timeout = 30s;  // this benchmark wants a saturated Redis
  options.in_flight_max = 100'000;
  return options;
}

class RedisBackend final : public Backend {
 public:
  RedisBackend(RedisPlace place, matching::OutboxListener listener)
      : place_(place),
        commands_(loop_, client_options(place.port, "commands"), random_, log_),
        blocking_(loop_, client_options(place.port, "outbox"), random_, log_),
        functions_(commands_, log_),
        store_(functions_, pool_),
        directory_(functions_, pool_),
        outbox_(blocking_, pool_, NodeName{std::string(kNode)}, std::move(listener), log_) {
    commands_.start();
    blocking_.start();
    turn_until([&] { return functions_.ready(); });
    bool is_flushed = false;
    commands_.command({"FLUSHDB"}, [&](const auto&) { is_flushed = true; });
    turn_until([&] { return is_flushed; });
  }

  matching::TicketStore& tickets() override { return store_; }
  signalling::RoomDirectory& rooms() override { return directory_; }
  void turn() override { loop_.run_for(5ms); }
  [[nodiscard]] pid_t server_process() const override { return place_.process; }

 private:
  template <class Done>
  void turn_until(Done done) {
    for (int turns = 0; !done(); ++turns) {
      if (turns == kTurnsMax) throw std::runtime_error("redis does not answer");
      turn();
    }
  }

  RedisPlace place_;
  boost::asio::io_context loop_;
  SystemRandom random_;
  Log log_{LogLevel::kError};
  stores::RedisPool pool_{.name = "bench"};
  stores::RedisClient commands_;
  stores::RedisClient blocking_;
  stores::RedisFunctions functions_;
  stores::RedisStore store_;
  stores::RedisDirectory directory_;
  stores::RedisOutbox outbox_;
};

}  // namespace

std::unique_ptr<Backend> make_redis_backend(RedisPlace place, matching::OutboxListener listener) {
  return std::make_unique<RedisBackend>(place, std::move(listener));
}

}  // namespace nexus::bench
