// SPDX-License-Identifier: MIT
#include "transport/http_service.hpp"

#include "transport/server_refusals.hpp"
#include "transport/upgrade.hpp"

#include <algorithm>
#include <utility>

namespace nexus::transport {
namespace {

constexpr std::string_view kNothing = "there is nothing here";

HttpResponse no_content() {
  HttpResponse response;
  response.status = 204;
  return response;
}

/// Whether the request has a header that proxies, tunnels and content delivery networks add. Then
/// it comes from another machine, even if the peer is this one.
bool shows_a_proxy(const HttpRequest& request) {
  static constexpr std::string_view kNames[] = {"X-Forwarded-For",
                                                "Forwarded",
                                                "X-Real-IP",
                                                "Via",
                                                "X-Forwarded-Host",
                                                "X-Forwarded-Proto",
                                                "X-Forwarded-Port",
                                                "X-Forwarded-Server",
                                                "X-Original-Forwarded-For",
                                                "X-Client-IP",
                                                "True-Client-IP",
                                                "X-Cluster-Client-IP",
                                                "CF-Connecting-IP",
                                                "Fly-Client-IP",
                                                "Fastly-Client-IP",
                                                "X-Azure-ClientIP",
                                                "CDN-Loop",
                                                "X-Envoy-External-Address"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return request.header(name).has_value(); });
}

}  // namespace

HttpService::HttpService(Core& core, WebSocketService& web_sockets)
    : core_(core),
      web_sockets_(web_sockets),
      base_path_(core.options.base_path),
      origins_(core.options.allowed_origins, core.options.allow_missing_origin),
      replies_(core.options) {}

void HttpService::route_socket(std::string path, WebSocketHandler& handler) {
  sockets_[std::move(path)] = &handler;
}

void HttpService::route_get(std::string path,
                            std::function<HttpResponse(const HttpRequest&)> handler) {
  gets_[std::move(path)] = std::move(handler);
}

void HttpService::route_body(std::string path, BodyRoute route) {
  body_routes_[std::move(path)] = std::move(route);
}

void HttpService::serve_files(const std::filesystem::path& directory) {
  files_.emplace(directory, core_.options.files_bytes_max);
}

void HttpService::edit_file(const std::string& path, const std::vector<TextEdit>& edits) {
  if (files_) files_->edit(path, edits);
}

void HttpService::receive(Connection& connection, std::span<char> bytes) {
  std::string_view rest(bytes.data(), bytes.size());
  const HeadLimits limits{core_.options.request_header_bytes_max,
                          core_.options.request_target_bytes_max};
  if (connection.phase == Phase::kRequest && !rest.empty() && !connection.is_doomed) {
    auto head = parse_request_head(rest, limits);
    if (!head) {
      core_.refusals.count(kBadRequest, head.error().detail);
      return refuse(connection, problem(head.error().status, head.error().detail));
    }
    if (*head) {
      rest.remove_prefix((*head)->bytes);
      answer(connection, **head);
      if (connection.handler != nullptr) {  // frames follow the upgrade
        return web_sockets_.receive(connection, bytes.last(rest.size()));
      }
      if (connection.phase == Phase::kRequest && !rest.empty()) core_.postpone(connection);
    }
  }
  if (connection.phase == Phase::kBody) rest = receive_body(connection, rest);
  if (rest.empty() || connection.phase == Phase::kDraining) {
    connection.inbox.reset();
    return;
  }
  // The start of a request, or pipelined requests: postponed, or behind a response that is still
  // being written.
  if (!connection.inbox) connection.inbox = std::make_unique<Inbox>();
  connection.inbox->bytes.assign(rest);
  if (connection.phase == Phase::kRequest && !connection.has_begun) {
    connection.has_begun = true;
    core_.arm(connection, core_.options.handshake_timeout);  // for the whole request, not per byte
  }
}

void HttpService::answer(Connection& connection, RequestHead& head) {
  HttpRequest& request = head.request;
  const Client client = client_of(connection, request);
  if (!client.is_exempt && !core_.takes_request(client.address)) {
    core_.refusals.count(kRequestRate);
    return refuse(connection, try_again(429, "too many requests from this address"));
  }
  const bool is_head = request.method == "HEAD";
  // HTTP/1.0 persistence would need extra headers; no relevant client asks for it.
  const bool keep_alive =
      head.keep_alive && head.is_http_1_1 && !head.has_body && !core_.is_stopping;
  const auto reply_with = [&](HttpResponse response, std::string_view allow) {
    if (!allow.empty()) response.headers.push_back({"Allow", std::string(allow)});
    send(connection, {std::move(response), nullptr, false}, keep_alive, is_head);
  };
  if (auto redirect = base_path_.enter(request)) {
    if (!head.has_body) return reply_with(std::move(*redirect), {});
    return refuse(connection, std::move(*redirect));
  }
  const auto socket = sockets_.find(request.path);
  const bool is_socket = socket != sockets_.end();
  const auto body_route = body_routes_.find(request.path);
  const bool takes_body = body_route != body_routes_.end();
  if (takes_body && request.method == "POST") {
    request.client_address = client.address.text();
    return begin_body(connection, head, client, body_route->second);
  }
  const bool is_get = !takes_body && (request.method == "GET" || (is_head && !is_socket));
  if (!is_get) {
    const std::string_view allow = methods_of(request);
    if (allow.empty()) return reply_with(problem(404, kNothing), {});
    if (request.method != "OPTIONS") return reply_with(problem(405, "method not allowed"), allow);
    if (!head.has_body) return reply_with(no_content(), allow);
  }
  if (head.has_body) {
    core_.refusals.count(kBadRequest, "a request with a body");
    return refuse(connection, problem(413, "no request to this path has a body"));
  }
  if (is_socket) return upgrade(connection, head, client, *socket->second);
  request.client_address = client.address.text();
  auto reply = find(request);
  if (!reply) return reply_with(problem(404, kNothing), {});
  send(connection, std::move(*reply), keep_alive, is_head);
}

/// Every response to a body ends the connection: after a refusal the body may still follow.
void HttpService::begin_body(Connection& connection, const RequestHead& head, const Client& client,
                             const BodyRoute& route) {
  const auto refuse_as = [&](RefusalKind kind, HttpResponse response, std::string_view detail) {
    core_.refusals.count(kind, detail);
    refuse(connection, std::move(response));
  };
  const HttpRequest& request = head.request;
  if (!origins_.allows(request)) {
    return refuse_as(kWrongOrigin, problem(403, "origin not allowed"),
                     request.header("Origin").value_or("no Origin header"));
  }
  if (!head.body_bytes) {
    return refuse_as(kBadRequest, problem(411, "a Content-Length is required"), "no length");
  }
  if (*head.body_bytes > route.bytes_max) {
    const std::string why = "the body has more than " + std::to_string(route.bytes_max) + " bytes";
    return refuse_as(kBadRequest, problem(413, why), why);
  }
  const ServerOptions& options = core_.options;
  const IpAddress from = client.address.region().value_or(client.address.limit_key());
  std::size_t of_address = 0, of_route = 0;
  for (const auto& [slot, incoming] : bodies_) {
    if (incoming.from == from) ++of_address;
    if (incoming.route == &route) ++of_route;
  }
  if (!client.is_exempt && of_address >= options.bodies_per_address_max) {
    return refuse_as(kTooManyBodies, try_again(429, "too many bodies from this address"),
                     "of one address");
  }
  if (core_.is_stopping || of_route >= options.bodies_max) {
    return refuse_as(core_.is_stopping ? kStopping : kTooManyBodies,
                     try_again(503, "this server takes no more bodies at the moment"), "a body");
  }
  auto body = route.begin(request);
  if (!body) return refuse(connection, std::move(body.error()));
  connection.phase = Phase::kBody;
  connection.has_begun = true;
  bodies_[connection.slot] = {std::move(*body), *head.body_bytes, &route, from};
  const std::chrono::milliseconds sending(*head.body_bytes * 1000 /
                                          options.body_bytes_per_second_min);
  core_.arm(connection, std::min(options.body_timeout, options.handshake_timeout + sending));
}

std::string_view HttpService::receive_body(Connection& connection, std::string_view bytes) {
  Incoming& incoming = bodies_.at(connection.slot);
  const std::size_t count = std::min<std::uint64_t>(bytes.size(), incoming.missing_bytes);
  if (count > 0) incoming.body->write(bytes.substr(0, count));
  incoming.missing_bytes -= count;
  if (incoming.missing_bytes == 0) {
    HttpResponse response = incoming.body->finish();
    forget(connection);
    refuse(connection, std::move(response));
  }
  return bytes.substr(count);
}

std::optional<Reply> HttpService::find(const HttpRequest& request) const {
  const auto handler = gets_.find(request.path);
  if (handler != gets_.end()) return Reply{handler->second(request), nullptr, false};
  if (!files_) return std::nullopt;
  return files_->respond(request);
}

std::string_view HttpService::methods_of(const HttpRequest& request) const {
  constexpr std::string_view kReadable = "GET, HEAD, OPTIONS";
  if (sockets_.contains(request.path)) return "GET, OPTIONS";
  if (body_routes_.contains(request.path)) return "POST, OPTIONS";
  if (request.path == "*" || gets_.contains(request.path)) return kReadable;
  return files_ && files_->has(request.path) ? kReadable : std::string_view{};
}

void HttpService::upgrade(Connection& connection, const RequestHead& head, const Client& client,
                          WebSocketHandler& handler) {
  const HttpRequest& request = head.request;
  auto accepted = accept_upgrade(head, origins_, core_.options.subprotocol);
  if (!accepted) {
    if (accepted.error().status == 403) {
      core_.refuse_upgrade(kWrongOrigin, request.header("Origin").value_or("no Origin header"));
    } else {
      core_.refuse_upgrade(kBadUpgrade, reason_phrase(accepted.error().status));
    }
    return refuse(connection, std::move(accepted.error()));
  }
  if (core_.is_stopping) {
    core_.refuse_upgrade(kStopping);
    return refuse(connection, try_again(503, "this server is about to stop"));
  }
  if (core_.options.refuses_sockets && core_.options.refuses_sockets()) {
    core_.refuse_upgrade(kNotAdmitted);
    return refuse(connection, try_again(503, "this server takes no visitors for now"));
  }
  if (client.is_hidden) core_.note_unnamed_client(kNoClientAddress);
  if (connection.address == nullptr && !client.is_exempt) {
    connection.address = core_.acquire(client.address);
    if (connection.address == nullptr) {
      core_.refuse_upgrade(kAddressLimit, "at the upgrade");
      return refuse_address(connection);
    }
  }
  core_.writer.write(connection, *accepted, {});
  core_.count_response(101);
  web_sockets_.open(
      connection, handler,
      {request.path, request.query, client.address, is_local(connection, client.address)});
}

void HttpService::send(Connection& connection, Reply reply, bool keep_alive, bool without_body) {
  core_.count_response(reply.response.status);
  keep_alive = keep_alive && !reply.must_close;
  connection.phase = Phase::kReply;
  connection.has_begun = false;
  connection.after_flush = keep_alive ? AfterFlush::kStay : AfterFlush::kEnd;
  const std::string head = replies_.head(reply, keep_alive, core_.clock.wall());
  if (reply.file && !without_body) {
    core_.writer.write_file(connection, head, std::move(reply.file));
  } else {
    core_.writer.write(connection, head, without_body ? std::string_view{} : reply.response.body);
  }
  core_.writer.flush(connection);
  if (!connection.outbox) return on_flushed(connection);
  core_.writer.set_reading(connection, false);
  core_.arm(connection, core_.options.write_stall_timeout);
}

void HttpService::refuse(Connection& connection, HttpResponse response) {
  send(connection, {std::move(response), nullptr, true}, false, false);
}

void HttpService::refuse_address(Connection& connection) {
  refuse(connection, try_again(429, "too many connections from this address"));
}

void HttpService::on_flushed(Connection& connection) {
  if (connection.is_doomed || connection.phase != Phase::kReply) return;
  core_.writer.set_reading(connection, true);
  if (connection.after_flush == AfterFlush::kStay) {
    connection.phase = Phase::kRequest;
    return core_.arm(connection, core_.options.keep_alive_timeout);
  }
  connection.phase = Phase::kDraining;
  core_.arm(connection, core_.options.close_timeout);
}

void HttpService::on_deadline(Connection& connection) {
  if (connection.phase == Phase::kReply) {
    core_.metrics.responses_stalled.count();
    return core_.doom(connection);
  }
  const bool is_awaited = connection.phase == Phase::kRequest || connection.phase == Phase::kBody;
  if (!is_awaited || !connection.has_begun) return core_.doom(connection);
  const bool is_silent = connection.phase == Phase::kRequest && !connection.inbox;
  forget(connection);
  core_.refusals.count(kBadRequest, "the request took too long");
  if (is_silent) return core_.doom(connection);  // the client never sent a byte
  refuse(connection, problem(408, "the request took too long"));
}

HttpService::Client HttpService::client_of(const Connection& connection,
                                           const HttpRequest& request) {
  const IpAddress address = core_.peer_of(connection);
  const std::string forwarded_for = request.joined("X-Forwarded-For");
  const bool is_untrusted =
      !core_.proxies.contains(address) &&
      (!forwarded_for.empty() || (address.is_loopback() && shows_a_proxy(request)));
  if (is_untrusted) core_.note_unnamed_client(kUntrustedProxy, address.network());
  Client client{.address = core_.proxies.client(address, forwarded_for)};
  client.is_hidden = core_.proxies.hides_client(address, forwarded_for);
  client.is_exempt = core_.options.loopback_is_exempt && client.address.is_loopback() &&
                     !is_untrusted && !client.is_hidden;
  return client;
}

bool HttpService::is_local(const Connection& connection, const IpAddress& client) const {
  if (client.is_loopback()) return core_.options.loopback_is_exempt;
  if (core_.proxies.contains(client)) return true;
  // Of a private network, only a trusted proxy knows whose address this is.
  return !connection.has_client && client.is_private() && client == core_.peer_of(connection);
}

HttpResponse HttpService::try_again(int status, std::string_view detail) const {
  HttpResponse response = problem(status, detail);
  response.headers.push_back({"Retry-After", std::to_string(core_.options.retry_after.count())});
  return response;
}

std::string HttpService::refusal(int status, std::string_view detail) const {
  return replies_.whole({try_again(status, detail), nullptr, true}, core_.clock.wall());
}

}  // namespace nexus::transport
