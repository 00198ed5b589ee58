// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include "apps/config.hpp"
#include "apps/settings.hpp"
#include "apps/settings_text.hpp"
#include "apps/version.hpp"

#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace nexus::packaging {
namespace {

using apps::Setting;

constexpr std::size_t kLineMax = 98;

/// Where the package keeps its files.
const std::map<std::string, std::string, std::less<>> kPlaces{
    {"web.directory", "/usr/share/nexuschat/web"},
    {"node.state_directory", "/var/lib/nexuschat"},
    {"reports.file", "/var/lib/nexuschat/reports-{node}.jsonl"},
    {"bans.file", "/var/lib/nexuschat/bans.jsonl"},
};

constexpr std::string_view kSettingsFileHead =
    R"(# Settings of NexusChat, for all programs of this machine: see nexuschat(1).
#
# A setting without # in front is in force. All others have the default that is written here.
# After a change, the first command names every problem, and the second applies the change:
#
#   runuser -u nexuschat -- nexuschat --config /etc/nexuschat/nexuschat.toml --check-config
#   systemctl restart nexuschat
#
# Secrets belong in files of their own. The one that signs tokens is /etc/nexuschat/secrets.
)";

constexpr std::string_view kManualHead =
    R"(.SH NAME
nexuschat, nexus\-matching, nexus\-signalling \- video and text chat that pairs strangers
.SH DESCRIPTION
.B nexuschat
is the whole service in one process, for one machine.
.B nexus\-matching
(which pairs visitors) and
.B nexus\-signalling
(which holds their rooms) are its two halves: they run as often as needed, on as many machines as
needed, and share a Redis. Each process uses one core.
.PP
The programs serve HTTP and WebSockets on 127.0.0.1 by default. A proxy in front, such as Caddy or
nginx, adds TLS.
.SH SYNOPSIS, OPTIONS AND COMMANDS
)";

constexpr std::string_view kManualTail =
    R"(.SH SIGNALS
.TP
.BR TERM ", " INT ", " QUIT
Notifies the visitors, who reconnect to another node, waits some seconds for them, and ends. A
second signal ends the process at once.
.TP
.B HUP
Reopens the log and reads the files again.
.PP
Other signals that would end a process are ignored.
.SH EXIT STATUS
.TP
.B 0
The service was stopped, or a command succeeded.
.TP
.B 1
The service could not start, or a command failed.
.TP
.B 2
The command line or the settings have a problem. All are named.
.SH FILES
.TP
.I /etc/nexuschat/nexuschat.toml
Settings of the services that the package installs.
.TP
.I /etc/nexuschat/secrets
Secret of the tokens, made at installation. All machines of a deployment need the same one.
.TP
.I /var/lib/nexuschat
Reports, evidence and bans.
.TP
.I /run/nexuschat
Unix sockets, if server.listen names some.
.SH UNITS
.TP
.B nexuschat.service
One machine. Started at installation.
.TP
.BI nexus\-matching@ PORT .service
A matching node of this machine on that port.
.TP
.BI nexus\-signalling@ PORT .service
A signalling node, which a proxy finds as
.RI /s/ HOST \- PORT /v1/room.
.SH ENVIRONMENT
Each setting can be given as a variable, named below it. The programs report to the service manager
in
.B NOTIFY_SOCKET
and
.BR WATCHDOG_USEC ,
and read secrets from
.BR CREDENTIALS_DIRECTORY ;
see systemd.exec(5).
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1)
)";

/// Text as a man page prints it, inside a line.
std::string in_roff(std::string_view text) {
  std::string roff;
  for (const char c : text) {
    if (c == '\\') {
      roff += "\\e";
    } else if (c == '-') {
      roff += "\\-";
    } else {
      roff += c;
    }
  }
  return roff;
}

/// Lines of which none is a request.
std::string in_roff_lines(std::string_view text) {
  std::string roff;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    roff += fmt::format("\\&{}\n", in_roff(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return roff;
}

/// --help up to its first setting: usage, options and commands.
std::string head_of_help() {
  constexpr std::array kWords{"nexuschat", "--help"};
  const auto command = apps::parse_command_line(apps::kNexusChat, 2, kWords.data(), {});
  const std::string& help = std::get<apps::ExitCommand>(command).text;
  const std::size_t first_line = help.find("\n\n") + 2;
  return help.substr(first_line, help.find("\n\n[") - first_line);
}

/// "whole number from 0 to 65535; default: 8080"
std::string type_and_default(const Setting& setting) {
  const std::string value = setting.type.show(default_config(apps::kNexusChat));
  return fmt::format("{}{}; default: {}", setting.type.is_list ? "list: " : "", setting.type.name,
                     value.empty() ? "none" : value);
}

std::string as_comment(std::string_view text) {
  std::string comment = "#";
  std::size_t column = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (column + 1 + end > kLineMax) {
      comment += "\n#";
      column = 1;
    }
    comment += fmt::format(" {}", text.substr(0, end));
    column += 1 + end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return comment + '\n';
}

std::string line_of(const Setting& setting) {
  const auto place = kPlaces.find(setting.name());
  if (place != kPlaces.end()) return fmt::format("{} = \"{}\"\n", setting.key, place->second);
  return fmt::format("#{} = {}\n", setting.key,
                     toml_value(setting.type, default_config(apps::kNexusChat)));
}

}  // namespace

std::string settings_file() {
  std::string text(kSettingsFileHead);
  std::string_view section;
  for (const Setting& setting : apps::settings()) {
    if (std::exchange(section, setting.section) != setting.section) {
      text += fmt::format("\n\n[{}]\n", section);
    }
    // A secret has no line to fill in here, since every user can read this file.
    if (!setting.type.credential.empty()) continue;
    text += fmt::format("\n{}{}{}", as_comment(setting.help), as_comment(type_and_default(setting)),
                        line_of(setting));
  }
  return text;
}

std::string manual_page() {
  std::string text = fmt::format(
      ".\\\" Written by the build from the table of settings.\n"
      ".TH NEXUSCHAT 1 \"\" \"NexusChat {}\" \"User Commands\"\n.ad l\n.nh\n{}.nf\n{}.fi\n"
      ".SH SETTINGS\n",
      apps::kVersion, kManualHead, in_roff_lines(head_of_help()));
  std::string_view section;
  for (const Setting& setting : apps::settings()) {
    if (std::exchange(section, setting.section) != setting.section) {
      text += fmt::format(".SS [{}]\n", section);
    }
    text += fmt::format(".TP\n.B {}\n\\&{}\n.br\n\\&{}\n.br\n\\-\\-{}, {}\n", setting.key,
                        in_roff(setting.help), in_roff(type_and_default(setting)),
                        in_roff(setting.flag()), setting.environment());
  }
  return text + std::string(kManualTail);
}

}  // namespace nexus::packaging
