// Preloaded into a program (LD_PRELOAD): moves the wall clock of that program by as
// many seconds as the file WALL_CLOCK_FILE holds, as soon as the file changes. The monotonic clock
// is unchanged. (libfaketime can do this, but not together with Redis's allocator.)
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

std::int64_t offset_seconds() {
  // Called before any constructor has run: this code must need no constructor and no memory.
  static const volatile std::int64_t* shared = nullptr;
  static bool tried = false;
  if (!tried) {
    tried = true;
    const char* path = std::getenv("WALL_CLOCK_FILE");
    const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    void* mapped = mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED) shared = static_cast<const volatile std::int64_t*>(mapped);
  }
  return shared == nullptr ? 0 : *shared;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const long status = syscall(SYS_clock_gettime, clock, time);
  const bool is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (status == 0 && is_wall) time->tv_sec += offset_seconds();
  return static_cast<int>(status);
}

extern "C" int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec now{};
  const int status = clock_gettime(CLOCK_REALTIME, &now);
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return status;
}

extern "C" std::time_t time(std::time_t* also) noexcept {
  timespec now{};
  (void)clock_gettime(CLOCK_REALTIME, &now);
  if (also != nullptr) *also = now.tv_sec;
  return now.tv_sec;
}
