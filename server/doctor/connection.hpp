// A connection to another server, of which every step ends in time.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::doctor {

/// How long a step may take: to resolve a name and connect, to send, or to receive.
inline constexpr auto kStepTime = std::chrono::seconds(5);

enum class Carrier : std::uint8_t { kTcp, kUdp, kTls };

/// Files in PEM; each may be empty.
struct TlsFiles {
  std::string ca;           ///< who may sign the server's certificate; empty: the system's CAs
  std::string certificate;  ///< of this client
  std::string key;          ///< of that certificate
};

/// The certificate that a server showed.
struct Certificate {
  std::string problem;  ///< why browsers refuse it; empty if they do not
  std::int64_t days_left = 0;
};

/// Blocking, for one thread. Errors are half sentences for the operator.
class Connection {
 public:
  using Opened = Result<std::unique_ptr<Connection>, std::string>;

  /// `host` is a name, an address without brackets, or the path of a Unix socket. A TLS connection
  /// is open even if its certificate is bad: see certificate().
  static Opened open(Carrier carrier, const std::string& host, std::uint16_t port,
                     const TlsFiles& files = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False if the server does not take the bytes.
  [[nodiscard]] bool send(std::string_view bytes);
  /// The next bytes, or the next datagram; nullopt if none come in time, empty at the end.
  [[nodiscard]] std::optional<std::string> receive();

  /// nullptr without TLS.
  [[nodiscard]] const Certificate* certificate() const;
  /// The numeric address of the server; empty for a Unix socket.
  [[nodiscard]] const std::string& peer() const { return peer_; }

 private:
  struct Tls;

  explicit Connection(int descriptor);
  [[nodiscard]] std::string begin_tls(const std::string& host, const TlsFiles& files);

  int descriptor_;
  std::string peer_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace nexus::doctor
