// Metrics and their text.
// SPDX-License-Identifier: MIT
#include "base/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

enum class Colour { kRed, kBlue };
constexpr std::array kColours{Colour::kRed, Colour::kBlue};
std::string_view to_text(Colour colour) { return colour == Colour::kRed ? "red" : "blue"; }
enum class Size {};

struct DoorMetrics : MetricGroup {
  Counter<Colour, Size> opened{*this, "opened_total", "Doors opened.", label("colour", kColours),
                               Label<Size>{"size", {"s", "m", "l"}}};
  Gauge<> open{*this, "open", "Doors that are open."};
  Histogram<Colour> waits{
      *this, "wait_seconds", "Waits at a door.", {0.5, 2}, label("colour", kColours)};
};

template <class... Groups>
std::string text_of(const Groups&... groups) {
  return exposition(std::array<const MetricGroup*, sizeof...(Groups)>{&groups...});
}

TEST(MetricsTest, EverySeriesExistsFromTheStart) {
  const DoorMetrics metrics;
  EXPECT_EQ(text_of(metrics),
            R"(# HELP nexuschat_open Doors that are open.
# TYPE nexuschat_open gauge
nexuschat_open 0
# HELP nexuschat_opened_total Doors opened.
# TYPE nexuschat_opened_total counter
nexuschat_opened_total{colour="red",size="s"} 0
nexuschat_opened_total{colour="red",size="m"} 0
nexuschat_opened_total{colour="red",size="l"} 0
nexuschat_opened_total{colour="blue",size="s"} 0
nexuschat_opened_total{colour="blue",size="m"} 0
nexuschat_opened_total{colour="blue",size="l"} 0
# HELP nexuschat_wait_seconds Waits at a door.
# TYPE nexuschat_wait_seconds histogram
nexuschat_wait_seconds_bucket{colour="red",le="0.5"} 0
nexuschat_wait_seconds_bucket{colour="red",le="2"} 0
nexuschat_wait_seconds_bucket{colour="red",le="+Inf"} 0
nexuschat_wait_seconds_sum{colour="red"} 0
nexuschat_wait_seconds_count{colour="red"} 0
nexuschat_wait_seconds_bucket{colour="blue",le="0.5"} 0
nexuschat_wait_seconds_bucket{colour="blue",le="2"} 0
nexuschat_wait_seconds_bucket{colour="blue",le="+Inf"} 0
nexuschat_wait_seconds_sum{colour="blue"} 0
nexuschat_wait_seconds_count{colour="blue"} 0
)");
}

TEST(MetricsTest, CountsTheSeriesOfItsLabels) {
  DoorMetrics metrics;
  metrics.opened.count(Colour::kBlue, Size{1});
  metrics.opened.add(41, Colour::kBlue, Size{1});
  metrics.open.add(3);
  metrics.open.add(-4);
  EXPECT_EQ(metrics.opened.value(Colour::kBlue, Size{1}), 42U);
  EXPECT_EQ(metrics.opened.total(), 42U);
  EXPECT_THAT(text_of(metrics), HasSubstr("{colour=\"blue\",size=\"m\"} 42\n"));
  EXPECT_THAT(text_of(metrics), HasSubstr("nexuschat_open -1\n"));
}

TEST(MetricsTest, ABucketTakesWhatIsAtMostItsBound) {
  DoorMetrics metrics;
  for (const auto wait : {100ms, 500ms, 501ms, 3000ms}) metrics.waits.observe(wait, Colour::kRed);
  EXPECT_THAT(text_of(metrics),
              HasSubstr("bucket{colour=\"red\",le=\"0.5\"} 2\n"
                        "nexuschat_wait_seconds_bucket{colour=\"red\",le=\"2\"} 3\n"
                        "nexuschat_wait_seconds_bucket{colour=\"red\",le=\"+Inf\"} 4\n"
                        "nexuschat_wait_seconds_sum{colour=\"red\"} 4.101\n"
                        "nexuschat_wait_seconds_count{colour=\"red\"} 4\n"));
  EXPECT_EQ(metrics.waits.count(Colour::kBlue), 0U);
}

struct LampMetrics : MetricGroup {
  int lit = 0;
  Reading<> on{*this, "on", "Lamps that are on.", [this] { return static_cast<double>(lit); }};
  Reading<Colour> broken{*this,
                         ReadAs::kCounter,
                         "process_broken_total",
                         "Lamps that broke.",
                         [](Colour colour) { return colour == Colour::kRed ? 0.25 : 1e9; },
                         label("colour", kColours)};
};

TEST(MetricsTest, ReadsAtTheTimeOfTheText) {
  LampMetrics metrics;
  metrics.lit = 7;
  EXPECT_THAT(text_of(metrics), HasSubstr("nexuschat_on 7\n"));
  EXPECT_THAT(text_of(metrics), HasSubstr("# TYPE process_broken_total counter\n"
                                          "process_broken_total{colour=\"red\"} 0.25\n"
                                          "process_broken_total{colour=\"blue\"} 1000000000\n"));
}

TEST(MetricsTest, SortsTheFamiliesOfAllGroupsByName) {
  const DoorMetrics doors;
  const LampMetrics lamps;
  EXPECT_EQ(text_of(doors, lamps), text_of(lamps, doors));
}

}  // namespace
}  // namespace nexus
