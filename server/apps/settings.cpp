// SPDX-License-Identifier: MIT
#include "apps/settings.hpp"

#include "credentials/keyring.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

using Problem = std::optional<std::string>;
using Apply = std::function<Problem(Config&, const Values&)>;

Apply text(std::string Config::*field) {
  return [field](Config& config, const Values& values) -> Problem {
    config.*field = values.front();
    return std::nullopt;
  };
}

Apply list(std::vector<std::string> Config::*field) {
  return [field](Config& config, const Values& values) -> Problem {
    config.*field = values;
    return std::nullopt;
  };
}

template <class Number>
Apply number(Number Config::*field, std::uint64_t least, std::uint64_t most) {
  return [=](Config& config, const Values& values) -> Problem {
    const std::string& given = values.front();
    std::uint64_t value = 0;
    const char* const end = given.data() + given.size();
    const auto [stop, error] = std::from_chars(given.data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most) {
      return fmt::format("must be a whole number from {} to {}, not \"{}\"", least, most, given);
    }
    config.*field = static_cast<Number>(value);
    return std::nullopt;
  };
}

Apply boolean(bool Config::*field) {
  return [field](Config& config, const Values& values) -> Problem {
    const std::string& given = values.front();
    if (given != "true" && given != "false") {
      return fmt::format("must be true or false, not \"{}\"", given);
    }
    config.*field = given == "true";
    return std::nullopt;
  };
}

Apply name(std::string Config::*field) {
  return [field](Config& config, const Values& values) -> Problem {
    const std::string& given = values.front();
    const auto fits = [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
    };
    if (given.empty() || given.size() > 64 || !std::all_of(given.begin(), given.end(), fits)) {
      return "must be 1 to 64 letters, digits, dots, dashes or underscores";
    }
    config.*field = given;
    return std::nullopt;
  };
}

Problem lanes(Config& config, const Values& values) {
  const auto fits = [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-';
  };
  for (const std::string& lane : values) {
    if (lane.empty() || lane.size() > 32 || !std::all_of(lane.begin(), lane.end(), fits)) {
      return "must be names of 1 to 32 small letters, digits or dashes";
    }
  }
  if (values.empty()) return "must name one lane at least";
  config.lanes = values;
  return std::nullopt;
}

Problem secrets(Config& config, const Values& values) {
  if (values.empty() || values.size() > 2) return "must be one secret, or two while rotating";
  config.secrets.clear();
  for (const std::string& value : values) {
    if (value.size() < credentials::kSecretBytesMin) {
      return fmt::format("a secret must have at least {} bytes", credentials::kSecretBytesMin);
    }
    config.secrets.emplace_back(value);
  }
  return std::nullopt;
}

Problem turn_secret(Config& config, const Values& values) {
  config.turn_secret = Secret(values.front());
  return std::nullopt;
}

Problem log_level(Config& config, const Values& values) {
  static constexpr std::pair<std::string_view, LogLevel> kLevels[] = {{"debug", LogLevel::kDebug},
                                                                      {"info", LogLevel::kInfo},
                                                                      {"warn", LogLevel::kWarn},
                                                                      {"error", LogLevel::kError}};
  for (const auto& [level_name, level] : kLevels) {
    if (values.front() != level_name) continue;
    config.log_level = level;
    return std::nullopt;
  }
  return fmt::format("must be debug, info, warn or error, not \"{}\"", values.front());
}

Apply urls(std::vector<std::string> Config::*field, std::vector<std::string_view> schemes) {
  return [=](Config& config, const Values& values) -> Problem {
    for (const std::string& url : values) {
      const bool fits = std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
        return url.starts_with(scheme) && url.size() > scheme.size();
      });
      if (!fits) return fmt::format("\"{}\" must start with {}", url, fmt::join(schemes, " or "));
    }
    config.*field = values;
    return std::nullopt;
  };
}

Problem signalling_url(Config& config, const Values& values) {
  const std::string& url = values.front();
  if (!url.empty() && !url.starts_with("ws://") && !url.starts_with("wss://")) {
    return fmt::format("must start with ws:// or wss://, not \"{}\"", url);
  }
  config.signalling_url = url;
  return std::nullopt;
}

std::string joined(const Setting& setting, char separator) {
  return fmt::format("{}{}{}", setting.section, separator, setting.key);
}

}  // namespace

std::string Setting::name() const { return joined(*this, '.'); }

std::string Setting::flag() const {
  std::string flag = joined(*this, '-');
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

std::string Setting::environment() const {
  std::string variable = "NEXUS_" + joined(*this, '_');
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return variable;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> kSettings{
      {"server", "listen", "numeric address to listen on; :: takes IPv6 and IPv4", false,
       text(&Config::listen)},
      {"server", "port", "port to listen on", false, number(&Config::port, 0, 65535)},
      {"server", "allowed_origins", "origins that may open sockets; none: only this server's own",
       true, list(&Config::allowed_origins)},
      {"server", "trusted_proxies", "addresses or CIDR blocks whose X-Forwarded-For is believed",
       true, list(&Config::trusted_proxies)},
      {"server", "connect_sources", "further addresses that the web app may connect to (CSP)", true,
       list(&Config::connect_sources)},
      {"server", "connections_max", "open connections at most", false,
       number(&Config::connections_max, 1, 10'000'000)},
      {"server", "connections_per_address_max", "connections of one IPv4 address or IPv6 /64",
       false, number(&Config::connections_per_address_max, 1, 10'000'000)},
      {"server", "loopback_is_exempt", "whether 127.0.0.0/8 and ::1 may exceed that", false,
       boolean(&Config::loopback_is_exempt)},
      {"web", "directory", "the built web app; empty serves none", false,
       text(&Config::web_directory)},
      {"node", "name", "name of this process in the deployment; unique and stable", false,
       name(&Config::node)},
      {"matching", "waiting_max", "waiting visitors at most (embedded store)", false,
       number(&Config::waiting_max, 1, 100'000'000)},
      {"matching", "lanes", "kinds of visitors that never meet; the first is the default", true,
       lanes},
      {"matching", "interests_patience_s", "seconds before a common interest is given up", false,
       number(&Config::interests_patience_s, 0, 3600)},
      {"matching", "languages_patience_s", "seconds before a common language is given up", false,
       number(&Config::languages_patience_s, 0, 3600)},
      {"matching", "recent_minutes", "minutes for which the same two do not meet again", false,
       number(&Config::recent_minutes, 0, 1440)},
      {"matching", "recent_patience_s", "seconds before they do, when nobody else is there", false,
       number(&Config::recent_patience_s, 0, 3600)},
      {"signalling", "url", "room socket's address for visitors; empty: this site's own /v1/room",
       false, signalling_url},
      {"signalling", "rooms_max", "open rooms at most", false,
       number(&Config::rooms_max, 1, 10'000'000)},
      {"redis", "url",
       "redis://[user:password@]host[:port][,host...][/database] or "
       "redis+sentinel://host,.../primary",
       false, text(&Config::redis_url)},
      {"redis", "pool", "name of the pool that visitors wait in", false, name(&Config::redis_pool)},
      {"credentials", "secrets", "signs tokens; a second one is accepted while rotating", true,
       secrets},
      {"ice", "stun_urls", "stun: addresses for the browsers", true,
       urls(&Config::stun_urls, {"stun:", "stuns:"})},
      {"ice", "turn_urls", "turn: addresses for the browsers", true,
       urls(&Config::turn_urls, {"turn:", "turns:"})},
      {"ice", "turn_secret", "coturn's static-auth-secret", false, turn_secret},
      {"log", "level", "debug, info, warn or error", false, log_level},
  };
  return kSettings;
}

}  // namespace nexus::apps
