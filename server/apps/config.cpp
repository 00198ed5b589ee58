// SPDX-License-Identifier: MIT
#include "apps/config.hpp"

#include "apps/settings.hpp"
#include "apps/version.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace nexus::apps {
namespace {

/// Gathers the settings of all sources into one config and one list of problems.
class Loader {
 public:
  explicit Loader(const Program& program) : program_(program) {
    config_.port = program.default_port;
  }

  void read_file(std::string_view toml) {
    toml::table parsed;
    try {
      parsed = toml::parse(toml);
    } catch (const toml::parse_error& error) {
      problems_.push_back(
          fmt::format("config file, line {}: {}", error.source().begin.line, error.description()));
      return;
    }
    for (const auto& [section, node] : parsed) {
      if (const toml::table* table = node.as_table()) {
        for (const auto& [key, value] : *table) read_node(section.str(), key.str(), value);
      } else {
        problems_.push_back(fmt::format("config file: {} must be a section", section.str()));
      }
    }
  }

  void read_environment(const Environment& environment) {
    for (const auto& [variable, value] : environment) {
      if (!variable.starts_with("NEXUS_")) continue;
      const Setting* setting =
          find([&](const Setting& candidate) { return candidate.environment() == variable; });
      if (!setting) {
        problems_.push_back(fmt::format("environment: {} is no setting", variable));
        continue;
      }
      apply(*setting, "environment", variable, split(*setting, value));
    }
  }

  void read_flags(const Environment& flags) {
    for (const auto& [flag, value] : flags) {
      const Setting* setting =
          find([&](const Setting& candidate) { return candidate.flag() == flag; });
      if (setting) apply(*setting, "flag", "--" + flag, split(*setting, value));
    }
  }

  Result<Config, Problems> finish() {
    if (!program_.all_in_one() && config_.secrets.empty()) {
      problems_.push_back(
          "credentials.secrets: every matching and signalling process needs the same secret "
          "(make one with: openssl rand -base64 32)");
    }
    const bool is_said = std::any_of(problems_.begin(), problems_.end(), [](const auto& problem) {
      return problem.find("ice.turn_secrets") != std::string::npos;
    });
    if (!config_.turn_urls.empty() && config_.turn_secrets.empty() && !is_said) {
      problems_.push_back(
          "ice.turn_secrets: needed with ice.turn_urls (coturn's static-auth-secret; make one "
          "with: "
          "openssl rand -base64 32)");
    }
    // A signalling process does as each room's token says and needs no TURN server for it.
    if (program_.matching && config_.shield != matching::ShieldPolicy::kOff &&
        config_.turn_urls.empty()) {
      problems_.push_back(
          "ice.shield: choice and always need ice.turn_urls: without a relay nobody could talk");
    }
    if (config_.node.empty()) config_.node = default_node();
    if (!program_.all_in_one() && config_.signalling_url.empty()) {
      config_.signalling_url = fmt::format("ws://localhost:{}/v1/room", config_.port);
    }
    if (!problems_.empty()) return fail(std::move(problems_));
    return std::move(config_);
  }

 private:
  void read_node(std::string_view section, std::string_view key, const toml::node& node) {
    const Setting* setting = find([&](const Setting& candidate) {
      return candidate.section == section && candidate.key == key;
    });
    const std::string name = fmt::format("{}.{}", section, key);
    if (!setting) {
      problems_.push_back(fmt::format("config file: {} is no setting", name));
      return;
    }
    Values values;
    if (const toml::array* array = node.as_array(); array && setting->is_list) {
      for (const toml::node& item : *array) {
        if (auto text = to_text(item)) values.push_back(std::move(*text));
      }
      if (values.size() != array->size()) {
        problems_.push_back(fmt::format("config file: {} must hold texts only", name));
        return;
      }
    } else if (auto text = to_text(node); text && !setting->is_list) {
      values.push_back(std::move(*text));
    } else {
      problems_.push_back(fmt::format("config file: {} must be {}", name,
                                      setting->is_list ? "a list of texts" : "a single value"));
      return;
    }
    apply(*setting, "config file", name, values);
  }

  static std::optional<std::string> to_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::nullopt;
  }

  static Values split(const Setting& setting, const std::string& value) {
    if (!setting.is_list) return {value};
    Values values;
    std::istringstream parts(value);
    for (std::string part; std::getline(parts, part, ',');) {
      if (!part.empty()) values.push_back(part);
    }
    return values;
  }

  template <class Predicate>
  static const Setting* find(Predicate predicate) {
    for (const Setting& setting : settings()) {
      if (predicate(setting)) return &setting;
    }
    return nullptr;
  }

  void apply(const Setting& setting, std::string_view source, std::string_view name,
             const Values& values) {
    if (auto problem = setting.apply(config_, values)) {
      problems_.push_back(fmt::format("{}: {} {}", source, name, *problem));
    }
  }

  [[nodiscard]] std::string default_node() const {
    if (program_.all_in_one()) return "local";
    std::array<char, 64> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0)
      return fmt::format("node-{}", config_.port);
    return fmt::format("{:.48}-{}", host.data(), config_.port);
  }

  const Program& program_;
  Config config_;
  Problems problems_;
};

ExitCommand give_up(const Program& program, const Problems& problems) {
  std::string text = fmt::format("{}: the configuration has {} problem{}:\n", program.name,
                                 problems.size(), problems.size() == 1 ? "" : "s");
  for (const std::string& problem : problems) text.append("  - ").append(problem).append("\n");
  return {2, std::move(text)};
}

std::optional<std::string> read_text_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

}  // namespace

Result<Config, Problems> load_config(const Program& program, std::string_view toml,
                                     const Environment& environment, const Environment& flags) {
  Loader loader(program);
  loader.read_file(toml);
  loader.read_environment(environment);
  loader.read_flags(flags);
  return loader.finish();
}

std::variant<RunCommand, ExitCommand> parse_command_line(const Program& program, int argc,
                                                         const char* const* argv,
                                                         const Environment& environment) {
  CLI::App parser(fmt::format("{} {}", program.name, kVersion), std::string(program.name));
  std::string config_file;
  bool check_only = false;
  parser.add_option("--config", config_file, "TOML file with the settings below");
  parser.add_flag("--check-config", check_only, "say whether the configuration is sound, and stop");
  parser.set_version_flag("--version", std::string(kVersion));
  Environment given;
  for (const Setting& setting : settings()) {
    const std::string flag = setting.flag();
    parser.add_option_function<std::string>(
        "--" + flag, [&given, flag](const std::string& value) { given[flag] = value; },
        fmt::format("{} [{}]", setting.help, setting.environment()));
  }
  try {
    parser.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    const int status = parser.exit(error, out, out);
    return ExitCommand{status == 0 ? 0 : 2, std::move(out).str()};
  }

  std::string toml;
  if (!config_file.empty()) {
    auto read = read_text_file(config_file);
    if (!read) return give_up(program, {fmt::format("{} can not be read", config_file)});
    toml = std::move(*read);
  }
  auto config = load_config(program, toml, environment, given);
  if (!config) return give_up(program, config.error());
  return RunCommand{std::move(*config), check_only};
}

}  // namespace nexus::apps
