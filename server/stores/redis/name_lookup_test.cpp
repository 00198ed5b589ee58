// SPDX-License-Identifier: MIT
#include "stores/redis/name_lookup.hpp"

#include <chrono>
#include <optional>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace nexus::stores {
namespace {

using namespace std::chrono_literals;
using Found = Result<std::vector<boost::asio::ip::address>, std::string>;

class NameLookupTest : public testing::Test {
 protected:
  std::optional<Found> look_up(const std::string& host) {
    std::optional<Found> found;
    const NameLookup lookup(loop_, host, [&](Found result) { found = std::move(result); });
    EXPECT_FALSE(found) << "not before the loop runs";
    while (!found && loop_.run_one_for(60s) > 0) {
    }
    return found;
  }

  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      loop_.get_executor()};
};

TEST_F(NameLookupTest, FindsTheAddressesOfAName) {
  const auto found = look_up("localhost");
  ASSERT_TRUE(found && found->has_value());
  ASSERT_FALSE((*found)->empty());
  for (const auto& address : **found) EXPECT_TRUE(address.is_loopback()) << address;
}

TEST_F(NameLookupTest, NamesTheHostThatHasNone) {
  const auto found = look_up("a name with blanks");
  ASSERT_TRUE(found && !found->has_value());
  EXPECT_EQ(found->error().find("a name with blanks: "), 0U) << found->error();
}

TEST_F(NameLookupTest, IsLeftWithoutAWord) {
  bool told = false;
  {
    const NameLookup lookup(loop_, "localhost", [&](const Found&) { told = true; });
  }
  EXPECT_TRUE(look_up("localhost"));  // by now the cancelled one could have called its callback
  loop_.poll();
  EXPECT_FALSE(told);
}

}  // namespace
}  // namespace nexus::stores
