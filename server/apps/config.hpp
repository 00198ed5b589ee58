// The operator's settings and their sources.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/secret.hpp"
#include "base/findings.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "guard/message_guard.hpp"
#include "matching/desk_options.hpp"
#include "moderation/evidence_files.hpp"
#include "signalling/rooms.hpp"
#include "stores/redis/redis_tls.hpp"
#include "transport/server_options.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexus::apps {

/// Which of the two services a program contains, and the defaults that depend on it.
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

/// nullptr if no program has that name.
[[nodiscard]] const Program* find_program(std::string_view name);

/// Which peer implementation the web app loads.
enum class PeerLink : std::uint8_t {
  kNative,      ///< the browser's RTCPeerConnection, with ICE restarts
  kSimplePeer,  ///< the library simple-peer-light
};

/// Who runs the site, for the page to show. Empty texts are not shown.
struct SiteOptions {
  std::string name;
  std::string contact_url;
  std::string privacy_url;
  std::string hotline_url;  ///< of a hotline for children in danger
};

/// Files that hold secrets, one a line. Empty: the secret is given in another way.
struct SecretFiles {
  std::string secrets;
  std::string turn_secrets;
  std::string redis_url;
  std::string redis_password;
};

/// The operator's settings. Options that belong to a class are a member of that class's type, with
/// its defaults.
struct Config {
  std::string file;                              ///< the TOML file of these settings; empty: none
  std::vector<std::string> listen{"127.0.0.1"};  ///< see listen_addresses() of listening.hpp
  std::uint16_t port = 0;
  transport::ServerOptions server{};
  std::chrono::seconds drain_delay{0};

  /// Of a matching socket. A search costs others most.
  guard::MessageLimits match_limits{.costly = {.count = 1, .burst = 5}};
  guard::MessageLimits room_limits{};

  SiteOptions site{};
  std::string web_directory;
  PeerLink peer_link = PeerLink::kNative;
  std::string node;
  std::string state_directory;
  std::size_t waiting_max = 100'000;
  matching::DeskOptions desk{};
  signalling::RoomsOptions rooms{};

  std::string reports_file;
  std::size_t reports_bytes_max = std::size_t{16} * 1024 * 1024;

  std::string evidence_key;  ///< empty: the site takes no evidence
  moderation::EvidenceLimits evidence{};

  std::string bans_file;

  std::string redis_url = "redis://127.0.0.1:6379";
  Secret redis_password;  ///< empty: that of the url, or none
  stores::RedisTls redis_tls{};
  std::string redis_pool = "main";

  std::vector<Secret> secrets;
  std::vector<std::string> stun_urls;
  std::vector<std::string> turn_urls;
  std::vector<Secret> turn_secrets;  ///< the first one makes credentials

  SecretFiles secret_files{};

  std::string metrics_listen;  ///< kNoMetrics: none are served

  LogLevel log_level = LogLevel::kInfo;
  bool logs_json = false;
};

using Environment = std::map<std::string, std::string>;

/// Where each given setting was read, by Setting::name(): "FILE, line N", "environment NAME",
/// "flag --NAME" or "file PATH".
using Sources = std::map<std::string, std::string, std::less<>>;

struct Loaded {
  Config config;  ///< refused settings have their defaults here
  Sources sources{};
  bool is_file_bare = false;  ///< a file was named, and gives no setting
  Findings findings{};
};

/// The configuration of a program without any settings.
[[nodiscard]] Config default_config(const Program& program);

/// Reads the file (TOML, may be empty), then NEXUS_* of the environment, then flags; later sources
/// win, and an empty variable counts as unset. Then reads the files of secrets that these name, or
/// those in $CREDENTIALS_DIRECTORY of systemd for secrets that nothing else gives. Finds every
/// problem of the values, alone and in combination. `file` names the file in messages; empty
/// without a file.
[[nodiscard]] Loaded load_config(const Program& program, std::string_view toml,
                                 const Environment& environment, const Environment& flags,
                                 std::string_view file = "config file");

/// The command line's request to run, to check or to examine the program.
struct RunCommand {
  const Program* program = nullptr;
  Config config;
  std::vector<std::string> warnings{};
  bool check_only = false;
};
struct ExitCommand {
  int status = 0;
  std::string text;  ///< help and version go to standard output, problems to standard error
};

/// Parses the command line (GNU style; --config FILE, --check-config, --version, --help and one
/// flag per setting), loads the configuration and judges it. A check and a start get the same
/// judgement; they differ only in what the caller does with a RunCommand. With `config` as first
/// word, and perhaps --program NAME, the result is the text of the settings in force. With `doctor`
/// as first word, this machine is not judged yet. Reads the disk and never writes to it.
[[nodiscard]] std::variant<RunCommand, ExitCommand> parse_command_line(
    const Program& program, int argc, const char* const* argv, const Environment& environment);

/// Only loads the configuration, with the same arguments: for a process that reads it again. Does
/// not open a file of settings that is a pipe or a device.
[[nodiscard]] Loaded load_settings(const Program& program, int argc, const char* const* argv,
                                   const Environment& environment);

}  // namespace nexus::apps
