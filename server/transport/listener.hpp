// Listening TCP sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/ip_address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::transport {

/// Owns one non-blocking listening socket.
class Listener {
 public:
  /// `address` is numeric; "::" accepts IPv4 too; port 0 picks any. The error is one sentence. With
  /// `may_await_address`, an address that the machine does not have yet is not an error.
  static Result<Listener, std::string> open(std::string_view address, std::uint16_t port,
                                            int backlog, bool may_await_address = false);

  struct Refusal {
    int error = 0;  ///< errno
    std::string why;
  };
  /// Why open() would fail for this address and port now, or would have to wait for the address.
  /// Binds for a moment, without listening.
  [[nodiscard]] static std::optional<Refusal> probe(std::string_view address, std::uint16_t port);

  ~Listener();
  Listener(Listener&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        port_(other.port_),
        waits_for_address_(other.waits_for_address_) {}
  Listener& operator=(Listener&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(port_, other.port_);
    std::swap(waits_for_address_, other.waits_for_address_);
    return *this;
  }

  struct Accepted {
    int descriptor = -1;  ///< non-blocking, with TCP_NODELAY; -1 on failure, see `error`
    int error = 0;        ///< errno of accept4
    IpAddress peer;
  };
  [[nodiscard]] Accepted accept() const;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The machine did not have the address when this was opened. Connections arrive once it has.
  [[nodiscard]] bool waits_for_address() const { return waits_for_address_; }

 private:
  Listener(int descriptor, std::uint16_t port) : descriptor_(descriptor), port_(port) {}

  int descriptor_;
  std::uint16_t port_;
  bool waits_for_address_ = false;
};

}  // namespace nexus::transport
