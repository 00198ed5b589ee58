// HTTP on connections that are not WebSockets: routes, files, refusals and the upgrade.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/base_path.hpp"
#include "transport/core.hpp"
#include "transport/http_parser.hpp"
#include "transport/http_reply.hpp"
#include "transport/origin_policy.hpp"
#include "transport/static_files.hpp"
#include "transport/web_socket_service.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nexus::transport {

/// Serves GET, HEAD and OPTIONS without bodies, and POST with a body where a route takes one. One
/// request at a time per connection: the next one, pipelined or not, is read once the kernel has
/// taken the previous response.
class HttpService {
 public:
  HttpService(Core& core, WebSocketService& web_sockets);

  void route_socket(std::string path, WebSocketHandler& handler);
  void route_get(std::string path, std::function<HttpResponse(const HttpRequest&)> handler);
  void route_body(std::string path, BodyRoute route);
  void allow_origins(OriginPolicy origins) { origins_ = std::move(origins); }
  void serve_files(const std::filesystem::path& directory);
  void edit_file(const std::string& path, const std::vector<TextEdit>& edits);

  /// Processes the first request in `bytes` and postpones the rest; kTextPaddingBytes must follow
  /// them.
  void receive(Connection& connection, std::span<char> bytes);
  /// Everything queued is written: continues with the next request, or ends the connection.
  void on_flushed(Connection& connection);
  void on_deadline(Connection& connection);
  /// The connection ends: drops the body that it was sending.
  void forget(const Connection& connection) { bodies_.erase(connection.slot); }

  /// Refuses a client that has too many connections. The caller counts it.
  void refuse_address(Connection& connection);

  /// The whole response for a connection that is refused before any request.
  [[nodiscard]] std::string refusal(int status, std::string_view detail) const;

 private:
  /// The origin of a request, for the limits per address.
  struct Client {
    IpAddress address;
    bool is_hidden = false;  ///< a trusted proxy did not name the client: this is its own address
    bool is_exempt = false;
  };

  /// A body that is being received.
  struct Incoming {
    std::unique_ptr<HttpBody> body;
    std::uint64_t missing_bytes = 0;
    const BodyRoute* route = nullptr;
    IpAddress from{};  ///< the IPv4 address or IPv6 /48
  };

  void answer(Connection& connection, RequestHead& head);
  void begin_body(Connection& connection, const RequestHead& head, const Client& client,
                  const BodyRoute& route);
  /// Returns the bytes behind the body.
  std::string_view receive_body(Connection& connection, std::string_view bytes);
  void upgrade(Connection& connection, const RequestHead& head, const Client& client,
               WebSocketHandler& handler);
  /// The response to a GET or HEAD; nullopt for an unknown path.
  [[nodiscard]] std::optional<Reply> find(const HttpRequest& request) const;
  /// The methods that the path supports, as in an Allow header; empty for an unknown path.
  [[nodiscard]] std::string_view methods_of(const HttpRequest& request) const;
  void send(Connection& connection, Reply reply, bool keep_alive, bool without_body);
  void refuse(Connection& connection, HttpResponse response);
  [[nodiscard]] HttpResponse try_again(int status, std::string_view detail) const;
  [[nodiscard]] bool is_local(const Connection& connection, const IpAddress& client) const;
  [[nodiscard]] Client client_of(const Connection& connection, const HttpRequest& request);

  Core& core_;
  WebSocketService& web_sockets_;
  BasePath base_path_;
  OriginPolicy origins_;
  ReplyWriter replies_;
  std::unordered_map<std::string, WebSocketHandler*> sockets_;
  std::unordered_map<std::string, std::function<HttpResponse(const HttpRequest&)>> gets_;
  std::unordered_map<std::string, BodyRoute> body_routes_;
  std::unordered_map<std::uint32_t, Incoming> bodies_;  ///< by slot of their connection
  std::optional<StaticFiles> files_;
};

}  // namespace nexus::transport
