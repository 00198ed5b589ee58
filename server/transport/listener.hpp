// Listening sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "transport/ip_address.hpp"
#include "transport/listen_address.hpp"
#include "transport/socket_file.hpp"

#include <optional>
#include <utility>

namespace nexus::transport {

/// Owns one non-blocking listening socket.
class Listener {
 public:
  /// With `may_await_address`, an address that the machine does not have yet is not an error.
  static Result<Listener, ListenRefusal> open(const ListenAddress& address, int backlog,
                                              bool may_await_address = false);
  /// Why open() would fail for this address now, or would have to wait for it. Binds for a moment,
  /// without listening.
  [[nodiscard]] static std::optional<ListenRefusal> probe(const ListenAddress& address);

  ~Listener();
  Listener(Listener&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        address_(std::move(other.address_)),
        waits_for_address_(other.waits_for_address_),
        file_(std::move(other.file_)) {}
  Listener& operator=(Listener&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(address_, other.address_);
    std::swap(waits_for_address_, other.waits_for_address_);
    std::swap(file_, other.file_);
    return *this;
  }

  struct Accepted {
    int descriptor = -1;  ///< non-blocking, with TCP_NODELAY; -1 on failure, see `error`
    int error = 0;        ///< errno of accept4
    IpAddress peer;       ///< 127.0.0.1 on a Unix socket: a process on this machine
  };
  [[nodiscard]] Accepted accept() const;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// With the port in use.
  [[nodiscard]] const ListenAddress& address() const { return address_; }
  /// The machine did not have the address when this was opened. Connections arrive once it has.
  [[nodiscard]] bool waits_for_address() const { return waits_for_address_; }

 private:
  Listener(int descriptor, ListenAddress address)
      : descriptor_(descriptor), address_(std::move(address)) {}

  int descriptor_;
  ListenAddress address_;
  bool waits_for_address_ = false;
  SocketFile file_;  // of a Unix socket
};

}  // namespace nexus::transport
