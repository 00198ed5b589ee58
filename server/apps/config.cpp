// SPDX-License-Identifier: MIT
#include "apps/config.hpp"

#include "apps/judge.hpp"
#include "apps/listening.hpp"
#include "apps/node_name.hpp"
#include "apps/secret_files.hpp"
#include "apps/setting_rules.hpp"
#include "apps/settings.hpp"
#include "base/spelling.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace nexus::apps {
namespace {

template <class Name>
Values names_of_all(Name name) {
  Values names;
  for (const Setting& setting : settings()) names.push_back((setting.*name)());
  return names;
}

/// The setting whose name in one of its forms is `text`.
template <class Name>
const Setting* find_by(Name name, std::string_view text) {
  for (const Setting& setting : settings()) {
    if ((setting.*name)() == text) return &setting;
  }
  return nullptr;
}

bool is_all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Whether Kubernetes set this variable for a service called nexus-something. It puts the address
/// of each service into the environment of every container, unless the pod has enableServiceLinks:
/// false (NEXUS_MATCHING_PORT=tcp://10.0.0.1:8000, NEXUS_MATCHING_PORT_8000_TCP_ADDR=10.0.0.1,
/// NEXUS_MATCHING_SERVICE_HOST=10.0.0.1). That of a service nexus-server has the name of a setting.
bool is_service_link(std::string_view variable, std::string_view value) {
  static constexpr std::string_view kProtocols[] = {"tcp", "udp", "sctp"};
  const bool is_url =
      std::any_of(std::begin(kProtocols), std::end(kProtocols), [&](std::string_view protocol) {
        return value.starts_with(protocol) && value.substr(protocol.size()).starts_with("://");
      });
  if (is_url && variable.find("_PORT") != std::string_view::npos) return true;
  if (variable.ends_with("_SERVICE_HOST")) return true;
  if (variable.find("_SERVICE_PORT") != std::string_view::npos) return is_all_digits(value);
  // The remaining variables are parts of an address: ..._PORT_<number>_<PROTOCOL>_<PART>.
  const std::size_t port = variable.rfind("_PORT_");
  for (const std::string_view part : {"_PROTO", "_PORT", "_ADDR"}) {
    if (port == std::string_view::npos || !variable.ends_with(part)) continue;
    const std::string_view digits = variable.substr(port + 6);
    if (is_all_digits(digits.substr(0, digits.find('_')))) return true;
  }
  return false;
}

/// Where a setting was given.
struct Source {
  enum Kind : std::uint8_t { kFile, kEnvironment, kFlag, kSecretFile };  // later ones win
  Kind kind;
  std::string text;

  /// The same with the name that the setting has there, where its place does not identify it.
  [[nodiscard]] Source as_given(std::string_view name) const {
    if (kind == kSecretFile) return {kind, fmt::format("file {}", text)};
    return {kind, kind == kFile ? text : fmt::format("{} {}", text, name)};
  }
};

/// Collects the settings of all sources into one config, and their problems.
class Loader {
 public:
  Loader(const Program& program, std::string_view file) : program_(program), file_(file) {
    loaded_.config.port = program.default_port;
  }

  void read_file(std::string_view toml) {
    toml::table parsed;
    try {
      parsed = toml::parse(toml);
    } catch (const toml::parse_error& error) {
      problem(
          at_line(error.source()),
          fmt::format("{}; a line is [section], key = \"text\", key = 1 or key = [\"a\", \"b\"]",
                      error.description()));
      return;
    }
    loaded_.is_file_bare = !file_.empty();
    for (const auto& [section, node] : parsed) {
      const toml::table* const table = node.as_table();
      if (table == nullptr || !table->empty()) loaded_.is_file_bare = false;
      if (table != nullptr) {
        for (const auto& [key, value] : *table) read_node(section.str(), key.str(), value);
      } else {
        static const Values kNames = names_of_all(&Setting::name);
        problem(at_line(node.source()),
                node.is_array_of_tables()
                    ? fmt::format("[[{0}]] must be [{0}]", section.str())
                    : fmt::format("{} stands in no section; write it below one, such as [server]{}",
                                  section.str(), did_you_mean(section.str(), kNames)));
      }
    }
  }

  void read_environment(const Environment& environment) {
    for (const auto& [variable, value] : environment) {
      if (!variable.starts_with("NEXUS_") || is_service_link(variable, value)) continue;
      // Compose and units set variables without a value for what their operator left out.
      if (value.empty()) continue;
      const Setting* setting = find_by(&Setting::environment, variable);
      if (!setting) {
        static const Values kNames = names_of_all(&Setting::environment);
        loaded_.findings.warnings.push_back(fmt::format("environment: {} is not a setting{}",
                                                        variable, did_you_mean(variable, kNames)));
        continue;
      }
      apply_text(*setting, {Source::kEnvironment, "environment"}, variable, value);
    }
  }

  void read_flags(const Environment& flags) {
    for (const auto& [flag, value] : flags) {
      const Setting* setting = find_by(&Setting::flag, flag);
      if (!setting) continue;
      // A file or an environment may serve all programs; a command line serves only this one.
      if (!setting->is_used_by(program_)) {
        loaded_.findings.warnings.push_back(
            fmt::format("flag: {} does not use --{}", program_.name, flag));
      }
      apply_text(*setting, {Source::kFlag, "flag"}, "--" + flag, value);
    }
  }

  /// Call after all other sources.
  void read_secret_files(const Environment& environment) {
    for (const Setting& secret : settings()) {
      if (!secret.type.credential.empty() && secret.is_used_by(program_)) {
        read_secret_file_of(secret, environment);
      }
    }
  }

  Loaded finish() {
    for (const auto& [name, source] : sources_) loaded_.sources.emplace(name, source.text);
    judge_settings({program_, loaded_.config, given_, refused_}, loaded_.findings);
    fill_in(program_, loaded_.config);
    return std::move(loaded_);
  }

  static void fill_in(const Program& program, Config& config) {
    if (config.node.empty()) config.node = default_node(program, config);
    if (program.signalling && !program.all_in_one() && config.rooms.url.empty()) {
      config.rooms.url = fmt::format("ws://localhost:{}/v1/room", main_port(config));
    }
    if (config.metrics_listen.empty()) config.metrics_listen = default_metrics_address(config);
  }

 private:
  void read_node(std::string_view section, std::string_view key, const toml::node& node) {
    const std::string name = fmt::format("{}.{}", section, key);
    const Setting* setting = find_setting(name);
    const std::string where = at_line(node.source());
    if (!setting) {
      static const Values kNames = names_of_all(&Setting::name);
      return problem(where, fmt::format("{} is not a setting{}", name, did_you_mean(name, kNames)));
    }
    const auto refuse = [&](const std::string& why) {
      refused_.insert(setting->name());
      problem(where, fmt::format("{} {}", name, why));
    };
    Values values;
    if (!setting->type.is_list) {
      auto text = to_text(node);
      if (node.is_array()) return refuse("takes one value, not a list");
      if (!text && setting->type.name.starts_with("whole number")) {
        return refuse(fmt::format("must be a {}", setting->type.name));
      }
      if (!text) return refuse(fmt::format("must be a text in quotes: write {} = \"...\"", key));
      values.push_back(std::move(*text));
    } else if (const toml::array* array = node.as_array(); array == nullptr) {
      // A setting that became a list is still read as it was written before.
      auto text = to_text(node);
      if (!text) return refuse(fmt::format("must be a list: write {} = [\"...\"]", key));
      values.push_back(std::move(*text));
    } else {
      for (const toml::node& item : *array) {
        auto text = to_text(item);
        if (!text) return refuse("must be a list of texts in quotes");
        values.push_back(std::move(*text));
      }
    }
    apply(*setting, {Source::kFile, where}, name, std::move(values));
  }

  /// A file that a later source names wins over a secret of an earlier source, and the reverse.
  void read_secret_file_of(const Setting& secret, const Environment& environment) {
    const Setting& file = *find_setting(file_setting_of(secret));
    const auto in_file = sources_.find(file.name()), given = sources_.find(secret.name());
    if (in_file == sources_.end()) {
      if (given != sources_.end()) return;
      const std::string path = credential_path(secret, environment);
      return path.empty() ? void() : read_secret(secret, path);
    }
    const std::string path = file.type.values(loaded_.config).front();
    if (path.empty() || refused_.contains(file.name())) return;
    if (given != sources_.end() && given->second.kind == in_file->second.kind) {
      refused_.insert(secret.name());
      return problem(in_file->second.text, fmt::format("{} and {} are both given: keep one of them",
                                                       secret.name(), file.name()));
    }
    if (given == sources_.end() || given->second.kind < in_file->second.kind) {
      read_secret(secret, path);
    }
  }

  void read_secret(const Setting& secret, const std::string& path) {
    SecretFile file = read_secret_file(path);
    const std::string name = secret.name();
    if (file.is_public) {
      loaded_.findings.warnings.push_back(fmt::format(
          "{}: every user of this machine may read {}; do: chmod o= {}", path, name, path));
    }
    if (file.problem.empty() && !secret.type.is_list && file.values.size() > 1) {
      file.problem = "has several lines";
    }
    if (file.problem.empty()) {
      return apply(secret, {Source::kSecretFile, path}, name, std::move(file.values));
    }
    refused_.insert(name);
    problem(path, fmt::format("the file of {} {}", name, file.problem));
  }

  static std::optional<std::string> to_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::nullopt;
  }

  /// Applies a value from the environment or a flag, with commas between the items of a list.
  void apply_text(const Setting& setting, const Source& source, std::string_view name,
                  std::string_view text) {
    if (!setting.type.is_list) return apply(setting, source, name, {std::string(text)});
    const std::string_view value = trimmed(text);
    if (value.starts_with('[') && value.ends_with(']') &&
        (value.size() == 2 || value.find_first_of("\"',") != std::string_view::npos)) {
      refused_.insert(setting.name());
      return problem(source.text,
                     fmt::format("{} is written as in the file: here the items stand "
                                 "without brackets and quotes, with commas between them",
                                 name));
    }
    Values values;
    std::istringstream parts{std::string(value)};
    for (std::string part; std::getline(parts, part, ',');) {
      const std::string_view item = trimmed(part);
      if (item.find(' ') != std::string_view::npos) {
        refused_.insert(setting.name());
        return problem(source.text,
                       fmt::format("{} holds a blank inside an item: commas stand between "
                                   "the items, as in a,b",
                                   name));
      }
      if (!item.empty()) values.emplace_back(item);
    }
    apply(setting, source, name, std::move(values));
  }

  void apply(const Setting& setting, const Source& source, std::string_view name, Values values) {
    given_.insert(setting.name());
    sources_.insert_or_assign(setting.name(), source.as_given(name));
    Problem wrong;
    for (std::string& value : values) {
      value = std::string(trimmed(value));
      if (!wrong) wrong = value_problem(value);
    }
    if (!wrong) wrong = setting.type.apply(loaded_.config, values);
    if (!wrong) return;
    refused_.insert(setting.name());
    problem(source.text, fmt::format("{} {}", name, *wrong));
  }

  void problem(std::string_view where, std::string_view what) {
    loaded_.findings.problems.push_back(fmt::format("{}: {}", where, what));
  }

  [[nodiscard]] std::string at_line(const toml::source_region& source) const {
    return fmt::format("{}, line {}", file_, source.begin.line);
  }

  [[nodiscard]] static std::string default_node(const Program& program, const Config& config) {
    if (program.all_in_one()) return "local";
    return default_node_name(host_name(), main_port(config));
  }

  const Program& program_;
  const std::string_view file_;
  Loaded loaded_;
  std::map<std::string, Source, std::less<>> sources_;
  SettingNames given_;
  SettingNames refused_;
};

}  // namespace

const Program* find_program(std::string_view name) {
  for (const Program* const program : {&kNexusChat, &kNexusMatching, &kNexusSignalling}) {
    if (program->name == name) return program;
  }
  return nullptr;
}

Config default_config(const Program& program) {
  Config config;
  config.port = program.default_port;
  Loader::fill_in(program, config);
  return config;
}

Loaded load_config(const Program& program, std::string_view toml, const Environment& environment,
                   const Environment& flags, std::string_view file) {
  Loader loader(program, file);
  loader.read_file(toml);
  loader.read_environment(environment);
  loader.read_flags(flags);
  loader.read_secret_files(environment);
  return loader.finish();
}

}  // namespace nexus::apps
