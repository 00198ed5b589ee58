// The HTTP and WebSocket server: routes, static files and every visitor's socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/hold.hpp"
#include "base/log.hpp"
#include "base/refusal_log.hpp"
#include "base/result.hpp"
#include "transport/event_loop.hpp"
#include "transport/http.hpp"
#include "transport/listen_address.hpp"
#include "transport/server_metrics.hpp"
#include "transport/server_options.hpp"
#include "transport/static_files.hpp"
#include "transport/web_socket.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::transport {

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// Use it on the loop's thread, or before the loop runs. `loop`, `clock` and the handlers must
/// outlive the server. Handlers must not throw, and must not destroy the server. Destroying it cuts
/// every connection without calling a handler. For a clean end call stop_accepting() and
/// close_all(), and wait until open_sockets() is 0 or a deadline has passed.
class Server {
 public:
  /// Throws std::invalid_argument for an origin or a trusted proxy that cannot be parsed.
  Server(EventLoop& loop, ServerOptions options, Log log, const Clock& clock);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Accepts WebSockets on exactly this path; plain requests for it get 426.
  void route_socket(std::string path, WebSocketHandler& handler);
  /// Serves GET and HEAD on exactly this path.
  void route_get(std::string path, HttpHandler handler);
  /// Takes bodies by POST on exactly this path, from pages of allowed origins. The connection ends
  /// with the response.
  void route_body(std::string path, BodyRoute route);
  /// Reads the web app into memory. Throws std::runtime_error if index.html is missing or the files
  /// exceed files_bytes_max. Serves `x.js.br` and `x.js.gz` in place of `x.js` to clients that
  /// accept them. The app is one page at "/"; unknown paths are 404.
  void serve_files(const std::filesystem::path& directory);
  /// Serves one of these files with changes in its text, until the next edit of that file: see
  /// StaticFiles::edit().
  void edit_file(const std::string& path, const std::vector<TextEdit>& edits);

  /// May be called more than once. Returns the port in use (0 for a Unix socket), or one sentence
  /// for the operator.
  Result<std::uint16_t, std::string> listen(const ListenAddress& address);

  /// Replaces ServerOptions::allowed_origins and allow_missing_origin; open sockets stay. Throws
  /// std::invalid_argument for an origin that cannot be parsed.
  void allow_origins(const std::vector<std::string>& origins, bool allow_missing);

  /// The socket while it is between on_open and the end of on_close, else nullptr.
  [[nodiscard]] WebSocket* find(SocketId id);
  [[nodiscard]] std::size_t open_sockets() const;
  /// Counts one more connection for the address of that socket, as long as it is held; nullptr if
  /// the address is exempt. May be called up to the end of on_close. Must not outlive the server.
  [[nodiscard]] Hold hold_address(SocketId id);

  /// Closes the listening sockets, removes the files of Unix sockets, and closes idle HTTP
  /// connections; later upgrades get 503.
  void stop_accepting();
  /// Calls close(code, reason) on every open socket.
  void close_all(std::uint16_t code, std::string_view reason);

  [[nodiscard]] const ServerMetrics& metrics() const;
  /// Also for the application's refusals, so that all kinds share one tally and clock.
  [[nodiscard]] RefusalLog& refusals();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::transport
