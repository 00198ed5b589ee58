// SPDX-License-Identifier: MIT
#include "stores/redis/redis_client.hpp"

#include "stores/redis/redis_dialer.hpp"
#include "stores/redis/redis_locator.hpp"
#include "stores/redis/redis_parser.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

/// How many MOVED are followed at once. A cluster in a consistent state needs one, a failover
/// meanwhile another.
constexpr int kHopsMax = 3;

/// Whether the error means that this server does not take the pool's writes: another one does, or
/// none at present. ASK: the pool's slot is moving to another server. It is not followed, because
/// the pool is in two places until the move ends, and a function needs all of it.
bool is_elsewhere(const RedisReply::Error& error) {
  constexpr std::string_view kinds[] = {"MOVED",    "ASK",     "CLUSTERDOWN",
                                        "READONLY", "LOADING", "MASTERDOWN"};
  return std::find(std::begin(kinds), std::end(kinds), error.kind()) != std::end(kinds);
}

/// Whether this is the right server, but it refuses writes at present, because it lacks replicas or
/// a disk. Reads still work, and no other server is better.
bool is_reluctant(const RedisReply::Error& error) {
  return error.kind() == "NOREPLICAS" || error.kind() == "MISCONF";
}

}  // namespace

/// Kept alive by its own handlers. Each handler belongs to one attempt and does nothing once a
/// later attempt has begun.
struct RedisClient::Connection : std::enable_shared_from_this<RedisClient::Connection> {
  enum class State { kStopped, kWaiting, kConnecting, kGreeting, kReady };
  struct Pending {
    Done done;
    SteadyTime deadline;
  };

  Connection(asio::io_context& io_context, RedisClientOptions client_options, Random& source,
             Log client_log)
      : loop(io_context),
        options(std::move(client_options)),
        random(source),
        log(std::move(client_log)),
        locator(io_context, options.url, options.connect_timeout / 2),
        dialer(io_context, options.connect_timeout, options.url.tls),
        attempt_timer(io_context),
        command_timer(io_context) {}

  void start() {
    if (state == State::kStopped) connect();
  }

  void stop() {
    state = State::kStopped;
    abort();
  }

  void connect() {
    state = State::kConnecting;
    const auto attempt = ++attempts;
    // Each step has its own time-out: a Sentinel, the name lookup, each address, the greeting.
    locator.locate(options.connect_timeout / 2,
                   [self = shared_from_this(), attempt](Result<RedisAddress, std::string> located) {
                     if (attempt != self->attempts) return;
                     if (!located) return self->drop(located.error());
                     self->server = std::move(*located);
                     self->dial();
                   });
  }

  void dial() {
    dialer.dial(server, [self = shared_from_this(),
                         attempt = attempts](Result<RedisStream, std::string> dialled) {
      if (attempt != self->attempts) return;
      if (!dialled) return self->drop(dialled.error());
      self->stream = std::move(*dialled);
      self->greet();
    });
  }

  void greet() {
    state = State::kGreeting;
    attempt_timer.expires_after(options.connect_timeout);
    attempt_timer.async_wait([self = shared_from_this(), attempt = attempts](error_code error) {
      if (!error && attempt == self->attempts) self->drop("the server does not answer");
    });
    parser = RedisParser();
    read();
    const RedisUrl& url = options.url;
    const auto expect_ok = [this, attempt = attempts](const char* what) {
      return [this, attempt, what](const Answer& answer) {  // `this` is alive: it makes this call
        if (!answer || attempt != attempts) return;
        if (const auto* error = answer->error()) drop(std::string(what) + ": " + error->text);
      };
    };
    if (!url.password.empty() && url.user.empty()) {
      send(std::array<std::string_view, 2>{"AUTH", url.password}, expect_ok("AUTH"), {});
    } else if (!url.password.empty()) {
      send(std::array<std::string_view, 3>{"AUTH", url.user, url.password}, expect_ok("AUTH"), {});
    }
    if (url.database != 0) {
      const std::string number = std::to_string(url.database);
      send(std::array<std::string_view, 2>{"SELECT", number}, expect_ok("SELECT"), {});
    }
    const std::string name = "nexuschat-" + options.name;
    // For CLIENT LIST only: a user without this right can still connect.
    send(std::array<std::string_view, 3>{"CLIENT", "SETNAME", name},
         [this, attempt = attempts](const Answer& answer) {
           const auto* error = answer && attempt == attempts ? answer->error() : nullptr;
           if (error == nullptr || std::exchange(missing_name_is_logged, true)) return;
           log.warn("redis_connection_without_name",
                    {{"connection", options.name}, {"why", error->text}});
         },
         {});
    // A write that changes nothing. Only the server that takes the pool's writes accepts it. So it
    // is more reliable than ROLE, works in a cluster too, and needs no right that the functions do
    // not need.
    send(std::array<std::string_view, 2>{"DEL", options.key},
         [this, attempt = attempts](const Answer& answer) {
           if (!answer || attempt != attempts) return;
           const auto* error = answer->error();
           if (error == nullptr || is_reluctant(*error)) return become_ready();
           if (!locator.redirected(error->text, server) || ++hops > kHopsMax) {
             return drop(error->text);
           }
           abort();
           connect();
         },
         {});
  }

  void become_ready() {
    state = State::kReady;
    attempt_timer.cancel();
    ready_since = std::chrono::steady_clock::now();
    outage_is_logged = false;
    hops = 0;
    log.info("redis_connected", {{"connection", options.name}, {"server", server.text()}});
    locator.watch(server, options.watch_period, [self = shared_from_this(), attempt = attempts] {
      if (attempt == self->attempts) self->drop("the Sentinels have another primary");
    });
    for (const auto& hook : hooks) hook();
  }

  /// Ends this attempt or connection; the next one follows after the backoff.
  void drop(std::string_view why) {
    const bool was_ready = state == State::kReady;
    if (was_ready || state == State::kGreeting) dialer.blame();
    // A connection that is dropped right after it was established must not become a busy loop.
    if (was_ready && std::chrono::steady_clock::now() - ready_since > options.backoff_max) {
      failures = 0;
    }
    if (!std::exchange(outage_is_logged, true)) {  // once per outage, not per attempt
      log.warn(was_ready ? "redis_connection_lost" : "redis_unreachable",
               {{"connection", options.name}, {"server", options.url.place()}, {"why", why}});
    }
    state = State::kWaiting;
    abort();
    locator.pass_on();
    hops = 0;
    const auto rounds = std::min<std::size_t>(failures++ / locator.places(), 20);
    const auto longest = std::min(options.backoff_max, options.backoff_min * (1L << rounds));
    const auto half = static_cast<std::uint64_t>(longest.count()) / 2;
    attempt_timer.expires_after(milliseconds(half + random.below(half + 1)));
    attempt_timer.async_wait([self = shared_from_this(), attempt = attempts](error_code error) {
      if (!error && attempt == self->attempts) self->connect();
    });
  }

  /// Ends the attempt; its commands fail in a later turn.
  void abort() {
    ++attempts;
    stream.close();
    locator.cancel();
    dialer.cancel();
    attempt_timer.cancel();
    command_timer.cancel();
    watching = false;
    unsent.clear();
    if (pending.empty()) return;
    asio::post(loop, [self = shared_from_this(), failed = std::exchange(pending, {})]() mutable {
      for (Pending& command : failed) {
        if (self->abandoned) return;
        command.done(nexus::fail(RedisDown{}));
      }
    });
  }

  void command(std::span<const std::string_view> words, Done done, milliseconds patience) {
    if (state != State::kReady || pending.size() >= options.in_flight_max ||
        unsent.size() >= options.unsent_bytes_max) {
      asio::post(loop, [self = shared_from_this(), done = std::move(done)] {
        if (!self->abandoned) done(nexus::fail(RedisDown{}));
      });
      return;
    }
    send(words, std::move(done), patience);
  }

  void send(std::span<const std::string_view> words, Done done, milliseconds patience) {
    append_command(unsent, words);
    pending.push_back(
        {std::move(done), std::chrono::steady_clock::now() + options.command_timeout + patience});
    if (!watching) watch();
    if (flushing) return;
    flushing = true;
    asio::post(loop, [self = shared_from_this()] {
      self->flushing = false;
      self->flush();
    });
  }

  void flush() {
    if (writing || unsent.empty()) return;
    writing = true;
    sending.clear();
    std::swap(sending, unsent);
    stream.write(asio::buffer(sending), [self = shared_from_this(), attempt = attempts](
                                            error_code error, std::size_t) {
      self->writing = false;
      if (attempt == self->attempts && error) return self->drop(self->why_lost(error));
      self->flush();  // also commands of a later attempt, which had to wait for the buffer
    });
  }

  void read() {
    stream.read_some(asio::buffer(received), [self = shared_from_this(), attempt = attempts](
                                                 error_code error, std::size_t size) {
      if (attempt != self->attempts) return;
      if (error) return self->drop(self->why_lost(error));
      self->parser.feed({self->received.data(), size});
      while (auto reply = self->parser.next()) {
        if (self->pending.empty()) return self->drop("reply to nothing");
        if (self->leaves_for(*reply)) return;
        const Done done = std::move(self->pending.front().done);
        self->pending.pop_front();
        done(std::move(*reply));
        if (self->abandoned || attempt != self->attempts) return;
      }
      if (self->parser.broken()) return self->drop("malformed reply");
      self->read();
    });
  }

  /// A server with TLS ends a connection that begins without.
  [[nodiscard]] std::string why_lost(const error_code& error) const {
    std::string why = stream.explain(error);
    if (state == State::kGreeting && !options.url.tls) {
      why += " (if this is the server's tls-port, redis.url must begin with rediss://)";
    }
    return why;
  }

  /// Drops a connection whose server no longer takes the pool's writes.
  bool leaves_for(const RedisReply& reply) {
    const auto* error = reply.error();
    if (state != State::kReady || error == nullptr || !is_elsewhere(*error)) return false;
    (void)locator.redirected(error->text, server);
    drop(error->text);
    return true;
  }

  /// Watches only the oldest command, because answers come in order.
  void watch() {
    watching = true;
    command_timer.expires_at(pending.front().deadline);
    command_timer.async_wait([self = shared_from_this(), attempt = attempts](error_code error) {
      if (error || attempt != self->attempts) return;
      self->watching = false;
      if (self->pending.empty()) return;
      if (self->pending.front().deadline <= std::chrono::steady_clock::now()) {
        return self->drop("command timeout");
      }
      self->watch();
    });
  }

  asio::io_context& loop;
  RedisClientOptions options;
  Random& random;
  Log log;
  RedisLocator locator;
  RedisDialer dialer;
  RedisStream stream;
  asio::steady_timer attempt_timer;
  asio::steady_timer command_timer;
  RedisParser parser;
  std::vector<std::function<void()>> hooks;
  State state = State::kStopped;
  std::uint64_t attempts = 0;
  RedisAddress server;       ///< of the present attempt
  std::size_t failures = 0;  ///< since the last connection that lasted
  int hops = 0;              ///< MOVED followed since the last failure
  SteadyTime ready_since;
  bool outage_is_logged = false;
  bool missing_name_is_logged = false;
  bool watching = false;
  bool flushing = false;
  bool writing = false;
  bool abandoned = false;  ///< its RedisClient was destroyed
  std::deque<Pending> pending;
  std::string unsent;
  std::string sending;
  std::array<char, 64 << 10> received{};
};

RedisClient::RedisClient(asio::io_context& loop, RedisClientOptions options, Random& random,
                         Log log)
    : connection_(std::make_shared<Connection>(loop, std::move(options), random, std::move(log))) {}

RedisClient::~RedisClient() {
  connection_->abandoned = true;
  connection_->stop();
}

void RedisClient::on_connected(std::function<void()> hook) {
  connection_->hooks.push_back(std::move(hook));
}

void RedisClient::start() { connection_->start(); }
void RedisClient::stop() { connection_->stop(); }

void RedisClient::reconnect(std::string_view why) {
  if (connection_->state == Connection::State::kReady) connection_->drop(why);
}

bool RedisClient::ready() const { return connection_->state == Connection::State::kReady; }
std::size_t RedisClient::in_flight() const { return connection_->pending.size(); }

void RedisClient::command(std::span<const std::string_view> words, Done done,
                          milliseconds patience) {
  connection_->command(words, std::move(done), patience);
}

}  // namespace nexus::stores
