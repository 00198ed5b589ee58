// SPDX-License-Identifier: MIT
#include "transport/event_loop.hpp"

#include <csignal>
#include <string>

#include <gtest/gtest.h>

namespace nexus::transport {
namespace {

using namespace std::chrono_literals;

TEST(EventLoop, RunsPostedWorkInOrderAndNeverAtOnce) {
  EventLoop loop;
  std::string order;
  loop.post([&] {
    loop.post([&] { order += "c"; });
    loop.post([&] { loop.stop(); });
    order += "a";
  });
  loop.post([&] { order += "b"; });
  EXPECT_EQ(order, "");
  loop.run();
  EXPECT_EQ(order, "abc");
}

TEST(EventLoop, RepeatsAndDelays) {
  EventLoop loop;
  int times = 0;
  bool is_later = false;
  loop.after(1ms, [&] { is_later = true; });
  loop.every(2ms, [&] {
    if (++times == 5) loop.stop();
  });
  loop.run();
  EXPECT_EQ(times, 5);
  EXPECT_TRUE(is_later);
}

TEST(EventLoop, HearsSignalsAgainAndAgain) {
  EventLoop loop;
  int heard = 0;
  loop.on_signal({SIGUSR1, SIGUSR2}, [&](int number) {
    heard += number == SIGUSR2 ? 10 : 1;
    if (heard == 1) std::raise(SIGUSR2);
    if (heard == 11) std::raise(SIGUSR1);
    if (heard == 12) loop.stop();
  });
  std::raise(SIGUSR1);
  loop.run();
  EXPECT_EQ(heard, 12);
}

TEST(EventLoop, DropsWhatIsLeftWhenItGoes) {
  auto kept = std::make_shared<int>(1);
  {
    EventLoop loop;
    loop.post([kept] { FAIL(); });
    loop.after(1h, [kept] { FAIL(); });
    loop.every(1h, [kept] { FAIL(); });
    loop.on_signal({SIGUSR1}, [kept](int) { FAIL(); });
  }
  EXPECT_EQ(kept.use_count(), 1);
}

TEST(EventLoop, KeepsItsMemoryForThreadsThatItLeavesBehind) {
  auto kept = std::make_shared<int>(1);
  {
    EventLoop loop;
    loop.leave_threads_behind();
    loop.post([kept] { FAIL(); });
  }
  EXPECT_EQ(kept.use_count(), 2);
}

}  // namespace
}  // namespace nexus::transport
