// SPDX-License-Identifier: MIT
#include "apps/stores.hpp"

#include "apps/listening.hpp"
#include "apps/socket_url.hpp"
#include "apps/version.hpp"
#include "protocol/generated/messages.hpp"
#include "stores/memory/memory_store.hpp"
#include "stores/memory/week_key_file.hpp"
#include "stores/redis/redis_client.hpp"
#include "stores/redis/redis_directory.hpp"
#include "stores/redis/redis_functions.hpp"
#include "stores/redis/redis_membership.hpp"
#include "stores/redis/redis_outbox.hpp"
#include "stores/redis/redis_probe.hpp"
#include "stores/redis/redis_store.hpp"
#include "stores/redis/redis_tally.hpp"
#include "stores/redis/redis_week_keys.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

class EmbeddedStores final : public Stores {
 public:
  EmbeddedStores(const Config& config, transport::EventLoop& loop, const Clock& clock,
                 StoreListeners listeners, const Log& log)
      : store_(loop, clock, std::move(listeners.desk), std::move(listeners.home),
               {.tickets_max = config.waiting_max}),
        week_keys_(config.state_directory, log) {}

  matching::TicketStore& tickets() override { return measured_; }
  signalling::RoomDirectory& directory() override { return measured_; }
  [[nodiscard]] const StoreMetrics& metrics() const override { return metrics_; }
  credentials::WeekKeyStore& week_keys() override { return week_keys_; }
  [[nodiscard]] bool ready() const override { return true; }

 private:
  stores::MemoryStore store_;
  StoreMetrics metrics_{{.up = [] { return 1; },
                         .backlog = [] { return 0; },
                         .clock_offset = [] { return 0; },
                         .conflict = [] { return 0; }}};
  MeasuredStore measured_{store_, store_, metrics_};
  stores::WeekKeyFile week_keys_;
};

stores::RedisUrl redis_url(const Config& config) {
  auto url = stores::parse_redis_url(config.redis_url);
  if (!url) throw std::runtime_error("redis.url: " + url.error());
  if (url->password.empty()) url->password = config.redis_password.reveal();
  if (url->tls) url->tls = config.redis_tls;
  return std::move(*url);
}

stores::Member member(const Program& program, const Config& config, Random& random,
                      std::vector<std::string> fingerprints) {
  const bool matches = program.matching;
  return {.kind = matches ? stores::Member::Kind::kMatching : stores::Member::Kind::kSignalling,
          .node = {config.node},
          .incarnation = IncarnationId::random(random),
          .place = listening_place(listen_addresses(config)),
          .url = matches ? "" : as_path_of_site(config.rooms.url, config.server.allowed_origins),
          .fingerprints = std::move(fingerprints),
          .version = fmt::format("{} {}", kVersion, protocol::limits::kProtocolVersion),
          .lanes = matches ? config.desk.lanes : std::vector<std::string>{}};
}

/// One connection for commands, and another for the outbox, whose reads block. Only a member reads
/// the outbox: otherwise another process may have the same name.
class RedisStores final : public Stores {
 public:
  RedisStores(const Config& config, transport::EventLoop& loop, const Clock& clock, Random& random,
              stores::Member self, StoreListeners listeners, const Log& log)
      : pool_{.name = config.redis_pool, .tickets_max = config.waiting_max, .clock = nullptr},
        commands_(loop.context(), client_options(config, "commands"), random, log),
        functions_(commands_, log),
        membership_(
            loop.context(), functions_, pool_, std::move(self),
            [this](bool is_member) { read_outbox(is_member); }, log),
        tickets_(functions_, pool_),
        directory_(functions_, pool_),
        week_keys_(functions_, pool_),
        probe_(commands_, pool_.prefix() + (listeners.desk ? "outbox:" : "homebox:") + config.node,
               clock) {
    loop.every(stores::kRedisProbePeriod, [this] { probe_.probe(); });
    commands_.on_connected([this] {
      if (std::exchange(was_connected_, true)) metrics_.reconnects.count();
    });
    outbox_client_.emplace(loop.context(), client_options(config, "outbox"), random, log);
    const NodeName node{config.node};
    if (listeners.desk) {
      outbox_.emplace(*outbox_client_, pool_, node, std::move(listeners.desk), log);
    }
    if (listeners.home) {
      outbox_.emplace(*outbox_client_, pool_, node, std::move(listeners.home), log);
    }
    if (listeners.tally) {
      tally_.emplace(functions_, pool_, config.desk.cool_down.memory(), random,
                     std::move(listeners.tally), log);
      loop.every(stores::RedisTally::kPeriod, [this] { tally_->exchange(); });
    }
    commands_.start();
  }

  matching::TicketStore& tickets() override { return measured_; }
  signalling::RoomDirectory& directory() override { return measured_; }
  [[nodiscard]] const StoreMetrics& metrics() const override { return metrics_; }
  credentials::WeekKeyStore& week_keys() override { return week_keys_; }
  matching::SharedTally* tally() override { return tally_ ? &*tally_ : nullptr; }
  [[nodiscard]] bool ready() const override { return functions_.ready(); }
  [[nodiscard]] std::string_view refusal() const override { return membership_.refusal(); }
  void set_fingerprints(std::vector<std::string> fingerprints) override {
    membership_.set_fingerprints(std::move(fingerprints));
  }
  void set_tally_life(std::chrono::milliseconds life) override {
    if (tally_) tally_->set_life(life);
  }
  void leave() override { membership_.leave(); }

 private:
  [[nodiscard]] stores::RedisClientOptions client_options(const Config& config,
                                                          std::string name) const {
    return {.url = redis_url(config), .name = std::move(name), .key = pool_.prefix()};
  }

  void read_outbox(bool is_member) {
    if (is_member) {
      outbox_client_->start();
    } else {
      outbox_client_->stop();
    }
  }

  stores::RedisPool pool_;
  stores::RedisClient commands_;
  stores::RedisFunctions functions_;
  stores::RedisMembership membership_;
  stores::RedisStore tickets_;
  stores::RedisDirectory directory_;
  stores::RedisWeekKeys week_keys_;
  stores::RedisProbe probe_;
  bool was_connected_ = false;
  StoreMetrics metrics_{
      {.up = [this] { return functions_.ready() ? 1 : 0; },
       .backlog = [this] { return static_cast<double>(probe_.backlog()); },
       .clock_offset =
           [this] { return std::chrono::duration<double>(probe_.clock_offset()).count(); },
       .conflict = [this] { return membership_.has_conflict() ? 1 : 0; }}};
  MeasuredStore measured_{tickets_, directory_, metrics_};
  std::optional<stores::RedisTally> tally_;
  std::optional<stores::RedisClient> outbox_client_;
  std::optional<stores::RedisOutbox> outbox_;
};

}  // namespace

std::unique_ptr<Stores> make_stores(const Program& program, const Config& config,
                                    transport::EventLoop& loop, const Clock& clock, Random& random,
                                    std::vector<std::string> fingerprints, StoreListeners listeners,
                                    const Log& log) {
  if (program.all_in_one()) {
    return std::make_unique<EmbeddedStores>(config, loop, clock, std::move(listeners), log);
  }
  return std::make_unique<RedisStores>(config, loop, clock, random,
                                       member(program, config, random, std::move(fingerprints)),
                                       std::move(listeners), log);
}

}  // namespace nexus::apps
