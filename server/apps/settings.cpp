// SPDX-License-Identifier: MIT
#include "apps/settings.hpp"

#include "apps/ice_settings.hpp"
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

Problem turn_secrets(Config& config, const Values& values) {
  if (values.empty() || values.size() > 2) return "must be one secret, or two while rotating";
  config.turn_secrets.clear();
  for (const std::string& value : values) {
    if (auto problem = turn_secret_problem(value)) return problem;
    config.turn_secrets.emplace_back(value);
  }
  return std::nullopt;
}

Problem shield(Config& config, const Values& values) {
  static constexpr std::pair<std::string_view, matching::ShieldPolicy> kPolicies[] = {
      {"off", matching::ShieldPolicy::kOff},
      {"choice", matching::ShieldPolicy::kChoice},
      {"always", matching::ShieldPolicy::kAlways}};
  for (const auto& [policy_name, policy] : kPolicies) {
    if (values.front() != policy_name) continue;
    config.shield = policy;
    return std::nullopt;
  }
  return fmt::format("must be off, choice or always, not \"{}\"", values.front());
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

Apply ice_urls(std::vector<std::string> Config::*field, IceKind kind) {
  return [=](Config& config, const Values& values) -> Problem {
    if (values.size() > kIceUrlsMax) return fmt::format("must be {} at most", kIceUrlsMax);
    for (const std::string& url : values) {
      if (auto problem = ice_url_problem(url, kind)) {
        return fmt::format("\"{}\" {}", url, *problem);
      }
    }
    config.*field = values;
    return std::nullopt;
  };
}

Problem signalling_url(Config& config, const Values& values) {
  const std::string& url = values.front();
  const bool is_path = url.starts_with("/") && !url.starts_with("//");
  if (!url.empty() && !is_path && !url.starts_with("ws://") && !url.starts_with("wss://")) {
    return fmt::format("must start with ws:// or wss:// or be a path of this site, not \"{}\"",
                       url);
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
      {"server", "connections_per_address_per_second_max",
       "new connections of one such a second, over a longer time", false,
       number(&Config::connections_per_address_per_second_max, 1, 10'000'000)},
      {"server", "loopback_is_exempt", "whether 127.0.0.0/8 and ::1 may exceed both", false,
       boolean(&Config::loopback_is_exempt)},
      {"server", "unread_mib_max", "MiB that wait for clients who do not read, all together", false,
       number(&Config::unread_mib_max, 1, 1'000'000)},
      {"limits", "messages_per_10_s_max", "messages of one socket in ten seconds; 0: any number",
       false, number(&Config::messages_per_10_s_max, 0, 1'000'000)},
      {"limits", "chats_per_second_max", "chat messages of one socket a second; 0: any number",
       false, number(&Config::chats_per_second_max, 0, 1'000'000)},
      {"limits", "finds_per_second_max", "searches of one socket a second; 0: any number", false,
       number(&Config::finds_per_second_max, 0, 1'000'000)},
      {"limits", "find_burst", "searches that may come at once", false,
       number(&Config::find_burst, 1, 1'000'000)},
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
      {"signalling", "url",
       "room socket's address for visitors, or its path on this site; empty: /v1/room of "
       "nexuschat, ws://localhost:PORT/v1/room of nexus-signalling",
       false, signalling_url},
      {"signalling", "rooms_max", "open rooms at most", false,
       number(&Config::rooms_max, 1, 10'000'000)},
      {"signalling", "resume_grace_s", "how long a seat is kept for who dropped out of it; 0: not",
       false, number(&Config::resume_grace_s, 0, 300)},
      {"signalling", "hidden_grace_s", "the same for a page that said it is out of sight", false,
       number(&Config::hidden_grace_s, 0, 300)},
      {"reports", "file",
       "file for visitors' reports, one JSON object a line; {node} stands for node.name; empty: "
       "only "
       "a line in the log",
       false, text(&Config::reports_file)},
      {"reports", "mib_max", "MiB of that file at most; beyond, visitors can not report", false,
       number(&Config::reports_mib_max, 1, 1'000'000)},
      {"bans", "file",
       "file of the operator's bans, one JSON object a line; empty: nobody is banned", false,
       text(&Config::bans_file)},
      {"redis", "url",
       "redis://[user:password@]host[:port][,host...][/database] or "
       "redis+sentinel://host,.../primary",
       false, text(&Config::redis_url)},
      {"redis", "pool", "name of the pool that visitors wait in", false, name(&Config::redis_pool)},
      {"credentials", "secrets", "signs tokens; a second one is accepted while rotating", true,
       secrets},
      {"ice", "stun_urls", "stun: addresses for the browsers", true,
       ice_urls(&Config::stun_urls, IceKind::kStun)},
      {"ice", "turn_urls", "turn: addresses for the browsers, given with a match only", true,
       ice_urls(&Config::turn_urls, IceKind::kTurn)},
      {"ice", "turn_secrets",
       "coturn's static-auth-secret; the first makes credentials, a second one is the next or the "
       "last",
       true, turn_secrets},
      {"ice", "shield",
       "who hides the partners' addresses from each other by relays: off, choice (of either "
       "visitor) or always",
       false, shield},
      {"log", "level", "debug, info, warn or error", false, log_level},
  };
  return kSettings;
}

}  // namespace nexus::apps
