// SPDX-License-Identifier: MIT
#include "doctor/web.hpp"

#include "base/text.hpp"
#include "protocol/generated/messages.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// The status of "HTTP/1.1 200 OK".
int status_of(std::string_view head) {
  if (!head.starts_with("HTTP/1.") || head.size() < 12) return 0;
  return parse_number<int>(head.substr(9, 3)).value_or(0);
}

/// Reads until `is_whole` or the end; false if nothing comes in time.
template <class IsWhole>
bool read_until(Connection& connection, std::string& text, const IsWhole& is_whole) {
  while (!is_whole(text) && text.size() < kAnswerBytesMax) {
    const auto bytes = connection.receive();
    if (!bytes) return false;
    if (bytes->empty()) break;
    text += *bytes;
  }
  return true;
}

/// A frame of a client (RFC 6455, section 5.2), masked with zeros.
std::string frame_of(char opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  if (payload.size() < 126) {
    frame.push_back(static_cast<char>(0x80 | payload.size()));
  } else {
    frame.push_back(static_cast<char>(0x80 | 126));
    frame.push_back(static_cast<char>(payload.size() >> 8));
    frame.push_back(static_cast<char>(payload.size() & 0xFF));
  }
  return frame.append(4, '\0').append(payload);
}

}  // namespace

WebServer WebServer::of_origin(std::string_view origin) {
  WebServer server{.is_secure = origin.starts_with("https://"), .host = {}, .authority = {}};
  server.authority = origin.substr(origin.find("://") + 3);
  const std::size_t bracket = server.authority.rfind(']');
  const std::size_t colon = server.authority.find(':', bracket == std::string::npos ? 0 : bracket);
  server.host = server.authority.substr(0, colon);
  if (bracket != std::string::npos) server.host = server.host.substr(1, bracket - 1);
  server.port = server.is_secure ? 443 : 80;
  if (colon != std::string::npos) {
    server.port = parse_number<std::uint16_t>(std::string_view(server.authority).substr(colon + 1))
                      .value_or(server.port);
  }
  return server;
}

Connection::Opened WebServer::open() const {
  return Connection::open(is_secure ? Carrier::kTls : Carrier::kTcp, host, port);
}

Result<WebAnswer, std::string> get(const WebServer& server, std::string_view path) {
  auto connection = server.open();
  if (!connection) return fail(connection.error());
  const std::string request = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: nexuschat-doctor\r\nConnection: close\r\n\r\n",
      path, server.authority);
  std::string text;
  if (!(*connection)->send(request) ||
      !read_until(**connection, text, [](const auto&) { return false; })) {
    return fail<std::string>("no answer");
  }
  const std::size_t end = text.find(kHeadEnd);
  if (end == std::string::npos) return WebAnswer{};
  return WebAnswer{status_of(text), text.substr(end + kHeadEnd.size())};
}

Socket::Opened Socket::open(const WebServer& server, std::string_view path,
                            std::string_view origin) {
  auto connection = server.open();
  if (!connection) return fail(connection.error());
  const std::string request = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: {}\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bmV4dXNjaGF0IGRvY3Rvcg==\r\n"
      "Sec-WebSocket-Protocol: {}\r\n\r\n",
      path, server.authority, origin, protocol::kSubprotocol);
  Socket socket;
  const auto has_head = [](const std::string& text) {
    return text.find(kHeadEnd) != std::string::npos;
  };
  if (!(*connection)->send(request) || !read_until(**connection, socket.received_, has_head)) {
    return fail<std::string>("no answer");
  }
  socket.connection_ = std::move(*connection);
  socket.status_ = status_of(socket.received_);
  const std::size_t end = socket.received_.find(kHeadEnd);
  socket.received_.erase(0, end == std::string::npos ? end : end + kHeadEnd.size());
  return socket;
}

bool Socket::send(std::string_view text) { return connection_->send(frame_of(1, text)); }

std::optional<std::string> Socket::receive() {
  for (;;) {
    // A frame of a server is not masked.
    if (received_.size() >= 4) {
      const auto length = static_cast<unsigned char>(received_[1]);
      const std::size_t head = length < 126 ? 2 : 4;
      const std::size_t size = length < 126 ? length
                                            : static_cast<unsigned char>(received_[2]) * 256U +
                                                  static_cast<unsigned char>(received_[3]);
      if (length == 127) return std::nullopt;
      if (received_.size() >= head + size) {
        const bool is_text = (received_[0] & 0x0F) == 1;
        std::string payload = received_.substr(head, size);
        received_.erase(0, head + size);
        if (is_text) return payload;
        continue;
      }
    }
    const auto bytes = connection_->receive();
    if (!bytes || bytes->empty()) return std::nullopt;
    received_ += *bytes;
  }
}

void Socket::close() { (void)connection_->send(frame_of(8, std::string_view("\x03\xE8", 2))); }

}  // namespace nexus::doctor
