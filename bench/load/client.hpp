// WebSocket clients in large numbers on one epoll set.
// SPDX-License-Identifier: MIT
#pragma once

#include "load/frame.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::load {

class Client;
class Loop;

/// Receives the events of its clients. Each function may send, close, and open others.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void on_open(Client& client) = 0;
  virtual void on_text(Client& client, std::string_view text) = 0;
  /// All texts of one read have been handed over: answer them with one write.
  virtual void on_read_done(Client&) {}
  /// The connection has ended, and `client` is destroyed after this call. `why` is empty after our
  /// close().
  virtual void on_gone(Client& client, std::string_view why) = 0;
};

/// One connection. Made by Loop::open(), owned by the loop.
class Client {
 public:
  /// Sends one text message, masked.
  void send_text(std::string_view text);
  /// Sends whole frames that are masked already.
  void send_frames(std::string_view frames);
  /// Starts the closing handshake; on_gone follows when the server has ended the connection.
  void close();

  void set_handler(Handler& handler) { handler_ = &handler; }
  [[nodiscard]] bool is_open() const { return state_ == State::kOpen; }

  std::size_t tag = 0;  ///< set and used by the handler

 private:
  friend class Loop;
  enum class State : std::uint8_t { kUpgrading, kOpen, kClosing, kGone };

  Loop* loop_ = nullptr;
  Handler* handler_ = nullptr;
  int descriptor_ = -1;
  std::uint32_t slot_ = 0;
  State state_ = State::kUpgrading;
  bool waits_to_write_ = false;
  std::string in_;   // an incomplete frame or response
  std::string out_;  // bytes that the kernel has not accepted yet
};

/// The number of source addresses for each of several processes.
inline constexpr std::uint32_t kSourcesPerWorker = 20;

/// The address to connect to, and the origin and subprotocol to send.
struct Target {
  std::uint16_t port = 0;
  std::string subprotocol;         ///< offered, and required in the answer, unless empty
  std::uint32_t first_source = 0;  ///< the first of the addresses 127.0.x.y to use
};

class Loop {
 public:
  explicit Loop(Target target);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Starts to connect. `path` includes the query; `port` 0: the target's. Throws
  /// std::system_error.
  Client& open(std::string_view path, Handler& handler, std::size_t tag, std::uint16_t port = 0);

  /// Waits for events, at most for this time, and delivers them.
  void turn(std::chrono::nanoseconds wait);

  /// Open or opening connections.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  friend class Client;

  void on_event(Client& client, std::uint32_t events);
  void read(Client& client);
  /// Both return the number of bytes used.
  std::size_t take_response(Client& client, std::string_view bytes);
  std::size_t take_frames(Client& client, std::string_view bytes);
  void write(Client& client, std::string_view bytes);
  void flush(Client& client);
  void want_write(Client& client, bool wanted);
  void drop(Client& client, std::string_view why);

  Target target_;
  int epoll_ = -1;
  std::uint32_t opened_ = 0;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> dropped_;  // destroyed after the current batch of events
  std::string buffer_;
};

}  // namespace nexus::load
