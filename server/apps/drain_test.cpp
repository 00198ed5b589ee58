// SPDX-License-Identifier: MIT
#include "apps/drain.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct Drains : testing::Test {
  Drain::Actions actions{[this] { done.emplace_back("leave"); },
                         [this] { done.emplace_back("drain"); }, [this] { return is_drained; }};
  transport::EventLoop loop;
  std::vector<std::string> done;
  bool is_drained = true;
};

TEST_F(Drains, EndOnceEveryVisitorHasLeft) {
  Drain drain(loop, 0s, actions);
  EXPECT_FALSE(drain.has_begun());
  loop.post([&] { drain.on_signal(); });
  loop.run();
  EXPECT_THAT(done, ElementsAre("leave", "drain"));
  EXPECT_EQ(drain.step(), Drain::Step::kEnded);
}

TEST_F(Drains, ServeForTheDelayFirst) {
  Drain drain(loop, 1s, actions);
  drain.on_signal();
  EXPECT_EQ(drain.step(), Drain::Step::kLeaving);
  EXPECT_THAT(done, ElementsAre("leave"));
  loop.run();
  EXPECT_THAT(done, ElementsAre("leave", "drain"));
  EXPECT_EQ(drain.step(), Drain::Step::kEnded);
}

TEST_F(Drains, SkipAStepAtEachFurtherSignal) {
  is_drained = false;
  Drain drain(loop, 3600s, actions);
  drain.on_signal();
  EXPECT_EQ(drain.step(), Drain::Step::kLeaving);
  drain.on_signal();
  EXPECT_EQ(drain.step(), Drain::Step::kDraining);
  EXPECT_THAT(done, ElementsAre("leave", "drain"));
  loop.post([&] { drain.on_signal(); });
  loop.run();
  EXPECT_EQ(drain.step(), Drain::Step::kEnded);
}

TEST_F(Drains, DrainOnceIfASignalSkipsTheDelay) {
  is_drained = false;
  Drain drain(loop, 1s, actions);
  drain.on_signal();
  drain.on_signal();
  loop.after(1500ms, [&] { is_drained = true; });  // the delay is over by then
  loop.run();
  EXPECT_THAT(done, ElementsAre("leave", "drain"));
}

}  // namespace
}  // namespace nexus::apps
