// What an operator can set, and where it is read from.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/secret.hpp"
#include "base/findings.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "matching/shield.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::apps {

/// Which of the two services a program holds, and what that changes in its defaults.
struct Program {
  std::string_view name;
  bool matching = false;
  bool signalling = false;
  std::uint16_t default_port = 0;

  [[nodiscard]] bool all_in_one() const { return matching && signalling; }
};

inline constexpr Program kNexusChat{"nexuschat", true, true, 8080};
inline constexpr Program kNexusMatching{"nexus-matching", true, false, 8000};
inline constexpr Program kNexusSignalling{"nexus-signalling", false, true, 8001};

/// Which implementation of its peer links the web app loads.
enum class PeerLink : std::uint8_t {
  kNative,      ///< the browser's RTCPeerConnection, with ICE restarts
  kSimplePeer,  ///< the library simple-peer-light
};

struct Config {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 0;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> connect_sources;
  std::size_t connections_max = 15'000;
  std::size_t connections_per_address_max = 20;
  std::uint32_t connections_per_address_per_second_max = 10;
  bool loopback_is_exempt = true;
  std::size_t unread_mib_max = 256;

  std::uint32_t messages_per_10_s_max = 100;
  std::uint32_t chats_per_second_max = 5;
  std::uint32_t finds_per_second_max = 1;
  std::uint32_t find_burst = 5;

  std::string web_directory;
  PeerLink peer_link = PeerLink::kNative;
  std::string node;
  std::string signalling_url;
  std::size_t rooms_max = 100'000;
  std::uint32_t resume_grace_s = 30;
  std::uint32_t hidden_grace_s = 90;
  std::uint32_t reload_grace_s = 5;
  std::size_t waiting_max = 100'000;
  std::vector<std::string> lanes{"general"};
  std::uint32_t interests_patience_s = 10;
  std::uint32_t languages_patience_s = 20;
  std::uint32_t recent_patience_s = 15;
  std::uint32_t recent_minutes = 10;

  std::string reports_file;
  std::size_t reports_mib_max = 64;

  std::string bans_file;

  std::string redis_url = "redis://127.0.0.1:6379";
  std::string redis_pool = "main";

  std::vector<Secret> secrets;
  std::vector<std::string> stun_urls;
  std::vector<std::string> turn_urls;
  std::vector<Secret> turn_secrets;  ///< the first makes credentials
  matching::ShieldPolicy shield = matching::ShieldPolicy::kOff;

  LogLevel log_level = LogLevel::kInfo;
};

using Environment = std::map<std::string, std::string>;

struct Loaded {
  Config config;  ///< what was refused has its default here
  Findings findings;
};

/// The configuration of a program that is given no setting.
[[nodiscard]] Config default_config(const Program& program);

/// Reads the file (TOML, may be empty), then NEXUS_* of the environment, then flags; later ones
/// win. Finds every problem of the values, alone and together. `file` names the file in messages.
[[nodiscard]] Loaded load_config(const Program& program, std::string_view toml,
                                 const Environment& environment, const Environment& flags,
                                 std::string_view file = "config file");

/// What the command line asked for.
struct RunCommand {
  Config config;
  std::vector<std::string> warnings{};
  bool check_only = false;
};
struct ExitCommand {
  int status = 0;
  std::string text;  ///< help and version go to standard output, problems to standard error
};

/// Parses the command line (GNU style; --config FILE, --check-config, --version, --help and one
/// flag a setting), loads the configuration and judges it. A check and a start differ only in what
/// the caller does with a RunCommand: both got here by the same judgement. Reads the disk and never
/// writes to it.
[[nodiscard]] std::variant<RunCommand, ExitCommand> parse_command_line(
    const Program& program, int argc, const char* const* argv, const Environment& environment);

}  // namespace nexus::apps
