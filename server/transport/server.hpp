// The HTTP and WebSocket server: routes, static files and every visitor's socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/refusals.hpp"
#include "base/result.hpp"
#include "transport/event_loop.hpp"
#include "transport/http.hpp"
#include "transport/server_options.hpp"
#include "transport/server_stats.hpp"
#include "transport/web_socket.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace nexus::transport {

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// All of it on the loop's thread (or before the loop runs). `loop`, `clock` and the handlers must
/// outlive the server, which must not be destroyed from inside one of its handlers. Handlers must
/// not throw. Destroying it cuts every connection without calling a handler: to end well,
/// stop_accepting(), close_all(), and wait until open_sockets() is 0 or a deadline has passed.
class Server {
 public:
  /// Throws std::invalid_argument for an origin or a trusted proxy that can't be parsed.
  Server(EventLoop& loop, ServerOptions options, Log log, const Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// WebSockets on exactly this path; plain requests for it get 426.
  void route_socket(std::string path, WebSocketHandler& handler);
  /// GET and HEAD on exactly this path.
  void route_get(std::string path, HttpHandler handler);
  /// Reads the web app into memory. Throws std::runtime_error when there is no index.html or the
  /// files exceed files_bytes_max. `x.js.br` and `x.js.gz` are served in place of `x.js` to those
  /// who take them. The app is one page at "/"; unknown paths are 404.
  void serve_files(const std::filesystem::path& directory);

  /// Listens on a numeric address ("::" takes IPv4 too); port 0 picks any. May be called more than
  /// once. The port in use, or one sentence for the operator.
  Result<std::uint16_t, std::string> listen(std::string_view address, std::uint16_t port);

  /// The socket while it is between on_open and the end of on_close, else nullptr.
  [[nodiscard]] WebSocket* find(SocketId id);
  [[nodiscard]] std::size_t open_sockets() const;

  /// Closes the listening sockets and idle HTTP connections; upgrades get 503 from here on.
  void stop_accepting();
  /// close(code, reason) on every open socket.
  void close_all(std::uint16_t code, std::string_view reason);

  [[nodiscard]] const ServerStats& stats() const;
  /// For what the application refuses, too: one tally and one clock for all kinds.
  [[nodiscard]] Refusals& refusals();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::transport
