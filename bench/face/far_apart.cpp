// Machines that are far apart, on a kernel without netem: carries IP packets between
// TUN devices and delays each packet by the same time.
//   nexus-far-apart DELAY_MS DEVICE...
// The first device is the machine x.x.x.1, the second x.x.x.2 and so on; the caller moves the
// devices into network namespaces. Prints "open" when they exist. Needs root.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPacketBytesMax = 2048;
constexpr std::size_t kIpHeaderBytes = 20;
constexpr std::size_t kLastByteOfDestination = 19;

struct Packet {
  Clock::time_point due;
  int to;
  std::vector<char> bytes;
};

int open_tun(const char* name) {
  const int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (device < 0 || ioctl(device, TUNSETIFF, &request) != 0) {
    std::perror(name);
    std::exit(1);
  }
  return device;
}

/// All packets have the same delay, so the first to arrive is the first to leave.
class Road {
 public:
  Road(std::chrono::milliseconds delay, std::vector<pollfd> machines)
      : delay_(delay), machines_(std::move(machines)) {}

  void run() {
    while (true) {
      timespec wait{};
      const timespec* const until = time_to_next(wait);
      if (ppoll(machines_.data(), machines_.size(), until, nullptr) < 0) return;
      for (const pollfd& machine : machines_) {
        if (machine.revents != 0) take_from(machine.fd);
      }
      deliver();
    }
  }

 private:
  const timespec* time_to_next(timespec& wait) const {
    if (on_the_way_.empty()) return nullptr;
    const auto left = std::max(on_the_way_.front().due - Clock::now(), Clock::duration::zero());
    wait.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(left).count();
    wait.tv_nsec = (left % std::chrono::seconds(1)).count();
    return &wait;
  }

  void take_from(int machine) {
    std::array<char, kPacketBytesMax> bytes{};
    ssize_t size = 0;
    while ((size = read(machine, bytes.data(), bytes.size())) > 0) {
      if (static_cast<std::size_t>(size) < kIpHeaderBytes || bytes[0] >> 4 != 4) continue;
      const auto number = static_cast<unsigned char>(bytes[kLastByteOfDestination]);
      if (number == 0 || number > machines_.size()) continue;
      on_the_way_.push_back(
          {Clock::now() + delay_, machines_[number - 1U].fd, {bytes.data(), bytes.data() + size}});
    }
  }

  void deliver() {
    while (!on_the_way_.empty() && on_the_way_.front().due <= Clock::now()) {
      const Packet& packet = on_the_way_.front();
      // If the machine's queue is full, the packet is lost, as on any network.
      [[maybe_unused]] const ssize_t written =
          write(packet.to, packet.bytes.data(), packet.bytes.size());
      on_the_way_.pop_front();
    }
  }

  const std::chrono::milliseconds delay_;
  std::vector<pollfd> machines_;
  std::deque<Packet> on_the_way_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::fputs("usage: nexus-far-apart DELAY_MS DEVICE DEVICE...\n", stderr);
    return 2;
  }
  std::vector<pollfd> machines;
  for (int i = 2; i < count; ++i) machines.push_back({open_tun(words[i]), POLLIN, 0});
  std::puts("open");
  std::fflush(stdout);
  Road(std::chrono::milliseconds(std::atoi(words[1])), std::move(machines)).run();
}
