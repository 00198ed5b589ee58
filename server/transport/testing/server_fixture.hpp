// A server on a loop in its own thread, with a handler that records events. For tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/server.hpp"
#include "transport/testing/raw_client.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::transport::testing {

/// Echoes by default. Records "open", "text ..." and "close <code>" in order.
class NotingHandler final : public WebSocketHandler {
 public:
  void on_open(WebSocket& socket, const Upgrade& upgrade) override {
    note("open " + std::string(upgrade.path) + "?" + std::string(upgrade.query) + " from " +
         upgrade.client_address.text());
    was_local = upgrade.is_local;
    if (when_opened) when_opened(socket);
  }
  void on_text(WebSocket& socket, std::string_view text) override {
    padding_sum += static_cast<unsigned char>(text.data()[text.size() + kTextPaddingBytes - 1]);
    if (when_text) return when_text(socket, text);
    socket.send_text(text);
  }
  void on_close(WebSocket& socket, std::uint16_t code) override {
    note("close " + std::to_string(code));
    if (when_closed) when_closed(socket);
  }

  void note(std::string what) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(std::move(what));
  }
  [[nodiscard]] std::vector<std::string> notes() const {
    const std::lock_guard lock(mutex_);
    return notes_;
  }
  [[nodiscard]] std::string last_note() const {
    const std::lock_guard lock(mutex_);
    return notes_.empty() ? "" : notes_.back();
  }

  std::atomic<bool> was_local = false;  ///< of the latest socket
  std::function<void(WebSocket&)> when_opened;
  std::function<void(WebSocket&, std::string_view)> when_text;
  std::function<void(WebSocket&)> when_closed;
  unsigned padding_sum = 0;  // reads the padding, so that a sanitizer detects missing padding

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> notes_;
};

class ServerFixture : public ::testing::Test {
 protected:
  ServerFixture() {
    options.allowed_origins = {"https://chat.example"};
    options.counted_close_codes = {1000, 1001, 1002, 1003, 1005, 1006,
                                   1007, 1009, 1013, 4001, 4002};
  }
  ~ServerFixture() override {
    if (!thread_.joinable()) return;
    loop.post([this] {
      server.reset();
      loop.stop();
    });
    thread_.join();
  }

  void start() {
    server = std::make_unique<Server>(loop, options, log, clock);
    server->route_socket("/ws", handler);
    if (before_listening) before_listening();
    port = listen("127.0.0.1:0").value();
    thread_ = std::thread([this] { loop.run(); });
  }

  /// Before start(), or on the loop.
  Result<std::uint16_t, std::string> listen(std::string_view address) {
    return server->listen(ListenAddress::parse(address, 0).value());
  }

  /// Runs `work` on the loop and waits for it.
  void in_loop(const std::function<void()>& work) {
    std::promise<void> done;
    loop.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  /// Reads the server's metrics on its loop.
  [[nodiscard]] std::uint64_t counted(
      const std::function<std::uint64_t(const ServerMetrics&)>& read) {
    std::uint64_t value = 0;
    in_loop([&] { value = read(server->metrics()); });
    return value;
  }
  [[nodiscard]] std::uint64_t open_sockets() {
    return counted([](const auto& all) { return static_cast<std::uint64_t>(all.sockets.value()); });
  }
  [[nodiscard]] std::uint64_t closed_with(std::uint16_t code) {
    return counted([=](const auto& all) { return all.sockets_closed.value(all.index_of(code)); });
  }
  [[nodiscard]] std::uint64_t open_connections() {
    std::string text;
    in_loop([&] {
      text = exposition(std::array{static_cast<const MetricGroup*>(&server->metrics())});
    });
    const std::string name = "\nnexuschat_connections ";
    return std::stoull(text.substr(text.find(name) + name.size()));
  }
  [[nodiscard]] std::uint64_t refusals_of(RefusalKind kind) {
    std::uint64_t total = 0;
    in_loop([&] { total = server->refusals().total(kind); });
    return total;
  }
  /// Checks every 5 ms for up to five seconds.
  [[nodiscard]] bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  [[nodiscard]] bool eventually_notes(std::string_view what) {
    return eventually([&] { return handler.last_note() == what; });
  }

  [[nodiscard]] RawClient connect() const { return RawClient(port); }
  [[nodiscard]] RawClient opened() const {
    RawClient client(port);
    if (!client.open()) throw std::runtime_error("no upgrade");
    return client;
  }

  SystemClock clock;
  Log log{LogLevel::kError};
  EventLoop loop;
  ServerOptions options;
  NotingHandler handler;
  std::function<void()> before_listening;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;

 private:
  std::thread thread_;
};

}  // namespace nexus::transport::testing
