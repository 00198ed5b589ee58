// The kinds of values that settings have: text, number, list, choice.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/setting_rules.hpp"
#include "apps/settings.hpp"
#include "guard/message_guard.hpp"

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace nexus::apps {

/// Leads to a member of a Config, perhaps through nested options.
template <class... Members>
auto at(Members... members) {
  return [=](auto& config) -> auto& { return (config.*....*members); };
}

/// Writes a member of a Config, and reads it. It hides the type of the member, so that the types of
/// settings below are compiled once and not for each member.
template <class Value>
struct Access {
  /// `field` is an at().
  template <class Field>
  requires std::invocable<Field, Config&> Access(
      Field field)  // NOLINT(google-explicit-constructor)
      : set([=](Config& config, Value value) {
          field(config) = static_cast<std::decay_t<decltype(field(config))>>(std::move(value));
        }),
        get([=](const Config& config) { return static_cast<Value>(field(config)); }) {}
  Access(std::function<void(Config&, Value)> with, std::function<Value(const Config&)> from)
      : set(std::move(with)), get(std::move(from)) {}

  std::function<void(Config&, Value)> set;
  std::function<Value(const Config&)> get;
};

using Rule = std::function<Problem(std::string_view)>;

[[nodiscard]] SettingType text(std::string what, Access<std::string> field, Rule problem_of = {});
/// All items must be different.
[[nodiscard]] SettingType list(std::string what, Access<Values> field, std::size_t most,
                               Rule problem_of);
[[nodiscard]] SettingType number(Access<std::uint64_t> field, std::uint64_t least,
                                 std::uint64_t most);
[[nodiscard]] SettingType mebibytes(Access<std::uint64_t> bytes, std::uint64_t least,
                                    std::uint64_t most);
[[nodiscard]] SettingType boolean(Access<bool> field);

/// The first item that occurs twice; nullopt if all differ.
[[nodiscard]] std::optional<std::string> twice(const Values& values);

template <class Unit, class Field>
[[nodiscard]] SettingType duration(Field field, std::uint64_t least, std::uint64_t most) {
  return number({[=](Config& config, std::uint64_t value) {
                   field(config) = Unit(static_cast<typename Unit::rep>(value));
                 },
                 [=](const Config& config) {
                   const auto count = std::chrono::duration_cast<Unit>(field(config)).count();
                   return static_cast<std::uint64_t>(count);
                 }},
                least, most);
}

template <class Field>
[[nodiscard]] SettingType seconds(Field field, std::uint64_t least, std::uint64_t most) {
  return duration<std::chrono::seconds>(field, least, most);
}

/// All rates are the same. The burst equals the count, so that the whole count may come at once.
[[nodiscard]] SettingType rate(std::uint64_t least, std::uint64_t most,
                               std::vector<Access<guard::Rate>> fields);

/// One of `words`, as its position.
[[nodiscard]] SettingType word(Values words, Access<std::size_t> position);

/// One word from a fixed list, which stands for a value.
template <class Value>
[[nodiscard]] SettingType choice(Access<Value> field,
                                 const std::vector<std::pair<std::string, Value>>& choices) {
  Values words;
  std::vector<Value> values;
  for (const auto& [word, value] : choices) {
    words.push_back(word);
    values.push_back(value);
  }
  return word(std::move(words),
              {[=](Config& config, std::size_t position) { field.set(config, values[position]); },
               [=](const Config& config) {
                 const auto at = std::find(values.begin(), values.end(), field.get(config));
                 return static_cast<std::size_t>(at - values.begin());
               }});
}

}  // namespace nexus::apps
