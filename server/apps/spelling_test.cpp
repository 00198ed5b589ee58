// SPDX-License-Identifier: MIT
#include "base/spelling.hpp"

#include "apps/settings.hpp"

#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

std::string closest_setting(std::string_view given) {
  std::vector<std::string> names;
  for (const Setting& setting : settings()) names.push_back(setting.name());
  return closest(given, names).value_or("none");
}

TEST(Spelling, FindsTheNameThatWasMeant) {
  EXPECT_EQ(closest_setting("server.prot"), "server.port");
  EXPECT_EQ(closest_setting("sever.port"), "server.port");
  EXPECT_EQ(closest_setting("server.allowed_origin"), "server.allowed_origins");
  EXPECT_EQ(closest_setting("server.allowedorigins"), "server.allowed_origins");
  EXPECT_EQ(closest_setting("Server.Trusted-Proxies"), "server.trusted_proxies");
  EXPECT_EQ(closest_setting("ice.turn_secret"), "ice.turn_secrets");
}

TEST(Spelling, FindsAKeyInTheWrongSectionOrInNone) {
  EXPECT_EQ(closest_setting("port"), "server.port");
  EXPECT_EQ(closest_setting("lanes"), "matching.lanes");
  EXPECT_EQ(closest_setting("matching.find_burst"), "limits.find_burst");
  EXPECT_EQ(closest_setting("NEXUS_SERVER_PORT"), "server.port") << "a variable in the file";
  EXPECT_EQ(closest_setting("nexus_section.lanes"), "matching.lanes");
  EXPECT_EQ(closest_setting("nexus_x.yyyyy"), "none");
  EXPECT_EQ(closest_setting("file"), "none") << "two settings end with it";
}

TEST(Spelling, GuessesNothingFromFarAway) {
  for (const char* given : {"", ".", "nonsense.key", "x", "tls.certificate"}) {
    EXPECT_EQ(closest_setting(given), "none") << given;
  }
  EXPECT_EQ(closest_setting(std::string(100'000, 'a')), "none");
  EXPECT_EQ(did_you_mean("nonsense", {"port"}), "");
  EXPECT_EQ(did_you_mean("prot", {"port"}, "--"), "; did you mean --port?");
}

}  // namespace
}  // namespace nexus::apps
