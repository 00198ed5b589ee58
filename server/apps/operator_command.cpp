// SPDX-License-Identifier: MIT
#include "apps/operator_command.hpp"

#include "apps/host.hpp"
#include "apps/read_file.hpp"
#include "base/system_error.hpp"
#include "base/text.hpp"
#include "moderation/ban_file.hpp"
#include "moderation/ban_list.hpp"
#include "moderation/evidence.hpp"
#include "moderation/report_file.hpp"
#include "moderation/sealed_box.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

using Outcome = Result<std::string, std::string>;
using CommandWords = std::vector<std::string>;

constexpr std::size_t kKeyFileBytesMax = 1024;

/// Writes a new file that only its owner can read. Returns why that failed; empty if it did not.
std::string write_new_file(const std::string& path, std::string_view text) {
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file < 0) return fmt::format("{} cannot be created: {}", path, system_error());
  std::string why;
  while (!text.empty() && why.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      why = fmt::format("{} cannot be written: {}", path, system_error());
    }
  }
  if (why.empty() && ::fsync(file) != 0) {
    why = fmt::format("{} cannot be written: {}", path, system_error());
  }
  ::close(file);
  if (!why.empty()) ::unlink(path.c_str());
  return why;
}

Outcome read(const std::string& path, std::size_t bytes_max) {
  auto text = read_file(path, bytes_max);
  if (!text) return fail(fmt::format("{} cannot be read: {}", path, text.error()));
  return std::move(*text);
}

Outcome keygen(const CommandWords& words) {
  const std::string& path = words[0];
  const moderation::BoxKeys keys = moderation::make_box_keys();
  if (auto why = write_new_file(path, moderation::secret_key_text(keys) + '\n'); !why.empty()) {
    return fail(std::move(why));
  }
  return fmt::format(
      "{} holds the secret key. Keep it off the server, and keep a copy: without it nobody can\n"
      "open evidence. The server's settings get the public key:\n\n"
      "[reports]\n"
      "evidence_recipient = \"{}\"\n",
      path, moderation::public_key_text(keys));
}

/// One line for each message. Further lines of a message are indented: otherwise the reported
/// visitor could write a message that puts words into the reporter's mouth.
std::string chat_text(const moderation::Evidence& evidence) {
  std::string text;
  for (const moderation::Evidence::Line& line : evidence.lines) {
    text += fmt::format("{} {}: ", timestamp(line.at), line.is_reporters ? "reporter" : "reported");
    for (const char letter : line.text) {
      text.push_back(letter);
      if (letter == '\n') text.append("    ");
    }
    text.push_back('\n');
  }
  return text;
}

Outcome open_evidence(const CommandWords& words) {
  const std::string &key_path = words[0], &box_path = words[1], &folder = words[2];
  const auto key_text = read(key_path, kKeyFileBytesMax);
  if (!key_text) return fail(key_text.error());
  const auto keys = moderation::parse_secret_key(trimmed(*key_text));
  if (!keys) return fail(fmt::format("{}: {}", key_path, keys.error()));
  const auto box = read(box_path, moderation::kEvidenceBytesMax);
  if (!box) return fail(box.error());
  const auto text = moderation::open_box(*box, *keys);
  if (!text) {
    return fail(fmt::format("{} was not sealed for this key, or is damaged", box_path));
  }
  const auto evidence = moderation::parse_evidence(*text);
  if (!evidence) {
    return fail(fmt::format("{} was sealed for this key, but not by a page of nexuschat: {}",
                            box_path, evidence.error()));
  }
  if (::mkdir(folder.c_str(), S_IRWXU) != 0) {
    return fail(fmt::format("{} cannot be created: {}", folder, system_error()));
  }
  std::string files;
  const auto write = [&](const std::string& name, std::string_view content) {
    files += fmt::format("  {}/{}\n", folder, name);
    return write_new_file(fmt::format("{}/{}", folder, name), content);
  };
  std::string why;
  for (std::size_t i = 0; i < evidence->pictures.size() && why.empty(); ++i) {
    why = write(fmt::format("picture-{}.jpg", i + 1), evidence->pictures[i]);
  }
  if (why.empty() && !evidence->lines.empty()) why = write("chat.txt", chat_text(*evidence));
  if (!why.empty()) return fail(std::move(why));
  return fmt::format("room {}: {} pictures, {} lines of chat, as the reporter's page sent them\n{}",
                     evidence->room.text(), evidence->pictures.size(), evidence->lines.size(),
                     files);
}

Outcome list_bans(const CommandWords& words) {
  const auto text = read(words[0], moderation::kBanFileBytesMax);
  if (!text) return fail(text.error());
  std::string list;
  std::size_t number = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = moderation::ban_of_line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.empty()) continue;
    const std::string reference = moderation::reference_of_ban(line);
    list +=
        fmt::format("{} line {}: {}\n", reference.empty() ? "(no ban)" : reference, number, line);
  }
  return list;
}

struct OperatorCommand {
  std::string_view name;
  std::size_t words;
  std::string_view usage;
  Outcome (*run)(const CommandWords&);
};

constexpr OperatorCommand kOperatorCommands[] = {
    {"keygen", 1, "KEYFILE", keygen},
    {"open-evidence", 3, "KEYFILE BOX FOLDER", open_evidence},
    {"list-bans", 1, "BANFILE", list_bans},
};

}  // namespace

std::optional<ExitCommand> operator_command(int argc, const char* const* argv) {
  if (argc < 2) return std::nullopt;
  for (const OperatorCommand& command : kOperatorCommands) {
    if (command.name != argv[1]) continue;
    const CommandWords words(argv + 2, argv + argc);
    if (words.size() != command.words) {
      return ExitCommand{2, fmt::format("usage: nexuschat {} {}\n", command.name, command.usage)};
    }
    const auto outcome = command.run(words);
    if (outcome) return ExitCommand{0, *outcome};
    return ExitCommand{1, fmt::format("nexuschat {}: {}\n", command.name, outcome.error())};
  }
  return std::nullopt;
}

std::optional<int> run_operator_command(int argc, const char* const* argv) {
  const auto outcome = operator_command(argc, argv);
  if (!outcome) return std::nullopt;
  std::fputs(outcome->text.c_str(), outcome->status == 0 ? stdout : stderr);
  return end_output(outcome->status);
}

}  // namespace nexus::apps
