// SPDX-License-Identifier: MIT
#include "transport/testing/raw_client.hpp"

#include "base/text.hpp"
#include "transport/http.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace nexus::transport::testing {
namespace {

constexpr int kTimeoutMilliseconds = 5000;

bool is_readable(int descriptor, int milliseconds) {
  pollfd wait{descriptor, POLLIN, 0};
  return poll(&wait, 1, milliseconds) > 0;
}

}  // namespace

std::string HttpReply::header(std::string_view name) const {
  std::string_view rest = head;
  while (true) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name)) {
      return std::string(trimmed(line.substr(colon + 1)));
    }
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 2);
  }
}

int Frame::close_code() const {
  if (payload.size() < 2) return 1005;
  return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

std::string frame(int opcode, std::string_view payload, bool fin) {
  static constexpr std::array<char, 4> kMask{0x12, static_cast<char>(0xA5), 0x00, 0x7F};
  std::string bytes;
  bytes.push_back(static_cast<char>((fin ? 0x80 : 0) | opcode));
  const std::size_t length = payload.size();
  const int wide = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
  bytes.push_back(static_cast<char>(0x80 | (wide == 0   ? static_cast<int>(length)
                                            : wide == 2 ? 126
                                                        : 127)));
  for (int i = wide; i-- > 0;) bytes.push_back(static_cast<char>(length >> (8 * i)));
  bytes.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < length; ++i) {
    bytes.push_back(static_cast<char>(payload[i] ^ kMask[i % 4]));
  }
  return bytes;
}

std::string close_frame(int code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
  return frame(kClose, payload.append(reason));
}

std::string upgrade_request(std::string_view path, std::initializer_list<std::string_view> lines) {
  std::vector<std::string> headers{"Host: chat.example",
                                   "Origin: https://chat.example",
                                   "Upgrade: websocket",
                                   "Connection: keep-alive, Upgrade",
                                   "Sec-WebSocket-Version: 13",
                                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                   "Sec-WebSocket-Protocol: nexuschat.v2"};
  for (const std::string_view line : lines) {
    const std::string name(line.substr(0, line.find(':')));
    std::erase_if(headers, [&](const std::string& have) { return have.starts_with(name + ":"); });
  }
  for (const std::string_view line : lines) {
    if (line.find(':') != std::string_view::npos) headers.emplace_back(line);
  }
  std::string text = "GET " + std::string(path) + " HTTP/1.1\r\n";
  for (const std::string& header : headers) text += header + "\r\n";
  return text + "\r\n";
}

RawClient::RawClient(std::uint16_t port, const char* source, int receive_buffer_bytes)
    : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer_bytes > 0) {
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
               sizeof receive_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (source != nullptr) {
    inet_pton(AF_INET, source, &address.sin_addr);
    if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("bind");
    }
  }
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  address.sin_port = htons(port);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("connect");
  }
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{kTimeoutMilliseconds / 1000, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

RawClient::RawClient(const std::string& path)
    : descriptor_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("connect");
  }
}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), pending_(std::move(other.pending_)) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::fill() {
  if (!is_readable(descriptor_, kTimeoutMilliseconds)) return false;
  std::array<char, 16384> buffer;
  const ssize_t count = recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  pending_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::optional<std::string> RawClient::receive() {
  if (pending_.empty() && !fill()) return std::nullopt;
  return std::exchange(pending_, {});
}

HttpReply RawClient::response(bool is_head) {
  std::size_t end = std::string::npos;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  HttpReply reply;
  reply.head = pending_.substr(0, end);
  pending_.erase(0, end + 4);
  reply.status = std::stoi(reply.head.substr(9, 3));
  const std::string length = reply.header("Content-Length");
  if (is_head || length.empty()) return reply;
  const std::size_t bytes = std::stoul(length);
  while (pending_.size() < bytes) {
    if (!fill()) return {};
  }
  reply.body = pending_.substr(0, bytes);
  pending_.erase(0, bytes);
  return reply;
}

HttpReply RawClient::get(std::string_view path, std::string_view headers) {
  return request("GET " + std::string(path) + " HTTP/1.1\r\nHost: chat.example\r\n" +
                 std::string(headers) + "\r\n");
}

bool RawClient::open(std::string_view path, std::initializer_list<std::string_view> lines) {
  return request(upgrade_request(path, lines)).status == 101;
}

std::optional<Frame> RawClient::next_frame() {
  const auto need = [&](std::size_t bytes) {
    while (pending_.size() < bytes) {
      if (!fill()) return false;
    }
    return true;
  };
  if (!need(2)) return std::nullopt;
  Frame result;
  result.fin = (pending_[0] & 0x80) != 0;
  result.opcode = pending_[0] & 0x0F;
  if ((pending_[1] & 0x80) != 0) throw std::runtime_error("a server must not mask");
  std::size_t length = static_cast<unsigned char>(pending_[1]);
  const std::size_t wide = length < 126 ? 0 : length == 126 ? 2 : 8;
  if (!need(2 + wide)) return std::nullopt;
  if (wide > 0) length = 0;
  for (std::size_t i = 0; i < wide; ++i) {
    length = length << 8 | static_cast<unsigned char>(pending_[2 + i]);
  }
  if (!need(2 + wide + length)) return std::nullopt;
  result.payload = pending_.substr(2 + wide, length);
  pending_.erase(0, 2 + wide + length);
  return result;
}

int RawClient::close_code() {
  while (const auto next = next_frame()) {
    if (next->is_close()) return next->close_code();
  }
  return 1006;
}

bool RawClient::is_ended() {
  if (!pending_.empty() || !is_readable(descriptor_, kTimeoutMilliseconds)) return false;
  char byte = 0;
  return recv(descriptor_, &byte, 1, 0) <= 0;
}

bool RawClient::is_silent(int milliseconds) {
  return pending_.empty() && !is_readable(descriptor_, milliseconds);
}

void RawClient::finish_sending() { shutdown(descriptor_, SHUT_WR); }

void RawClient::reset() {
  const linger hard{1, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace nexus::transport::testing
