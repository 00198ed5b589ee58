// SPDX-License-Identifier: MIT
#include "apps/listening.hpp"

#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

Config config_at(std::vector<std::string> listen, std::uint16_t port) {
  Config config;
  config.listen = std::move(listen);
  config.port = port;
  return config;
}

std::string place_at(std::vector<std::string> listen, std::uint16_t port) {
  return listening_place(listen_addresses(config_at(std::move(listen), port)));
}

TEST(ListenAddressesOfAConfig, HaveTheDefaultPortUnlessTheyNameOne) {
  const auto addresses =
      listen_addresses(config_at({"127.0.0.1", "[::1]:9000", "unix:/run/a.sock"}, 8080));
  ASSERT_EQ(addresses.size(), 3U);
  EXPECT_EQ(addresses[0].text(), "127.0.0.1:8080");
  EXPECT_EQ(addresses[1].text(), "[::1]:9000");
  EXPECT_EQ(addresses[2].text(), "unix:/run/a.sock");
}

TEST(MainPort, IsOfTheFirstTcpAddress) {
  EXPECT_EQ(main_port(config_at({"unix:/a", "0.0.0.0:81", "::1"}, 8080)), 81);
  EXPECT_EQ(main_port(config_at({"::1", "0.0.0.0:81"}, 8080)), 8080);
  EXPECT_EQ(main_port(config_at({"unix:/a"}, 8080)), 0);
}

TEST(ListeningPlace, IsTheSameForWhatCannotBothListen) {
  EXPECT_EQ(place_at({"127.0.0.1"}, 8000), place_at({"127.0.0.1:8000"}, 1));
  EXPECT_NE(place_at({"127.0.0.1"}, 8000), place_at({"127.0.0.1"}, 8001));
  EXPECT_NE(place_at({"127.0.0.1"}, 8000), place_at({"127.0.0.2"}, 8000));
  EXPECT_EQ(place_at({"127.0.0.1"}, 0), "") << "any port: nothing follows from it";
  EXPECT_EQ(place_at({"127.0.0.1:0", "127.0.0.2"}, 8000), place_at({"127.0.0.2"}, 8000))
      << "the first address that only one process can have";
  EXPECT_EQ(place_at({"127.0.0.1", "unix:/tmp/a.sock"}, 8000), place_at({"127.0.0.1"}, 8000))
      << "another address beside it changes nothing";
}

TEST(ListeningPlace, OfAUnixSocketIsItsFolderAndPath) {
  EXPECT_EQ(place_at({"unix:/tmp/a.sock"}, 1), place_at({"unix:/tmp/a.sock?mode=666"}, 2));
  EXPECT_NE(place_at({"unix:/tmp/a.sock"}, 1), place_at({"unix:/tmp/b.sock"}, 1));
  EXPECT_EQ(place_at({"unix:/nowhere/a.sock"}, 1), "");
  std::string folder = testing::TempDir() + "placeXXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string before = place_at({"unix:" + folder + "/a.sock"}, 1);
  const std::string aside = folder + ".aside";
  std::filesystem::rename(folder, aside);
  std::filesystem::create_directory(folder);
  EXPECT_NE(place_at({"unix:" + folder + "/a.sock"}, 1), before)
      << "another folder of the same name, as another container has";
  std::filesystem::remove_all(folder);
  std::filesystem::remove_all(aside);
}

}  // namespace
}  // namespace nexus::apps
