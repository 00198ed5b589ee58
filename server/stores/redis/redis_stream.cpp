// SPDX-License-Identifier: MIT
#include "stores/redis/redis_stream.hpp"

#include "stores/redis/redis_tls.hpp"

#include <optional>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using boost::system::error_code;

struct RedisStream::State {
  explicit State(Socket connected) : socket(std::move(connected)) {}

  Socket socket;
  std::shared_ptr<asio::ssl::context> context;
  std::optional<asio::ssl::stream<Socket&>> tls;
  std::string host;
};

RedisStream::RedisStream(Socket socket) : state_(std::make_shared<State>(std::move(socket))) {
  error_code ignored;  // a Unix socket has neither
  state_->socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  state_->socket.set_option(asio::socket_base::keep_alive(true), ignored);
}

void RedisStream::start_tls(std::shared_ptr<asio::ssl::context> context, const std::string& host,
                            std::function<void(std::string)> done) {
  State& state = *state_;
  state.context = std::move(context);
  state.host = host;
  state.tls.emplace(state.socket, *state.context);
  expect_certificate_for(*state.tls->native_handle(), host);
  state.tls->async_handshake(
      asio::ssl::stream_base::client,
      [kept = state_, done = std::move(done)](const error_code& error) {
        if (!error) return done({});
        done(explain_tls_error(error, *kept->tls->native_handle(), kept->host));
      });
}

void RedisStream::read_some(asio::mutable_buffer buffer, Done done) {
  auto handler = [kept = state_, done = std::move(done)](const error_code& error,
                                                         std::size_t size) { done(error, size); };
  if (state_->tls) return state_->tls->async_read_some(buffer, std::move(handler));
  state_->socket.async_read_some(buffer, std::move(handler));
}

void RedisStream::write(asio::const_buffer buffer, Done done) {
  auto handler = [kept = state_, done = std::move(done)](const error_code& error,
                                                         std::size_t size) { done(error, size); };
  if (state_->tls) return asio::async_write(*state_->tls, buffer, std::move(handler));
  asio::async_write(state_->socket, buffer, std::move(handler));
}

void RedisStream::close() {
  if (!state_) return;
  error_code ignored;
  state_->socket.close(ignored);
}

std::string RedisStream::explain(const error_code& error) const {
  if (!state_ || !state_->tls) return error.message();
  return explain_tls_error(error, *state_->tls->native_handle(), state_->host);
}

}  // namespace nexus::stores
