// SPDX-License-Identifier: MIT
#include "stores/redis/redis_locator.hpp"

#include "base/text.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

std::optional<RedisAddress> read_moved(std::string_view error, const RedisAddress& speaker) {
  if (!error.starts_with("MOVED ")) return std::nullopt;
  const std::string_view place = error.substr(error.rfind(' ') + 1);
  const auto colon = place.rfind(':');  // an IPv6 address comes without brackets
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host = place.substr(0, colon);
  const std::string_view port = place.substr(colon + 1);
  RedisAddress address{.host = std::string(host), .port = 0};
  if (host.empty() || host == "?") address.host = speaker.host;
  const auto number = parse_number<std::uint16_t>(port, 1);
  if (!number) return std::nullopt;
  address.port = *number;
  return address;
}

RedisLocator::RedisLocator(asio::io_context& loop, RedisUrl url, milliseconds timeout)
    : loop_(loop), url_(std::move(url)), timer_(loop), dialer_(loop, timeout, url_.tls) {}

void RedisLocator::locate(milliseconds patience, Located located) {
  cancel();
  if (redirect_ || !has_sentinels()) {
    asio::post(loop_, [this, call = calls_, located = std::move(located),
                       server = redirect_ ? *redirect_ : seed()] {
      if (call == calls_) located(server);
    });
    redirect_.reset();
    return;
  }
  inquiry_.emplace(loop_, dialer_, url_, seed(), patience,
                   [this, located = std::move(located),
                    sentinel = seed()](Result<SentinelAnswer, std::string> answer) {
                     if (!answer) {
                       return located(fail("Sentinel " + sentinel.text() + ": " + answer.error()));
                     }
                     epoch_ = answer->epoch;
                     located(std::move(answer->primary));
                   });
}

bool RedisLocator::redirected(std::string_view error, const RedisAddress& speaker) {
  auto address = read_moved(error, speaker);
  if (!address) return false;
  redirect_ = std::move(address);
  return true;
}

void RedisLocator::watch(RedisAddress present, milliseconds period, std::function<void()> moved) {
  cancel();
  if (!has_sentinels()) return;
  timer_.expires_after(period);
  timer_.async_wait([this, call = calls_, present = std::move(present), period,
                     moved = std::move(moved)](error_code error) mutable {
    if (error || call != calls_) return;
    pass_on();  // so that a Sentinel with old information cannot hide a failover for long
    inquiry_.emplace(loop_, dialer_, url_, seed(), period,
                     [this, present = std::move(present), period, moved = std::move(moved)](
                         const Result<SentinelAnswer, std::string>& answer) mutable {
                       if (answer) on_answer(*answer, present);
                       if (redirect_) return moved();
                       watch(std::move(present), period, std::move(moved));
                     });
  });
}

void RedisLocator::on_answer(const SentinelAnswer& answer, const RedisAddress& present) {
  if (answer.epoch <= epoch_) return;  // it does not know of the failover yet
  epoch_ = answer.epoch;
  if (answer.primary != present) redirect_ = answer.primary;
}

void RedisLocator::cancel() {
  ++calls_;
  timer_.cancel();
  inquiry_.reset();
}

}  // namespace nexus::stores
