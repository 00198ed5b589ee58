// A small blocking client that can send anything, valid or not. For tests.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::transport::testing {

struct HttpReply {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return !header(name).empty(); }
};

struct Frame {
  bool fin = true;
  int opcode = 0;
  std::string payload;

  [[nodiscard]] bool is_close() const { return opcode == 8; }
  /// Of a close frame; 1005 when it is empty.
  [[nodiscard]] int close_code() const;
};

inline constexpr int kText = 1;
inline constexpr int kBinary = 2;
inline constexpr int kClose = 8;
inline constexpr int kPing = 9;
inline constexpr int kPong = 10;

/// A masked frame as a client sends it.
[[nodiscard]] std::string frame(int opcode, std::string_view payload, bool fin = true);
[[nodiscard]] std::string close_frame(int code, std::string_view reason = {});
/// An upgrade request; `lines` replace or add to the usual headers: "Origin: x" replaces Origin,
/// "Origin" alone leaves it out.
[[nodiscard]] std::string upgrade_request(std::string_view path,
                                          std::initializer_list<std::string_view> lines = {});

/// All calls block for at most five seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, const char* source = nullptr,
                     int receive_buffer_bytes = 0);
  /// Connects to a Unix socket.
  explicit RawClient(const std::string& path);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;

  bool send(std::string_view bytes);
  /// Input that has arrived; nullopt at the end of the connection.
  std::optional<std::string> receive();
  /// Reads one response; `is_head` for one whose body is only announced. Status 0: the connection
  /// ended.
  HttpReply response(bool is_head = false);
  HttpReply request(std::string_view text) {
    send(text);
    return response(text.substr(0, 5) == "HEAD ");
  }
  HttpReply get(std::string_view path, std::string_view headers = {});
  /// Opens a WebSocket; false if the response is not 101.
  bool open(std::string_view path = "/ws", std::initializer_list<std::string_view> lines = {});
  /// nullopt at the end of the connection.
  std::optional<Frame> next_frame();
  /// The code of the next close frame; skips frames before it. 1006: none came.
  int close_code();
  /// Whether the server ends the connection (FIN or RST) without sending anything before.
  bool is_ended();
  /// Whether no input arrives for this long.
  bool is_silent(int milliseconds);
  void finish_sending();
  void reset();  // ends with RST

 private:
  bool fill();

  int descriptor_;
  std::string pending_;
};

}  // namespace nexus::transport::testing
