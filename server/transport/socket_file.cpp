// SPDX-License-Identifier: MIT
#include "transport/socket_file.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::transport {
namespace {

constexpr auto kLockPatience = std::chrono::seconds(1);
constexpr auto kLockPause = std::chrono::milliseconds(10);

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

/// Keeps two processes that start together from taking each other's fresh socket for a stale one:
/// between bind() and listen() nobody can connect. Waits up to kLockPatience, then goes on without:
/// any local user may hold a lock of a folder that it can read.
int lock_folder(const std::string& path) {
  const int folder = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return folder;
  const auto give_up_at = std::chrono::steady_clock::now() + kLockPatience;
  while (::flock(folder, LOCK_EX | LOCK_NB) != 0 && std::chrono::steady_clock::now() < give_up_at) {
    std::this_thread::sleep_for(kLockPause);
  }
  return folder;
}

sockaddr_un local_address(const std::string& path) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  std::memcpy(local.sun_path, path.data(), path.size());
  return local;
}

int call_with(int (*call)(int, const sockaddr*, socklen_t), int descriptor,
              const std::string& path) {
  const sockaddr_un local = local_address(path);
  return call(descriptor, reinterpret_cast<const sockaddr*>(&local), sizeof local);
}

/// Whether a process listens there. Also true if that cannot be known: without permission, or
/// while its queue is full.
bool is_alive(const std::string& path) {
  const Descriptor trial(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (trial.number() < 0) return true;
  return call_with(::connect, trial.number(), path) == 0 ||
         (errno != ECONNREFUSED && errno != ENOENT);
}

ListenRefusal refusal(int error, const std::string& path) {
  const std::string folder = folder_of(path);
  switch (error) {
    case EADDRINUSE:
      return {error, fmt::format("{} is taken by another program", path)};
    case EEXIST:
      return {error, fmt::format("{} exists and is not a socket", path)};
    case ENOENT:
    case ENOTDIR:
      return {error, fmt::format("the folder {} does not exist", folder)};
    case EACCES:
    case EPERM:
    case EROFS:
      return {error, fmt::format("no permission to make a socket in {}", folder)};
    default:
      return {error,
              fmt::format("can't listen on {}: {}", path, std::generic_category().message(error))};
  }
}

/// The error of a file that blocks the path; 0 without a file, or if it is a dead process's socket.
int obstacle(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return errno == ENOENT ? 0 : errno;
  if (!S_ISSOCK(status.st_mode)) return EEXIST;
  return is_alive(path) ? EADDRINUSE : 0;
}

}  // namespace

std::optional<ListenRefusal> SocketFile::listen(int descriptor, const ListenAddress& address,
                                                int backlog) {
  const std::string& path = address.path;
  const Descriptor lock(lock_folder(path));
  if (const int error = obstacle(path)) return refusal(error, path);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return refusal(errno, path);
  if (call_with(::bind, descriptor, path) != 0) return refusal(errno, path);
  path_ = path;
  struct stat status {};
  const bool is_ready = ::lstat(path.c_str(), &status) == 0 &&
                        ::chmod(path.c_str(), address.file_mode) == 0 &&
                        ::listen(descriptor, backlog) == 0;
  const int error = errno;
  device_ = status.st_dev;
  inode_ = status.st_ino;
  if (is_ready) return std::nullopt;
  remove();
  return refusal(error, path);
}

void SocketFile::remove() {
  const std::string path = std::exchange(path_, {});
  struct stat status {};
  if (path.empty() || ::lstat(path.c_str(), &status) != 0) return;
  if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path.c_str());
}

std::optional<ListenRefusal> SocketFile::probe(const ListenAddress& address) {
  const std::string& path = address.path;
  if (const int error = obstacle(path)) return refusal(error, path);
  if (::access(folder_of(path).c_str(), W_OK | X_OK) != 0) return refusal(errno, path);
  return std::nullopt;
}

}  // namespace nexus::transport
