// SPDX-License-Identifier: MIT
#include "apps/setting_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Bad values of one kind, each with a part of the expected problem.
void expect_problems(Problem (*rule)(std::string_view),
                     const std::vector<std::pair<std::string, std::string>>& rows) {
  for (const auto& [value, said] : rows) {
    const Problem problem = rule(value);
    ASSERT_TRUE(problem) << value;
    EXPECT_THAT(*problem, HasSubstr(said)) << value;
  }
}

void expect_sound(Problem (*rule)(std::string_view), const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    EXPECT_FALSE(rule(value)) << value << ": " << rule(value).value_or("");
  }
}

TEST(ValueRule, RefusesControlCharactersAndQuotesAround) {
  expect_sound(value_problem, {"", "a b", "it's", "/srv/my \"folder\" here"});
  expect_problems(value_problem, {{"a\nb", "0x0a) at byte 2"},
                                  {std::string("a\0b", 3), "0x00"},
                                  {"a\x7f", "0x7f"},
                                  {"\"0.0.0.0\"", "without them"},
                                  {"'x'", "without them"},
                                  {"x\"", "without them"},
                                  {"“x”", "without them"},
                                  {std::string(kValueBytesMax + 1, 'x'), "4096 bytes"}});
}

TEST(ListenRule, WantsAnAddressAndSaysWhichWasMeant) {
  expect_sound(listen_problem, {"127.0.0.1", "0.0.0.0", "::", "::1", "192.0.2.1", "0.0.0.0:8080",
                                "[::]:8080", "unix:/run/nexuschat/http.sock"});
  expect_problems(listen_problem, {{"localhost", "did you mean 127.0.0.1 ?"},
                                   {"224.0.0.1:8080", "224.0.0.1 is for multicast"},
                                   {"255.255.255.255", "broadcast"},
                                   {"[ff02::1]:8080", "ff02::1 is for multicast"},
                                   {"*", "did you mean :: ?"},
                                   {"", "not nothing"},
                                   {"[::1]", "did you mean ::1 ?"},
                                   {"chat.example", "must be an IP address"},
                                   {"256.0.0.1", "must be an IP address"}});
}

TEST(OriginRule, SaysWhichOriginWasMeant) {
  expect_sound(origin_problem, {"https://chat.example", "http://localhost:5173",
                                "https://*.example.org", "https://*.chat.example:8443",
                                "http://[::1]:80"
                                "80"});
  expect_problems(origin_problem,
                  {{"https://chat.example/", "did you mean https://chat.example?"},
                   {"https://chat.example/a?b#c", "did you mean https://chat.example?"},
                   {"chat.example", "did you mean https://chat.example?"},
                   {"HTTPS://Chat.Example", "did you mean https://chat.example?"},
                   {"https://chat.example:443", "did you mean https://chat.example?"},
                   {"http://chat.example:80", "did you mean http://chat.example?"},
                   {"wss://chat.example", "did you mean https://chat.example?"},
                   {"*", "exactly one whole label"},
                   {"https://*.example", "exactly one whole label"},
                   {"null", "must be an origin"},
                   {"", "not nothing"}});
}

TEST(ConnectSourceRule, TakesNothingThatWouldChangeThePolicy) {
  expect_sound(connect_source_problem,
               {"wss://rooms.example", "ws://127.0.0.1:8001", "wss://*.example", "wss://a:*",
                "wss:", "wss://rooms.example/s/", "ws://[::1]:8001"});
  expect_problems(connect_source_problem,
                  {{"rooms.example", "did you mean wss://rooms.example?"},
                   {"https://rooms.example", "did you mean wss://rooms.example?"},
                   {"http://a:1", "did you mean ws://a:1?"},
                   {"wss://a; script-src *", "must be the address"},
                   {"wss://a wss://b", "must be the address"},
                   {"'self'", "must be the address"},
                   {"*", "must be the address"},
                   {"wss://", "must be the address"}});
}

TEST(RoomUrlRule, SaysWhichAddressWasMeant) {
  expect_sound(room_url_problem, {"", "/s/rooms-1/v1/room", "ws://localhost:1/v1/room",
                                  "wss://a/v1/room", "ws://[::1]:8001/v1/room"});
  expect_problems(room_url_problem,
                  {{"https://a/v1/room", "did you mean wss://a/v1/room?"},
                   {"http://a:1/v1/room", "did you mean ws://a:1/v1/room?"},
                   {"s/rooms-1/v1/room", "did you mean /s/rooms-1/v1/room?"},
                   {"wss://rooms.example", "did you mean wss://rooms.example/v1/room?"},
                   {"wss://rooms.example/", "did you mean wss://rooms.example/v1/room?"},
                   {"//elsewhere/v1/room", "must be ws://"},
                   {"wss:///v1/room", "must be ws://"},
                   {"wss://a:0/v1/room", "must be ws://"},
                   {"wss://a:70000/v1/room", "must be ws://"},
                   {"wss://user@a/v1/room", "must be ws://"},
                   {"wss://a/v1/room#x", "must be ws://"},
                   {"/v1/ room", "without blanks"},
                   {"ws://0.0.0.0:1/v1/room", "none to connect to"}});
}

TEST(PathRule, TakesNoShellsWords) {
  expect_sound(path_problem, {"", "/srv/web", "web/dist"});
  expect_problems(path_problem, {{"~/web", "whole path"}});
  expect_sound(report_pattern_problem, {"", "/r.jsonl", "/r-{node}.jsonl"});
  expect_problems(report_pattern_problem, {{"/r-{nod}.jsonl", "no other braces"},
                                           {"/{node}/{node}", "once"},
                                           {"${HOME}/r", "no other braces"},
                                           {"~/r-{node}", "whole path"}});
}

TEST(InterestRule, TakesWhatAVisitorCouldSend) {
  expect_sound(interest_problem, {"chess", "Öffentliche Gärten", std::string(48, 'x')});
  expect_problems(
      interest_problem,
      {{"", "1 to 48 bytes"}, {" ", "1 to 48 bytes"}, {std::string(49, 'x'), "1 to 48 bytes"}});
}

TEST(LaneRule, SaysWhichLaneWasMeant) {
  expect_sound(lane_problem, {"general", "over-18"});
  expect_problems(lane_problem, {{"General", "did you mean general?"},
                                 {"over 18", "did you mean over-18?"},
                                 {"über", "lower-case letters"},
                                 {std::string(33, 'a'), "1 to 32"}});
}

TEST(SecretRule, TakesRandomOnes) {
  expect_sound(secret_problem, {"q0Cq3pKxJZrkVd9mWbn1h2Yt5sGfLw8e", "4f1c9a07be35d862",
                                "/7Qk2mZ9xW4/B1nL8cRj5hYp+vDf3gSa6uEo0iKw2yT=",
                                "t7Qk2mZ9xW4/B1nL8cRj5hYp+vDf3gSa6uEo0iKw2yT="});
}

TEST(SecretRule, RefusesWhatOthersKnowGuessOrReadAsAnotherText) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "too short"},
      {"north", "too short"},
      {"q0Cq3pKxJZrkVd9", "16 bytes"},
      {"coturn's-static-auth", "quote"},
      {"\"q0Cq3pKxJZrkVd9mWbn1\"", "quote"},
      {"“q0Cq3pKxJZrkVd9mWbn1”", "quote"},
      {"CHANGE-ME-0123456789", "placeholder"},
      {"change-me-please-0123456789", "placeholder"},
      {"<q0Cq3pKxJZrkVd9mWbn1>", "placeholder"},
      {"my-Secret-0123456789", "placeholder"},
      {"password1234567890", "placeholder"},
      {"q0Cq3pKxJZrkVd9mWbn1 h2Yt5sGfLw8eq0Cq3pKx", "comma"},
      {"q0Cq3pKxJZrkVd9mWbn1\xE2\x80\x8B", "invisible"},
      {"q0Cq3pKxJZrkVd9m\tWbn1", "printable"},
      {"aaaaaaaaaaaaaaaaaaaaaaaa", "variety"},
      {"1234512345123451234512345", "variety"},
      {"12345678901234567890", "variety"},
      {"abcdefgh-abcdefgh-abcdefgh", "variety"},
      {"0123456789abcdef", "variety"},
      {"0123456789abcdef0123456789abcdef", "variety"},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZ-4711", "variety"},
      {"zyxwvutsrqponmlk9876543210", "variety"},
      {"nexuschat-on-our-server-1", "placeholder"},
      {"${TURN_KEY_OF_THE_SITE}", "placeholder"},
      {"{{vault_turn_key_of_site}}", "placeholder"},
      {"/etc/nexuschat/turn-key", "credentials.secrets_file"},
      {"/run/secrets/nexuschat", "ice.turn_secrets_file"},
      {"q0Cq3pKxJZrkVd9mWbn1,h2Yt5sGfLw8eq0Cq3pKx", "two lines"},
      {"q0Cq3pKxJZrkVd9mWbn1;h2Yt5sGfLw8eq0Cq3pKx", "two items"},
  };
  expect_problems(secret_problem, rows);
  for (const auto& [secret, said] : rows) {
    if (secret.size() > 8) {
      EXPECT_THAT(*secret_problem(secret), Not(HasSubstr(secret)));
    }
  }
}

TEST(SettingRules, PagesLinkToWebAndMailAddressesOnly) {
  for (const char* const sound :
       {"", "https://chat.example/privacy?lang=en#top", "http://127.0.0.1:8080",
        "mailto:help@chat.example", "mailto:help@chat.example?subject=A%20ban"}) {
    EXPECT_EQ(page_url_problem(sound), std::nullopt) << sound;
  }
  expect_problems(page_url_problem,
                  {{"javascript:alert(1)", "https://"},
                   {"JAVASCRIPT:alert(1)", "https://"},
                   {"data:text/html,x", "https://"},
                   {"//chat.example", "https://"},
                   {"chat.example/privacy", "did you mean https://chat.example/privacy?"},
                   {"help@chat.example", "did you mean mailto:help@chat.example?"},
                   {"mailto:help", "mailto:"},
                   {"https://", "https://"},
                   {"https://user:word@chat.example/", "https://"},
                   {"https://chat.example/a b", "blanks"},
                   {"https://chat.example/\"onclick=", "https://"},
                   {"https://chat.example/" + std::string(500, 'x'), "500 bytes"}});
}

TEST(SettingRules, TheNameOfASiteCanBeSeen) {
  for (const char* const sound : {"", "Chat of the North", "دردشة", "Café №1"}) {
    EXPECT_EQ(site_name_problem(sound), std::nullopt) << sound;
  }
  expect_problems(site_name_problem, {{std::string(81, 'x'), "80 bytes"},
                                      {"a\xE2\x80\xAE"
                                       "b",
                                       "direction"},
                                      {"\xE2\x80\x8B", "seen"}});
}

}  // namespace
}  // namespace nexus::apps
