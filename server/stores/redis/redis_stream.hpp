// One connection to Redis, with or without TLS.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

namespace boost::asio::ssl {
class context;
}

namespace nexus::stores {

/// Lives on the loop. At most one read and one write at a time. Handlers that are pending when the
/// stream is closed, replaced or destroyed still run, with an error.
class RedisStream {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;
  using Done = std::function<void(const boost::system::error_code&, std::size_t)>;

  RedisStream() = default;  ///< not connected
  /// Over a connected socket.
  explicit RedisStream(Socket socket);

  /// Begins TLS, before anything is read or written. `done` gets an error that is one line for the
  /// log, or nothing.
  void start_tls(std::shared_ptr<boost::asio::ssl::context> context, const std::string& host,
                 std::function<void(std::string)> done);

  void read_some(boost::asio::mutable_buffer buffer, Done done);
  /// Writes the whole buffer, which must stay valid until then.
  void write(boost::asio::const_buffer buffer, Done done);
  void close();

  /// An error of read_some() or write(), in words for the operator.
  [[nodiscard]] std::string explain(const boost::system::error_code& error) const;

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< each pending handler holds it
};

}  // namespace nexus::stores
