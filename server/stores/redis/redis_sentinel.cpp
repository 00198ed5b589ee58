// SPDX-License-Identifier: MIT
#include "stores/redis/redis_sentinel.hpp"

#include "base/text.hpp"
#include "stores/redis/redis_parser.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

template <class Number>
std::optional<Number> read_decimal(const RedisReply& reply) {
  const auto* text = reply.text();
  return text == nullptr ? std::nullopt : parse_number<Number>(*text);
}

/// The value of `name` in a list of names and values.
const RedisReply* field(const RedisReply::Array& pairs, std::string_view name) {
  for (std::size_t at = 0; at + 1 < pairs.size(); at += 2) {
    if (const auto* text = pairs[at].text(); text != nullptr && *text == name) {
      return &pairs[at + 1];
    }
  }
  return nullptr;
}

}  // namespace

Result<SentinelAnswer, std::string> read_sentinel_answer(const RedisReply& details,
                                                         const RedisReply& address) {
  for (const RedisReply* reply : {&details, &address}) {
    if (const auto* error = reply->error()) return fail(error->text);
  }
  const auto* pairs = details.array();
  const auto* place = address.array();
  const auto* epoch_text = pairs == nullptr ? nullptr : field(*pairs, "config-epoch");
  if (epoch_text == nullptr || place == nullptr || place->size() != 2) {
    return fail(std::string("malformed answer"));
  }
  const auto epoch = read_decimal<std::uint64_t>(*epoch_text);
  const auto* host = (*place)[0].text();
  const auto port = read_decimal<std::uint16_t>((*place)[1]);
  if (!epoch || host == nullptr || host->empty() || !port) {
    return fail(std::string("malformed answer"));
  }
  return SentinelAnswer{{*host, *port}, *epoch};
}

/// Kept alive by its own handlers, which do nothing once `done` is empty.
struct SentinelInquiry::Exchange : std::enable_shared_from_this<Exchange> {
  Exchange(asio::io_context& loop, RedisDialer& dialer_of, const RedisUrl& redis_url,
           Done when_done)
      : url(redis_url), done(std::move(when_done)), dialer(dialer_of), timer(loop) {}

  void start(const RedisAddress& sentinel, std::chrono::milliseconds patience) {
    dialer.dial(sentinel,
                [self = shared_from_this(), patience](Result<RedisStream, std::string> dialled) {
                  if (!self->done) return;
                  if (!dialled) return self->finish(fail(std::move(dialled).error()));
                  self->stream = std::move(*dialled);
                  self->is_connected = true;
                  self->timer.expires_after(patience);
                  self->timer.async_wait([self](error_code error) {
                    if (!error) self->finish(fail(std::string("timeout")));
                  });
                  self->ask(false);
                });
  }

  [[nodiscard]] bool goes_on(error_code error) {
    if (done && error) finish(fail(stream.explain(error)));
    return done != nullptr;
  }

  void finish(Result<SentinelAnswer, std::string> answer) {
    if (!answer && is_connected && done) dialer.blame();
    if (const auto callback = leave()) callback(std::move(answer));
  }

  Done leave() {
    stream.close();
    timer.cancel();
    if (!is_connected && done) dialer.cancel();
    return std::exchange(done, nullptr);
  }

  void ask(bool with_password) {
    const std::string& name = url.primary_name;
    using Words = std::vector<std::string_view>;
    std::vector<Words> commands;
    if (with_password) {
      commands.push_back(url.user.empty() ? Words{"AUTH", url.password}
                                          : Words{"AUTH", url.user, url.password});
    }
    // Reads the epoch first. If a failover happens between the two reads, the address is newer than
    // its epoch, and is looked up once more than necessary. In the reverse order, an old address
    // would pass for the new one.
    commands.push_back({"SENTINEL", "MASTER", name});
    commands.push_back({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", name});
    request.clear();
    for (const Words& words : commands) append_command(request, words);
    replies.clear();
    stream.write(asio::buffer(request), [self = shared_from_this(), with_password,
                                         wanted = commands.size()](error_code error, std::size_t) {
      if (self->goes_on(error)) self->read(with_password, wanted);
    });
  }

  void read(bool with_password, std::size_t wanted) {
    stream.read_some(asio::buffer(received), [self = shared_from_this(), with_password, wanted](
                                                 error_code error, std::size_t size) {
      if (!self->goes_on(error)) return;
      self->parser.feed({self->received.data(), size});
      while (auto reply = self->parser.next()) self->replies.push_back(std::move(*reply));
      if (self->parser.broken()) return self->finish(fail(std::string("malformed answer")));
      if (self->replies.size() < wanted) return self->read(with_password, wanted);
      self->judge(with_password);
    });
  }

  void judge(bool with_password) {
    const auto* error = replies.front().error();
    // Often only the servers have a password, not the Sentinel: it gets one only if it demands one.
    if (error != nullptr && error->kind() == "NOAUTH" && !with_password && !url.password.empty()) {
      return ask(true);
    }
    if (error != nullptr) return finish(fail(error->text));
    finish(read_sentinel_answer(replies[replies.size() - 2], replies.back()));
  }

  const RedisUrl url;
  Done done;
  RedisDialer& dialer;  ///< used only until `done` is called
  RedisStream stream;
  bool is_connected = false;
  asio::steady_timer timer;
  RedisParser parser;
  std::string request;
  std::vector<RedisReply> replies;
  std::array<char, 4096> received{};
};

SentinelInquiry::SentinelInquiry(asio::io_context& loop, RedisDialer& dialer, const RedisUrl& url,
                                 const RedisAddress& sentinel, std::chrono::milliseconds patience,
                                 Done done)
    : exchange_(std::make_shared<Exchange>(loop, dialer, url, std::move(done))) {
  exchange_->start(sentinel, patience);
}

SentinelInquiry::~SentinelInquiry() { exchange_->leave(); }

}  // namespace nexus::stores
