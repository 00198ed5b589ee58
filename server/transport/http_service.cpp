// SPDX-License-Identifier: MIT
#include "transport/http_service.hpp"

#include "transport/upgrade.hpp"

#include <sys/socket.h>
#include <utility>

namespace nexus::transport {
namespace {

std::string first_segment(std::string_view path) {
  return std::string(path.substr(0, path.find('/', 1)));
}

bool has_extension(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
}

}  // namespace

HttpService::HttpService(Core& core, WebSocketService& web_sockets)
    : core_(core),
      web_sockets_(web_sockets),
      origins_(core.options.allowed_origins, core.options.allow_missing_origin),
      replies_(core.options) {}

void HttpService::route_socket(std::string path, WebSocketHandler& handler) {
  first_segments_.insert(first_segment(path));
  sockets_[std::move(path)] = &handler;
}

void HttpService::route_get(std::string path,
                            std::function<HttpResponse(const HttpRequest&)> handler) {
  first_segments_.insert(first_segment(path));
  gets_[std::move(path)] = std::move(handler);
}

void HttpService::serve_files(const std::filesystem::path& directory) {
  files_.emplace(directory, core_.options.files_bytes_max);
}

void HttpService::receive(Connection& connection, std::span<char> bytes) {
  std::string_view rest(bytes.data(), bytes.size());
  const HeadLimits limits{core_.options.request_header_bytes_max,
                          core_.options.request_target_bytes_max};
  while (connection.phase == Phase::kRequest && !rest.empty() && !connection.is_doomed) {
    auto head = parse_request_head(rest, limits);
    if (!head) {
      ++core_.stats.requests_malformed;
      return refuse(connection, problem(head.error().status, head.error().detail));
    }
    if (!*head) break;
    rest.remove_prefix((*head)->bytes);
    answer(connection, **head);
    if (connection.handler != nullptr) {  // what comes behind the upgrade are frames
      return web_sockets_.receive(connection, bytes.last(rest.size()));
    }
  }
  if (rest.empty() || connection.phase == Phase::kDraining) {
    connection.inbox.reset();
    return;
  }
  // The beginning of a request, or requests behind a response that is still being written.
  if (!connection.inbox) connection.inbox = std::make_unique<Inbox>();
  connection.inbox->bytes.assign(rest);
  if (connection.phase == Phase::kRequest && !connection.has_begun) {
    connection.has_begun = true;
    core_.arm(connection, core_.options.handshake_timeout);  // for all of it, not for each byte
  }
}

void HttpService::answer(Connection& connection, RequestHead& head) {
  ++core_.stats.requests;
  HttpRequest& request = head.request;
  const bool is_head = request.method == "HEAD";
  // HTTP/1.0 persistence would need headers of its own; nobody who matters asks for it.
  const bool keep_alive =
      head.keep_alive && head.is_http_1_1 && !head.has_body && !core_.is_stopping;
  const auto socket = sockets_.find(request.path);
  const bool is_socket = socket != sockets_.end();
  if (request.method != "GET" && (!is_head || is_socket)) {
    HttpResponse response = problem(405, "method not allowed");
    response.headers.push_back({"Allow", is_socket ? "GET" : "GET, HEAD"});
    return send(connection, {std::move(response), nullptr, false}, keep_alive, is_head);
  }
  if (head.has_body) {
    ++core_.stats.requests_malformed;
    return refuse(connection, problem(413, "no request here has a body"));
  }
  if (is_socket) return upgrade(connection, head, *socket->second);
  request.client_address = client_of(connection, request).text();
  send(connection, route(request), keep_alive, is_head);
}

Reply HttpService::route(const HttpRequest& request) const {
  const auto handler = gets_.find(request.path);
  if (handler != gets_.end()) return {handler->second(request), nullptr, false};
  if (files_) {
    if (auto reply = files_->respond(request)) return std::move(*reply);
    if (!has_extension(request.path) && !first_segments_.contains(first_segment(request.path))) {
      return files_->respond_with_index(request);
    }
  }
  return {problem(404, "there is nothing here"), nullptr, false};
}

void HttpService::upgrade(Connection& connection, const RequestHead& head,
                          WebSocketHandler& handler) {
  const HttpRequest& request = head.request;
  auto accepted = accept_upgrade(head, origins_, core_.options.subprotocol);
  if (!accepted) {
    const bool by_origin = accepted.error().status == 403;
    ++(by_origin ? core_.stats.upgrades_refused_origin : core_.stats.upgrades_refused_other);
    return refuse(connection, std::move(accepted.error()));
  }
  if (core_.is_stopping) {
    ++core_.stats.upgrades_refused_other;
    return refuse(connection, try_again(503, "this server is about to stop"));
  }
  const IpAddress client = client_of(connection, request);
  const bool is_exempt =
      (core_.options.loopback_is_exempt && client.is_loopback()) || core_.proxies.contains(client);
  if (connection.address == nullptr && !is_exempt) {
    connection.address = core_.addresses.acquire(client, core_.now);
    if (connection.address == nullptr) {
      ++core_.stats.connections_refused_address_max;
      return refuse(connection, try_again(429, "too many connections from this address"));
    }
  }
  core_.writer.write(connection, *accepted, {});
  web_sockets_.open(connection, handler, {request.path, request.query, client});
}

void HttpService::send(Connection& connection, Reply reply, bool keep_alive, bool without_body) {
  keep_alive = keep_alive && !reply.must_close;
  count(reply.response.status);
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
    ++core_.stats.responses_stalled;
    return core_.doom(connection);
  }
  if (connection.phase != Phase::kRequest || !connection.has_begun) return core_.doom(connection);
  ++core_.stats.requests_timed_out;
  if (!connection.inbox) return core_.doom(connection);  // never said a word
  refuse(connection, problem(408, "the request took too long"));
}

IpAddress HttpService::client_of(const Connection& connection, const HttpRequest& request) const {
  sockaddr_storage peer{};
  socklen_t bytes = sizeof peer;
  getpeername(connection.descriptor, reinterpret_cast<sockaddr*>(&peer), &bytes);
  return core_.proxies.client(IpAddress::from(peer), request.joined("X-Forwarded-For"));
}

HttpResponse HttpService::try_again(int status, std::string_view detail) const {
  HttpResponse response = problem(status, detail);
  response.headers.push_back({"Retry-After", std::to_string(core_.options.retry_after.count())});
  return response;
}

std::string HttpService::refusal(int status, std::string_view detail) const {
  return replies_.whole({try_again(status, detail), nullptr, true}, core_.clock.wall());
}

void HttpService::count(int status) {
  if (status >= 500) {
    ++core_.stats.responses_5xx;
  } else if (status >= 400) {
    ++core_.stats.responses_4xx;
  } else {
    ++core_.stats.responses_2xx;
  }
}

}  // namespace nexus::transport
