// SPDX-License-Identifier: MIT
#include "apps/config.hpp"
#include "apps/judge.hpp"
#include "apps/operator_command.hpp"
#include "apps/read_file.hpp"
#include "apps/settings.hpp"
#include "apps/settings_text.hpp"
#include "apps/version.hpp"
#include "base/spelling.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

/// A larger file of settings is not read.
constexpr std::size_t kConfigBytesMax = 1024 * 1024;
constexpr std::string_view kConfigCommand = "config";
constexpr std::string_view kDoctorCommand = "doctor";
const std::vector<std::string> kCommands{"config", "doctor", "keygen", "open-evidence",
                                         "list-bans"};

std::string help(const Program& program) {
  std::string text = fmt::format(
      "{0} {1}\n\n"
      "Usage: {0} [--config FILE] [--SECTION-KEY VALUE]...\n"
      "       {0} config|doctor [--program NAME] [--config FILE] [--SECTION-KEY VALUE]...\n\n"
      "Each setting is a flag, an environment variable and a key of the TOML file. Flags override\n"
      "variables, and variables override the file. A list is a,b in flags and variables, and\n"
      "[\"a\", \"b\"] in the file. An empty variable counts as unset.\n\n"
      "  --config FILE   TOML file of settings\n"
      "  --check-config  name every problem of the settings and exit; changes nothing\n"
      "  config          print the settings in force and where each was read, as such a file\n"
      "  doctor          examine Redis, TURN, the site and this machine with these settings\n"
      "  --program NAME  with config and doctor: another program, such as nexus-matching\n"
      "  --version       print the version and exit\n"
      "  --help          print this and exit\n",
      program.name, kVersion);
  if (program.all_in_one()) text += fmt::format("\n{}", kOperatorCommandsHelp);
  const Config defaults = default_config(program);
  std::string_view section;
  for (const Setting& setting : settings()) {
    if (std::exchange(section, setting.section) != setting.section) {
      text += fmt::format("\n[{}]\n", section);
    }
    const std::string value = setting.type.show(defaults);
    text += fmt::format(
        "  --{} [{}]\n      {}\n      {}{}; default: {}{}\n", setting.flag(), setting.environment(),
        setting.help, setting.type.is_list ? "list: " : "", setting.type.name,
        value.empty() ? "none" : value,
        setting.is_used_by(program) ? "" : fmt::format("; {} does not use it", program.name));
  }
  return text;
}

/// The parsed command line.
struct Arguments {
  const Program* program = nullptr;
  bool wants_settings = false;  ///< the command `config`
  bool wants_doctor = false;    ///< the command `doctor`
  std::optional<std::string> config_file;
  std::optional<std::string> program_name;
  bool check_only = false;
  bool wants_help = false;
  bool wants_version = false;
  Environment settings;
  std::vector<std::string> problems;
};

std::vector<std::string> known_flags() {
  std::vector<std::string> flags{"config", "check-config", "program", "version", "help"};
  for (const Setting& setting : settings()) flags.push_back(setting.flag());
  return flags;
}

class ArgumentReader {
 public:
  Arguments read(const Program& program, int argc, const char* const* argv) {
    arguments_.program = &program;
    for (int i = 1; i < argc; ++i) words_.emplace_back(argv[i]);
    if (!words_.empty() && (words_.front() == kConfigCommand || words_.front() == kDoctorCommand)) {
      arguments_.wants_settings = words_.front() == kConfigCommand;
      arguments_.wants_doctor = !arguments_.wants_settings;
      ++at_;
    }
    while (at_ < words_.size()) read_word(words_[at_++]);
    if (arguments_.program_name) choose_program(*arguments_.program_name);
    return std::move(arguments_);
  }

 private:
  void choose_program(std::string_view name) {
    if (!arguments_.wants_settings && !arguments_.wants_doctor) {
      return problem(
          "--program belongs to `{0} {1}` and `{0} {2}`; to run {3}, call it by its name",
          arguments_.program->name, kConfigCommand, kDoctorCommand, name);
    }
    const Program* const program = find_program(name);
    if (program == nullptr) {
      return problem("--program must be nexuschat, nexus-matching or nexus-signalling, not \"{}\"",
                     name);
    }
    arguments_.program = program;
  }

  void read_word(std::string_view word) {
    if (word == "-h") word = "--help";
    if (!word.starts_with("--")) return refuse_word(word);
    const std::size_t equals = word.find('=');
    const std::string name(word.substr(2, equals == std::string_view::npos ? equals : equals - 2));
    std::optional<std::string> value;
    if (equals != std::string_view::npos) value = word.substr(equals + 1);
    if (bool* const wanted = switch_of(name)) {
      *wanted = true;
      if (value) problem("--{} takes no value", name);
      return;
    }
    if (std::find(flags_.begin(), flags_.end(), name) == flags_.end()) {
      // Skips the value, which would otherwise be reported as a second problem.
      if (!value) skip_value();
      return problem("--{} is not a setting{}; --help lists them", name,
                     did_you_mean(name, flags_, "--"));
    }
    if (!value) value = next_value(name);
    if (value) keep(name, std::move(*value));
  }

  bool* switch_of(std::string_view name) {
    if (name == "check-config") return &arguments_.check_only;
    if (name == "help") return &arguments_.wants_help;
    if (name == "version") return &arguments_.wants_version;
    return nullptr;
  }

  void refuse_word(std::string_view word) {
    if (word.starts_with('-') && word.size() > 1) {
      const std::string_view name = word.substr(1, word.find('=') - 1);
      if (word.find('=') == std::string_view::npos) skip_value();
      return problem("{} is not a setting{}; flags begin with two dashes",
                     word.substr(0, word.find('=')), did_you_mean(name, flags_, "--"));
    }
    problem(
        "\"{}\" belongs to no flag: a setting is written --SECTION-KEY VALUE, and a list with "
        "commas and without blanks{}",
        word,
        word.ends_with(".toml") ? fmt::format("; did you mean --config {}?", word)
                                : did_you_mean(word, kCommands));
  }

  [[nodiscard]] bool has_value() const {
    return at_ < words_.size() && !words_[at_].starts_with("--");
  }
  void skip_value() {
    if (has_value()) ++at_;
  }

  std::optional<std::string> next_value(const std::string& name) {
    if (has_value()) return words_[at_++];
    problem("--{} needs a value: --{} VALUE", name, name);
    return std::nullopt;
  }

  void keep(const std::string& name, std::string value) {
    bool is_first = true;
    if (name == "config" || name == "program") {
      auto& kept = name == "config" ? arguments_.config_file : arguments_.program_name;
      is_first = !kept;
      if (is_first) kept = std::move(value);
    } else {
      is_first = arguments_.settings.emplace(name, std::move(value)).second;
    }
    if (is_first) return;
    const bool is_list = std::any_of(
        settings().begin(), settings().end(),
        [&](const Setting& setting) { return setting.type.is_list && setting.flag() == name; });
    problem("--{} is given twice: {}", name,
            is_list ? "write its items in one, with commas between them" : "keep one of them");
  }

  template <class... Arguments>
  void problem(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    arguments_.problems.push_back("command line: " +
                                  fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  const std::vector<std::string> flags_ = known_flags();
  std::vector<std::string> words_;
  std::size_t at_ = 0;
  Arguments arguments_;
};

ExitCommand give_up(const Program& program, const Findings& findings) {
  const std::size_t count = findings.problems.size();
  std::string text = fmt::format("{}: the configuration has {} problem{}:\n", program.name, count,
                                 count == 1 ? "" : "s");
  for (const std::string& problem : findings.problems) text += fmt::format("  - {}\n", problem);
  for (const std::string& warning : findings.warnings)
    text += fmt::format("  warning: {}\n", warning);
  return {2, std::move(text)};
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

/// The text of the file of settings, or half a sentence: why it cannot be read. `again`: the
/// process serves visitors, and must not wait for the writer of a pipe.
Result<std::string, std::string> read_settings_file(const std::string& path, bool again) {
  std::error_code ignored;
  if (again && std::filesystem::exists(path, ignored) &&
      !std::filesystem::is_regular_file(path, ignored)) {
    return fail<std::string>("it is not a regular file");
  }
  return read_file(path, kConfigBytesMax);
}

/// Reads every source of the settings. The findings include those of the command line.
Loaded load(const Arguments& arguments, const Environment& environment, bool again) {
  std::vector<std::string> problems = arguments.problems;
  const std::string file = arguments.config_file.value_or("");
  std::string toml;
  if (arguments.config_file) {
    auto text = read_settings_file(file, again);
    if (text) {
      toml = std::move(*text);
    } else {
      problems.push_back(fmt::format("--config: \"{}\" cannot be read: {}", file, text.error()));
      if (again) {
        Loaded unread;
        unread.findings.problems = std::move(problems);
        return unread;
      }
    }
  }
  Loaded loaded = load_config(*arguments.program, toml, environment, arguments.settings, file);
  loaded.config.file = file;
  append(problems, std::move(loaded.findings.problems));
  loaded.findings.problems = std::move(problems);
  return loaded;
}

}  // namespace

Loaded load_settings(const Program& program, int argc, const char* const* argv,
                     const Environment& environment) {
  return load(ArgumentReader().read(program, argc, argv), environment, true);
}

std::variant<RunCommand, ExitCommand> parse_command_line(const Program& called, int argc,
                                                         const char* const* argv,
                                                         const Environment& environment) {
  const Arguments arguments = ArgumentReader().read(called, argc, argv);
  const Program& program = *arguments.program;
  if (arguments.wants_help) return ExitCommand{0, help(program)};
  if (arguments.wants_version) return ExitCommand{0, fmt::format("{}\n", kVersion)};
  Loaded loaded = load(arguments, environment, false);
  Findings& findings = loaded.findings;
  if (arguments.wants_settings) {
    if (!findings.problems.empty()) return give_up(program, findings);
    return ExitCommand{0, settings_as_toml(program, loaded)};
  }
  Findings machine;
  if (!arguments.wants_doctor) judge_machine(program, loaded.config, machine);
  append(findings.problems, std::move(machine.problems));
  // At a start, the parts themselves log what they wait for.
  if (arguments.check_only) append(findings.warnings, std::move(machine.warnings));
  if (!findings.problems.empty()) return give_up(program, findings);
  const Config& config = loaded.config;
  const bool has_files = !(config.web_directory + config.bans_file + config.reports_file).empty();
  if (arguments.check_only && has_files && ::geteuid() == 0) {
    findings.warnings.emplace_back(
        "root may read and write every file; check as the user of the service as well: "
        "runuser -u USER -- ...");
  }
  return RunCommand{&program, std::move(loaded.config), std::move(findings.warnings),
                    arguments.check_only};
}

}  // namespace nexus::apps
