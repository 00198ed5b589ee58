// SPDX-License-Identifier: MIT
#include "stores/redis/redis_dialer.hpp"

#include "stores/redis/name_lookup.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using Endpoint = RedisDialer::Endpoint;

namespace {

bool is_v6(const Endpoint& endpoint) { return endpoint.protocol().family() == AF_INET6; }

std::string text_of(const Endpoint& endpoint) {
  if (endpoint.protocol().family() == AF_UNIX) return "the socket";
  tcp::endpoint address;
  address.resize(endpoint.size());
  std::copy_n(static_cast<const char*>(static_cast<const void*>(endpoint.data())), endpoint.size(),
              static_cast<char*>(static_cast<void*>(address.data())));
  return address.address().to_string();
}

/// Orders the addresses: the first, then the first of the other family, and so on.
std::vector<Endpoint> families_in_turn(const std::vector<Endpoint>& endpoints) {
  std::vector<Endpoint> left = endpoints;
  std::vector<Endpoint> order;
  while (!left.empty()) {
    const auto next = std::find_if(left.begin(), left.end(), [&](const Endpoint& one) {
      return order.empty() || is_v6(one) != is_v6(order.back());
    });
    const auto chosen = next == left.end() ? left.begin() : next;
    order.push_back(*chosen);
    left.erase(chosen);
  }
  return order;
}

}  // namespace

/// Kept alive by its own handlers, which do nothing once `done` is empty.
struct RedisDialer::Race : std::enable_shared_from_this<Race> {
  struct Runner {
    Runner(asio::io_context& loop, Endpoint to)
        : endpoint(std::move(to)), socket(loop), timer(loop) {}
    void close() {
      error_code ignored;
      socket.close(ignored);
      stream.close();
    }
    Endpoint endpoint;
    RedisStream::Socket socket;  ///< until it is connected
    RedisStream stream;          ///< from then on
    asio::steady_timer timer;
    bool is_running = true;
    bool is_connected = false;
  };
  using Won = std::function<void(Result<Runner*, std::string>)>;

  Race(asio::io_context& io_context, milliseconds time, Won when_done)
      : loop(io_context), timeout(time), done(std::move(when_done)), timer(io_context) {}

  void start(std::vector<Endpoint> endpoints) {
    waiting = std::move(endpoints);
    std::reverse(waiting.begin(), waiting.end());
    next();
  }

  /// Limits the lookup to the time-out of one address.
  void await_lookup(const std::string& host) {
    timer.expires_after(timeout);
    timer.async_wait([self = shared_from_this(), host](error_code error) {
      if (!error) self->finish(nexus::fail(host + ": the name server does not answer"));
    });
  }

  void next() {
    if (waiting.empty()) return;
    auto& runner = *runners.emplace_back(std::make_unique<Runner>(loop, waiting.back()));
    waiting.pop_back();
    runner.timer.expires_after(timeout);
    runner.timer.async_wait([self = shared_from_this(), &runner](error_code error) {
      if (error) return;
      self->drop_out(runner, runner.is_connected
                                 ? "TLS handshake timeout; is this the server's tls-port?"
                                 : "connect timeout");
    });
    runner.socket.async_connect(runner.endpoint,
                                [self = shared_from_this(), &runner](error_code error) {
                                  if (!self->done || !runner.is_running) return;
                                  if (error) return self->drop_out(runner, error.message());
                                  self->on_connected(runner);
                                });
    if (waiting.empty()) return;
    timer.expires_after(kDialStagger);
    timer.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->done) self->next();
    });
  }

  void on_connected(Runner& runner) {
    runner.is_connected = true;
    runner.stream = RedisStream(std::move(runner.socket));
    if (!tls) return finish(&runner);
    runner.stream.start_tls(tls, tls_host,
                            [self = shared_from_this(), &runner](const std::string& why) {
                              if (!self->done || !runner.is_running) return;
                              if (!why.empty()) return self->drop_out(runner, why);
                              self->finish(&runner);
                            });
  }

  void drop_out(Runner& runner, const std::string& why) {
    if (!done || !std::exchange(runner.is_running, false)) return;
    runner.timer.cancel();
    runner.close();
    if (!failures.empty()) failures.append(", ");
    failures.append(text_of(runner.endpoint)).append(": ").append(why);
    if (!waiting.empty()) return next();
    const auto runs = [](const auto& one) { return one->is_running; };
    if (std::none_of(runners.begin(), runners.end(), runs)) finish(nexus::fail(failures));
  }

  void finish(Result<Runner*, std::string> result) {
    const auto callback = std::exchange(done, nullptr);
    if (!callback) return;
    timer.cancel();
    lookup.reset();
    for (const auto& runner : runners) {
      runner->timer.cancel();
      if (!result || *result != runner.get()) runner->close();
    }
    callback(std::move(result));
  }

  void leave() {
    done = nullptr;
    timer.cancel();
    lookup.reset();
    for (const auto& runner : runners) {
      runner->timer.cancel();
      runner->close();
    }
  }

  asio::io_context& loop;
  const milliseconds timeout;
  std::string tls_host;                     ///< that the certificate must name
  std::shared_ptr<asio::ssl::context> tls;  ///< nullptr: no TLS
  Won done;
  asio::steady_timer timer;
  std::optional<NameLookup> lookup;
  std::vector<Endpoint> waiting;  ///< the next one to dial is the last
  std::vector<std::unique_ptr<Runner>> runners;
  std::string failures;
};

RedisDialer::RedisDialer(asio::io_context& loop, milliseconds timeout, std::optional<RedisTls> tls)
    : loop_(loop), timeout_(timeout), tls_(std::move(tls)) {}

RedisDialer::~RedisDialer() { cancel(); }

void RedisDialer::cancel() {
  if (race_) std::exchange(race_, nullptr)->leave();
}

void RedisDialer::dial(const RedisAddress& server, Dialled dialled) {
  cancel();
  race_ = std::make_shared<Race>(
      loop_, timeout_,
      [this, dialled = std::move(dialled)](Result<Race::Runner*, std::string> won) {
        const auto race = std::exchange(race_, nullptr);  // keeps the winner until its move
        if (!won) return dialled(nexus::fail(std::move(won).error()));
        connected_ = (*won)->endpoint;
        dialled(std::move((*won)->stream));
      });
  if (tls_) {
    auto context = make_tls_context(*tls_);
    if (!context) {
      return asio::post(loop_, [race = race_, why = std::move(context).error()] {
        race->finish(nexus::fail(why));
      });
    }
    race_->tls_host = server.host;
    race_->tls = std::move(*context);
  }
  if (server.is_socket()) {
    return race_->start({Endpoint(asio::local::stream_protocol::endpoint(server.host))});
  }
  error_code is_name;
  const auto numeric = asio::ip::make_address(server.host, is_name);
  if (!is_name) return race_->start({Endpoint(tcp::endpoint(numeric, server.port))});
  race_->await_lookup(server.host);
  race_->lookup.emplace(loop_, server.host, [this, server](auto found) {
    const auto race = race_;
    race->timer.cancel();
    if (!found) return race->finish(nexus::fail(std::move(found).error()));
    std::vector<Endpoint> endpoints;
    for (const auto& address : *found) endpoints.emplace_back(tcp::endpoint(address, server.port));
    if (endpoints.empty()) return race->finish(nexus::fail(server.host + ": no address"));
    race->start(in_order(std::move(endpoints)));
  });
}

void RedisDialer::blame() {
  if (std::find(blamed_.begin(), blamed_.end(), connected_) == blamed_.end()) {
    blamed_.push_back(connected_);
  }
  if (blamed_.size() > kAddressesMax) blamed_.erase(blamed_.begin());
}

std::vector<Endpoint> RedisDialer::in_order(std::vector<Endpoint> endpoints) {
  auto order = families_in_turn(endpoints);
  const auto is_new = [this](const Endpoint& one) {
    return std::find(blamed_.begin(), blamed_.end(), one) == blamed_.end();
  };
  if (std::none_of(order.begin(), order.end(), is_new)) blamed_.clear();
  std::stable_partition(order.begin(), order.end(), is_new);
  if (order.size() > kAddressesMax) order.resize(kAddressesMax);
  return order;
}

}  // namespace nexus::stores
