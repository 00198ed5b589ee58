// SPDX-License-Identifier: MIT
#include "load/client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::load {
namespace {

// The nonce and its answer of RFC 6455, section 1.3. A nonce guards against caches, and there are
// none here, so a fixed one is fine.
constexpr std::string_view kNonce = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::size_t kResponseBytesMax = 16 * 1024;
constexpr std::size_t kEventsPerTurn = 512;
/// The kernel limits the ports of a source address; 10,000 are available everywhere.
constexpr std::uint32_t kClientsPerSource = 10'000;
constexpr std::uint32_t kSources = 200;

std::system_error failure(const char* what) { return {errno, std::generic_category(), what}; }

sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(host);
  address.sin_port = htons(port);
  return address;
}

int start_connecting(const Target& target, std::uint32_t number) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw failure("socket");
  const int on = 1;
  // connect() chooses the port, because it knows both addresses.
  setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const std::uint32_t source = (target.first_source + number / kClientsPerSource) % kSources;
  const sockaddr_in from = loopback(INADDR_LOOPBACK + 1 + source, 0);
  const sockaddr_in to = loopback(INADDR_LOOPBACK, target.port);
  const auto* const from_address = reinterpret_cast<const sockaddr*>(&from);
  const auto* const to_address = reinterpret_cast<const sockaddr*>(&to);
  if (bind(descriptor, from_address, sizeof from) != 0) throw failure("bind");
  if (connect(descriptor, to_address, sizeof to) != 0 && errno != EINPROGRESS) {
    throw failure("connect");
  }
  return descriptor;
}

std::string upgrade_request(const Target& target, std::string_view path) {
  std::string request = fmt::format(
      "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: http://127.0.0.1:{}\r\n"
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: {}\r\n",
      path, target.port, target.port, kNonce);
  if (!target.subprotocol.empty()) {
    request += fmt::format("Sec-WebSocket-Protocol: {}\r\n", target.subprotocol);
  }
  return request + "\r\n";
}

}  // namespace

void Client::send_text(std::string_view text) {
  std::string frame;
  append_frame(frame, Opcode::kText, text, 0x5A17C0DE + slot_);
  send_frames(frame);
}

void Client::send_frames(std::string_view frames) {
  if (state_ == State::kOpen) loop_->write(*this, frames);
}

void Client::close() {
  if (state_ != State::kOpen) return;
  std::string frame;
  constexpr std::string_view kNormal("\x03\xE8", 2);  // 1000
  append_frame(frame, Opcode::kClose, kNormal, 0x5A17C0DE + slot_);
  state_ = State::kClosing;
  loop_->write(*this, frame);
}

Loop::Loop(Target target)
    : target_(std::move(target)), epoll_(epoll_create1(EPOLL_CLOEXEC)), buffer_(kReadBytes, '\0') {
  if (epoll_ < 0) throw failure("epoll_create1");
}

Loop::~Loop() {
  for (const auto& client : clients_) {
    if (client->state_ != Client::State::kGone) ::close(client->descriptor_);
  }
  ::close(epoll_);
}

Client& Loop::open(std::string_view path, Handler& handler, std::size_t tag, std::uint16_t port) {
  Target target = target_;
  if (port != 0) target.port = port;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(clients_.size()));
    clients_.push_back(std::make_unique<Client>());
  }
  const int descriptor = start_connecting(target, opened_++);
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  Client& client = *clients_[slot];
  client = Client{};
  client.loop_ = this;
  client.handler_ = &handler;
  client.descriptor_ = descriptor;
  client.slot_ = slot;
  client.tag = tag;
  client.out_ = upgrade_request(target, path);
  client.waits_to_write_ = true;
  ++size_;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT;
  event.data.u32 = slot;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw failure("epoll_ctl");
  return client;
}

void Loop::turn(std::chrono::nanoseconds wait) {
  std::array<epoll_event, kEventsPerTurn> events{};
  timespec timeout{.tv_sec = wait.count() / 1'000'000'000, .tv_nsec = wait.count() % 1'000'000'000};
  const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout,
                                 /*sigmask=*/nullptr);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    on_event(*clients_[event.data.u32], event.events);
  }
  free_.insert(free_.end(), dropped_.begin(), dropped_.end());
  dropped_.clear();
}

void Loop::on_event(Client& client, std::uint32_t events) {
  if (client.state_ == Client::State::kGone) return;
  if ((events & EPOLLOUT) != 0) flush(client);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(client);
}

void Loop::read(Client& client) {
  if (client.state_ == Client::State::kGone) return;
  const ssize_t got = recv(client.descriptor_, buffer_.data(), buffer_.size(), 0);
  if (got < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    return drop(client, "connection reset");
  }
  if (got == 0) return drop(client, "ended by the server");

  std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
  std::string joined;
  if (!client.in_.empty()) {
    joined = std::move(client.in_);
    joined.append(bytes);
    bytes = joined;
    client.in_.clear();
  }
  if (client.state_ == Client::State::kUpgrading) bytes.remove_prefix(take_response(client, bytes));
  if (client.state_ == Client::State::kOpen || client.state_ == Client::State::kClosing) {
    bytes.remove_prefix(take_frames(client, bytes));
  }
  if (client.state_ == Client::State::kGone) return;
  client.in_.assign(bytes);
  client.handler_->on_read_done(client);
}

std::size_t Loop::take_response(Client& client, std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (bytes.size() > kResponseBytesMax) drop(client, "endless response");
    return 0;
  }
  const std::string_view head = bytes.substr(0, end);
  const bool agreed =
      target_.subprotocol.empty() || head.find(target_.subprotocol) != std::string_view::npos;
  if (!head.starts_with("HTTP/1.1 101 ") || head.find(kAccept) == std::string_view::npos ||
      !agreed) {
    drop(client, fmt::format("upgrade refused: {}", head.substr(0, head.find('\r'))));
    return 0;
  }
  client.state_ = Client::State::kOpen;
  client.handler_->on_open(client);
  return end + 4;
}

std::size_t Loop::take_frames(Client& client, std::string_view bytes) {
  std::size_t used = 0;
  while (client.state_ != Client::State::kGone) {
    ServerFrame frame;
    const Parsed parsed = parse_frame(bytes.substr(used), frame);
    if (parsed == Parsed::kNeedBytes) break;
    if (parsed == Parsed::kBroken) {
      drop(client, "broken frame");
      break;
    }
    used += frame.frame_bytes;
    if (frame.opcode == Opcode::kText) {
      if (client.state_ == Client::State::kOpen) client.handler_->on_text(client, frame.payload);
    } else if (frame.opcode == Opcode::kPing && client.state_ == Client::State::kOpen) {
      std::string pong;
      append_frame(pong, Opcode::kPong, frame.payload, 0x5A17C0DE + client.slot_);
      write(client, pong);
    } else if (frame.opcode == Opcode::kClose && client.state_ == Client::State::kOpen) {
      const auto code = frame.payload.size() < 2
                            ? 1005
                            : static_cast<std::uint8_t>(frame.payload[0]) << 8 |
                                  static_cast<std::uint8_t>(frame.payload[1]);
      drop(client, fmt::format("closed by the server with {}", code));
    }
  }
  return used;
}

void Loop::write(Client& client, std::string_view bytes) {
  if (client.out_.empty()) {
    const ssize_t sent = send(client.descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return;  // the next read reports the error
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    if (bytes.empty()) return;
  }
  client.out_.append(bytes);
  want_write(client, true);
}

void Loop::flush(Client& client) {
  if (!client.out_.empty()) {
    const ssize_t sent =
        send(client.descriptor_, client.out_.data(), client.out_.size(), MSG_NOSIGNAL);
    if (sent < 0) return;  // the next read reports refused connections
    client.out_.erase(0, static_cast<std::size_t>(sent));
  }
  want_write(client, !client.out_.empty());
}

void Loop::want_write(Client& client, bool wanted) {
  if (client.waits_to_write_ == wanted) return;
  client.waits_to_write_ = wanted;
  epoll_event event{};
  event.events = EPOLLIN | (wanted ? EPOLLOUT : 0U);
  event.data.u32 = client.slot_;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, client.descriptor_, &event);
}

void Loop::drop(Client& client, std::string_view why) {
  const bool expected = client.state_ == Client::State::kClosing;
  client.state_ = Client::State::kGone;
  ::close(client.descriptor_);
  --size_;
  dropped_.push_back(client.slot_);
  client.handler_->on_gone(client, expected ? std::string_view{} : why);
}

}  // namespace nexus::load
