// SPDX-License-Identifier: MIT
#include "apps/special_types.hpp"

#include "apps/socket_url.hpp"
#include "stores/redis/redis_url.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

constexpr std::size_t kListenMax = 16;
constexpr std::size_t kLanesMax = 32;

Problem redis_url_problem(std::string_view text) {
  const auto url = stores::parse_redis_url(text);
  if (url) return std::nullopt;
  // The given text may contain a password, so only an address without one is repeated.
  const std::string guess = fmt::format("redis://{}", text);
  const bool is_plain = text.find("://") == std::string_view::npos &&
                        text.find('@') == std::string_view::npos &&
                        stores::parse_redis_url(guess).has_value();
  return fmt::format("is refused: {}{}", url.error(),
                     is_plain ? fmt::format("; did you mean {}?", guess) : std::string());
}

}  // namespace

SettingType listen_list() {
  SettingType type = list("addresses such as 127.0.0.1, [::1]:8080 or unix:/path",
                          at(&Config::listen), kListenMax, listen_problem);
  type.apply = [many = type.apply](Config& config, const Values& values) -> Problem {
    if (values.empty()) return "must name at least one address";
    return many(config, values);
  };
  return type;
}

SettingType lanes() {
  SettingType type =
      list("names of 1 to 32 lower-case letters, digits or dashes",
           at(&Config::desk, &matching::DeskOptions::lanes), kLanesMax, lane_problem);
  type.apply = [many = type.apply](Config& config, const Values& values) -> Problem {
    if (values.empty()) return "must name at least one lane";
    return many(config, values);
  };
  return type;
}

SettingType room_url() {
  const auto field = at(&Config::rooms, &signalling::RoomsOptions::url);
  return text(
      "ws:// or wss:// address, or path",
      {[=](Config& config, const std::string& value) { field(config) = canonical_room_url(value); },
       [=](const Config& config) { return field(config); }},
      room_url_problem);
}

SettingType redis_url() {
  SettingType type = text("address", at(&Config::redis_url), redis_url_problem);
  type.credential = "redis_url";
  type.is_hidden = [](const Config& config) {
    const auto url = stores::parse_redis_url(config.redis_url);
    return !url || !url->password.empty();
  };
  return type;
}

SettingType redis_password() {
  return {.name = "text",
          .credential = "redis_password",
          .apply = [](Config& config, const Values& values) -> Problem {
            config.redis_password = Secret(values.front());
            return std::nullopt;
          },
          .values = [](const Config& config) { return Values{config.redis_password.reveal()}; },
          .is_hidden = [](const Config& config) { return !config.redis_password.empty(); }};
}

SettingType secrets(std::vector<Secret> Config::*field, std::string credential) {
  return {.name = "one secret, or two during a rotation",
          .is_list = true,
          .credential = std::move(credential),
          .apply = [=](Config& config, const Values& values) -> Problem {
            if (values.empty() || values.size() > 2) {
              return fmt::format(
                  "must be one secret, or two during a rotation, not {} (make one with: openssl "
                  "rand -base64 32)",
                  values.size());
            }
            if (twice(values)) return "has the same secret twice";
            std::vector<Secret> sound;
            for (const std::string& value : values) {
              if (auto problem = secret_problem(value)) return problem;
              sound.emplace_back(value);
            }
            config.*field = std::move(sound);
            return std::nullopt;
          },
          .values =
              [=](const Config& config) {
                Values values;
                for (const Secret& secret : config.*field) values.push_back(secret.reveal());
                return values;
              },
          .is_hidden = [=](const Config& config) { return !(config.*field).empty(); }};
}

SettingType secret_file(std::string SecretFiles::*field) {
  return text("path", at(&Config::secret_files, field), path_problem);
}

SettingType ice_urls(Access<Values> field, IceKind kind) {
  const std::string_view scheme = kind == IceKind::kStun ? "stun" : "turn";
  return list(fmt::format("addresses {0}:host[:port] or {0}s:host[:port]", scheme),
              std::move(field), kIceUrlsMax, [kind](std::string_view url) -> Problem {
                auto problem = ice_url_problem(url, kind);
                if (problem) return fmt::format("\"{}\" {}", url, *problem);
                return std::nullopt;
              });
}

}  // namespace nexus::apps
