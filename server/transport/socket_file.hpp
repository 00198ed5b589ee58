// The file of a listening Unix socket.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/listen_address.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>

namespace nexus::transport {

/// Why a listener cannot be opened.
struct ListenRefusal {
  int error = 0;    ///< errno
  std::string why;  ///< one sentence for the operator
};

/// Removes the socket's file at the end, unless another process has replaced it.
class SocketFile {
 public:
  SocketFile() = default;
  ~SocketFile() { remove(); }
  SocketFile(SocketFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), device_(other.device_), inode_(other.inode_) {}
  SocketFile& operator=(SocketFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(device_, other.device_);
    std::swap(inode_, other.inode_);
    return *this;
  }

  /// Binds the socket `descriptor` to the path and listens. A file that a dead process left is
  /// removed before. A socket on which a process still listens, and any other kind of file, is an
  /// error: EADDRINUSE or EEXIST.
  [[nodiscard]] std::optional<ListenRefusal> listen(int descriptor, const ListenAddress& address,
                                                    int backlog);
  /// Call it while the socket still listens: no other process can have replaced the file then.
  void remove();

  /// Why listen() would fail now; changes nothing.
  [[nodiscard]] static std::optional<ListenRefusal> probe(const ListenAddress& address);

 private:
  std::string path_;  // empty: no file
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace nexus::transport
