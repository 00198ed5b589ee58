// Bad links between two network namespaces, for kernels without netem: carries IP
// packets between two TUN devices, and delays, paces and drops them.
//   bad_links NEAR FAR DELAY_MIN_MS DELAY_MAX_MS BITS_PER_SECOND LOSS0 LOSS1 LOSS2 LOSS3
// Each address at the NEAR end is a client with its own link. The low ten bits of the address set
// the delay, one way; the two bits above select the loss in percent, each way.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <queue>
#include <random>
#include <sys/ioctl.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using std::chrono::nanoseconds;

/// A router's buffer: packets that would wait longer are dropped.
constexpr auto kQueueMax = std::chrono::seconds(2);
constexpr std::size_t kPacketBytesMax = 2048;
constexpr std::size_t kIpHeaderBytes = 20;
constexpr std::size_t kSourceAt = 12;
constexpr std::size_t kDestinationAt = 16;
constexpr std::uint32_t kDelayBits = 10;

struct Quality {
  std::chrono::milliseconds delay_min;
  std::chrono::milliseconds delay_max;
  double bits_per_second;
  std::array<std::uint32_t, 4> loss_percent;
};

struct Packet {
  Time due;
  std::uint64_t number;  // Packets that are due at the same time keep their order.
  int to;
  std::vector<char> bytes;
};

struct DueLater {
  bool operator()(const Packet& a, const Packet& b) const {
    return a.due != b.due ? a.due > b.due : a.number > b.number;
  }
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

std::uint32_t address_at(const std::vector<char>& packet, std::size_t offset) {
  std::uint32_t address = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    address = address << 8U | static_cast<unsigned char>(packet[offset + i]);
  }
  return address;
}

class Links {
 public:
  Links(int near, int far, Quality quality) : ends_{near, far}, quality_(quality) {}

  void run() {
    for (;;) {
      std::array<pollfd, 2> watched{pollfd{ends_[0], POLLIN, 0}, pollfd{ends_[1], POLLIN, 0}};
      const nanoseconds left = on_the_way_.empty() ? nanoseconds(std::chrono::seconds(1))
                                                   : on_the_way_.top().due - Clock::now();
      const timespec wait{0, left.count() < 0 ? 0 : std::min<long>(left.count(), 999'999'999)};
      if (ppoll(watched.data(), watched.size(), &wait, nullptr) < 0) return;
      for (std::size_t end = 0; end < ends_.size(); ++end) {
        if (watched[end].revents != 0) take(end);
      }
      deliver();
    }
  }

 private:
  void take(std::size_t end) {
    for (;;) {
      std::vector<char> bytes(kPacketBytesMax);
      const ssize_t count = read(ends_[end], bytes.data(), bytes.size());
      if (count < static_cast<ssize_t>(kIpHeaderBytes)) return;
      bytes.resize(static_cast<std::size_t>(count));
      if (static_cast<unsigned char>(bytes[0]) >> 4U != 4) continue;
      send(end, std::move(bytes));
    }
  }

  void send(std::size_t end, std::vector<char> bytes) {
    const bool is_up = end == 0;
    const std::uint32_t client = address_at(bytes, is_up ? kSourceAt : kDestinationAt);
    const std::uint32_t loss = quality_.loss_percent.at(client >> kDelayBits & 3U);
    if (std::uniform_int_distribution<std::uint32_t>(0, 99)(random_) < loss) return;
    const Time now = Clock::now();
    Time& is_free_at = free_at_[client].at(end);
    is_free_at = std::max(is_free_at, now);
    if (is_free_at > now + kQueueMax) return;
    const double seconds = static_cast<double>(bytes.size()) * 8 / quality_.bits_per_second;
    is_free_at +=
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    on_the_way_.push({is_free_at + delay_of(client), ++sent_, ends_.at(1 - end), std::move(bytes)});
  }

  /// All packets from and to one client have the same delay.
  [[nodiscard]] std::chrono::milliseconds delay_of(std::uint32_t client) const {
    const auto spread = quality_.delay_max - quality_.delay_min + std::chrono::milliseconds(1);
    std::minstd_rand mixed(client & ((1U << kDelayBits) - 1));
    mixed.discard(2);
    return quality_.delay_min + std::chrono::milliseconds(mixed() % spread.count());
  }

  void deliver() {
    while (!on_the_way_.empty() && on_the_way_.top().due <= Clock::now()) {
      const Packet& packet = on_the_way_.top();
      (void)!write(packet.to, packet.bytes.data(), packet.bytes.size());
      on_the_way_.pop();
    }
  }

  std::array<int, 2> ends_;
  Quality quality_;
  std::mt19937 random_{std::random_device{}()};
  std::unordered_map<std::uint32_t, std::array<Time, 2>> free_at_;  // for each way of each link
  std::priority_queue<Packet, std::vector<Packet>, DueLater> on_the_way_;
  std::uint64_t sent_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 10) return 2;
  Quality quality{std::chrono::milliseconds(std::atol(words[3])),
                  std::chrono::milliseconds(std::atol(words[4])),
                  std::atof(words[5]),
                  {}};
  for (std::size_t i = 0; i < quality.loss_percent.size(); ++i) {
    quality.loss_percent.at(i) = static_cast<std::uint32_t>(std::atol(words[6 + i]));
  }
  const int near = open_tun(words[1]);
  const int far = open_tun(words[2]);
  std::puts("open");
  std::fflush(stdout);
  Links(near, far, quality).run();
}
