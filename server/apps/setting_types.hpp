// The kinds of values that settings have: text, number, list, choice.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/setting_rules.hpp"
#include "apps/settings.hpp"
#include "base/spelling.hpp"
#include "base/text.hpp"
#include "guard/message_guard.hpp"

#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nexus::apps {

using Rule = Problem (*)(std::string_view);

/// Leads to a member of a Config, perhaps through nested options.
template <class... Members>
auto at(Members... members) {
  return [=](auto& config) -> auto& { return (config.*....*members); };
}

template <class Field>
SettingType text(std::string what, Field field, Rule problem_of = nullptr) {
  return {.name = std::move(what),
          .apply = [=](Config& config, const Values& values) -> Problem {
            const std::string& given = values.front();
            if (problem_of != nullptr) {
              if (auto problem = problem_of(given)) return problem;
            }
            field(config) = given;
            return std::nullopt;
          },
          .values = [=](const Config& config) { return Values{field(config)}; }};
}

/// The first item that occurs twice; nullopt if all differ.
inline std::optional<std::string> twice(const Values& values) {
  std::set<std::string_view> seen;
  for (const std::string& value : values) {
    if (!seen.insert(value).second) return value;
  }
  return std::nullopt;
}

template <class Field, class ProblemOf>
SettingType list(std::string what, Field field, std::size_t most, ProblemOf problem_of) {
  return {.name = std::move(what),
          .is_list = true,
          .apply = [=](Config& config, const Values& values) -> Problem {
            if (values.size() > most) return fmt::format("must have {} items at most", most);
            for (const std::string& value : values) {
              if (auto problem = problem_of(value)) return problem;
            }
            if (const auto item = twice(values)) return fmt::format("has \"{}\" twice", *item);
            field(config) = values;
            return std::nullopt;
          },
          .values = [=](const Config& config) { return Values(field(config)); }};
}

/// `set` writes the number into a config, and `get` reads it.
template <class Set, class Get>
SettingType whole_number(std::uint64_t least, std::uint64_t most, Set set, Get get) {
  return {.name = fmt::format("whole number from {} to {}", least, most),
          .is_bare = true,
          .apply = [=](Config& config, const Values& values) -> Problem {
            const std::string& given = values.front();
            const auto value = parse_number<std::uint64_t>(given, least, most);
            if (!value) {
              return fmt::format("must be a whole number from {} to {}, not \"{}\"", least, most,
                                 given);
            }
            set(config, *value);
            return std::nullopt;
          },
          .values = [=](const Config& config) { return Values{std::to_string(get(config))}; }};
}

template <class Field>
SettingType number(Field field, std::uint64_t least, std::uint64_t most) {
  using Number = std::remove_reference_t<std::invoke_result_t<Field, Config&>>;
  return whole_number(
      least, most,
      [=](Config& config, std::uint64_t value) { field(config) = static_cast<Number>(value); },
      field);
}

template <class Unit, class Field>
SettingType duration(Field field, std::uint64_t least, std::uint64_t most) {
  return whole_number(
      least, most,
      [=](Config& config, std::uint64_t value) {
        field(config) = Unit(static_cast<typename Unit::rep>(value));
      },
      [=](const Config& config) {
        return std::chrono::duration_cast<Unit>(field(config)).count();
      });
}

template <class Field>
SettingType seconds(Field field, std::uint64_t least, std::uint64_t most) {
  return duration<std::chrono::seconds>(field, least, most);
}

template <class Field>
SettingType mebibytes(Field field, std::uint64_t least, std::uint64_t most) {
  constexpr std::size_t kMebibyte = 1024 * 1024;
  return whole_number(
      least, most, [=](Config& config, std::uint64_t value) { field(config) = value * kMebibyte; },
      [=](const Config& config) { return field(config) / kMebibyte; });
}

/// The burst equals the count, so that the whole count may come at once.
template <class... Fields>
SettingType rate(std::uint64_t least, std::uint64_t most, Fields... fields) {
  return whole_number(
      least, most,
      [=](Config& config, std::uint64_t value) {
        const auto count = static_cast<std::uint32_t>(value);
        for (guard::Rate* const one : {&fields(config)...}) one->count = one->burst = count;
      },
      [=](const Config& config) { return std::get<0>(std::tuple(fields...))(config).count; });
}

/// One word from a fixed list.
template <class Value, class Field>
SettingType choice(Field field, std::vector<std::pair<std::string, Value>> choices) {
  Values words;
  for (const auto& [word, value] : choices) words.push_back(word);
  const std::string last = words.back();
  const std::string name =
      fmt::format("{} or {}", fmt::join(words.begin(), std::prev(words.end()), ", "), last);
  return {.name = name,
          .apply = [=](Config& config, const Values& values) -> Problem {
            for (const auto& [word, value] : choices) {
              if (values.front() != word) continue;
              field(config) = value;
              return std::nullopt;
            }
            return fmt::format("must be {}, not \"{}\"{}", name, values.front(),
                               did_you_mean(values.front(), words));
          },
          .values = [=](const Config& config) -> Values {
            for (const auto& [word, value] : choices) {
              if (field(config) == value) return {word};
            }
            return {};
          }};
}

template <class Field>
SettingType boolean(Field field) {
  SettingType type = choice<bool>(field, {{"true", true}, {"false", false}});
  type.is_bare = true;
  return type;
}

}  // namespace nexus::apps
