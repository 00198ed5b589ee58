// SPDX-License-Identifier: MIT
#include "apps/setting_types.hpp"

#include "base/spelling.hpp"
#include "base/text.hpp"

#include <set>
#include <span>

#include <fmt/format.h>

namespace nexus::apps {

SettingType text(std::string what, Access<std::string> field, Rule problem_of) {
  return {.name = std::move(what),
          .apply = [=](Config& config, const Values& values) -> Problem {
            const std::string& given = values.front();
            if (problem_of) {
              if (auto problem = problem_of(given)) return problem;
            }
            field.set(config, given);
            return std::nullopt;
          },
          .values = [=](const Config& config) { return Values{field.get(config)}; }};
}

std::optional<std::string> twice(const Values& values) {
  std::set<std::string_view> seen;
  for (const std::string& value : values) {
    if (!seen.insert(value).second) return value;
  }
  return std::nullopt;
}

SettingType list(std::string what, Access<Values> field, std::size_t most, Rule problem_of) {
  return {.name = std::move(what),
          .is_list = true,
          .apply = [=](Config& config, const Values& values) -> Problem {
            if (values.size() > most) return fmt::format("must have {} items at most", most);
            for (const std::string& value : values) {
              if (auto problem = problem_of(value)) return problem;
            }
            if (const auto item = twice(values)) return fmt::format("has \"{}\" twice", *item);
            field.set(config, values);
            return std::nullopt;
          },
          .values = field.get};
}

SettingType number(Access<std::uint64_t> field, std::uint64_t least, std::uint64_t most) {
  return {
      .name = fmt::format("whole number from {} to {}", least, most),
      .is_bare = true,
      .apply = [=](Config& config, const Values& values) -> Problem {
        const std::string& given = values.front();
        const auto value = parse_number<std::uint64_t>(given, least, most);
        if (!value) {
          return fmt::format("must be a whole number from {} to {}, not \"{}\"", least, most,
                             given);
        }
        field.set(config, *value);
        return std::nullopt;
      },
      .values = [=](const Config& config) { return Values{std::to_string(field.get(config))}; }};
}

SettingType mebibytes(Access<std::uint64_t> bytes, std::uint64_t least, std::uint64_t most) {
  constexpr std::uint64_t kMebibyte = 1024 * 1024;
  return number({[=](Config& config, std::uint64_t value) { bytes.set(config, value * kMebibyte); },
                 [=](const Config& config) { return bytes.get(config) / kMebibyte; }},
                least, most);
}

SettingType rate(std::uint64_t least, std::uint64_t most, std::vector<Access<guard::Rate>> fields) {
  const auto first = fields.front();
  return number(
      {[fields = std::move(fields)](Config& config, std::uint64_t value) {
         for (const auto& field : fields) {
           guard::Rate rate = field.get(config);
           rate.count = rate.burst = static_cast<std::uint32_t>(value);
           field.set(config, rate);
         }
       },
       [first](const Config& config) -> std::uint64_t { return first.get(config).count; }},
      least, most);
}

SettingType word(Values words, Access<std::size_t> position) {
  const std::string name =
      joined(std::span(words).first(words.size() - 1), ", ") + " or " + words.back();
  return {.name = name,
          .apply = [=](Config& config, const Values& values) -> Problem {
            const std::string& given = values.front();
            const auto found = std::find(words.begin(), words.end(), given);
            if (found == words.end()) {
              return fmt::format("must be {}, not \"{}\"{}", name, given,
                                 did_you_mean(given, words));
            }
            position.set(config, static_cast<std::size_t>(found - words.begin()));
            return std::nullopt;
          },
          .values = [=](const Config& config) { return Values{words.at(position.get(config))}; }};
}

SettingType boolean(Access<bool> field) {
  SettingType type = choice<bool>(std::move(field), {{"true", true}, {"false", false}});
  type.is_bare = true;
  return type;
}

}  // namespace nexus::apps
