// A client of web servers: single requests, and the first messages of a WebSocket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "doctor/connection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::doctor {

/// Longer answers are not read to their end.
inline constexpr std::size_t kAnswerBytesMax = 64 * 1024;

/// http(s)://host[:port], as OriginPolicy::is_origin() accepts it.
struct WebServer {
  bool is_secure = false;
  std::string host;       ///< without brackets
  std::string authority;  ///< host[:port], for the Host header
  std::uint16_t port = 0;

  [[nodiscard]] static WebServer of_origin(std::string_view origin);
  [[nodiscard]] Connection::Opened open() const;
};

struct WebAnswer {
  int status = 0;  ///< 0: the answer is not HTTP
  std::string body;
};

/// GET of a path. Errors are half sentences for the operator.
[[nodiscard]] Result<WebAnswer, std::string> get(const WebServer& server, std::string_view path);

/// A WebSocket as a page of `origin` opens it.
class Socket {
 public:
  using Opened = Result<Socket, std::string>;

  /// Opened, or refused: see status().
  static Opened open(const WebServer& server, std::string_view path, std::string_view origin);

  [[nodiscard]] int status() const { return status_; }  ///< 101: it is open
  [[nodiscard]] bool send(std::string_view text);
  /// The next text; nullopt if none comes in time.
  [[nodiscard]] std::optional<std::string> receive();
  /// Closes it as a page that is done.
  void close();

 private:
  std::unique_ptr<Connection> connection_;
  std::string received_;
  int status_ = 0;
};

}  // namespace nexus::doctor
