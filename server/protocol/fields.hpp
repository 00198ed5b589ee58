// The tables that drive reading and writing of messages: one generated Fields<T> per object.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nexus::protocol {

/// A set of ASCII characters.
class CharClass {
 public:
  explicit constexpr CharClass(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }

  [[nodiscard]] constexpr bool holds_all_of(std::string_view text) const {
    for (const char c : text) {
      if (!has_[static_cast<unsigned char>(c)]) return false;
    }
    return true;
  }

 private:
  std::array<bool, 256> has_{};
};

/// Lengths in UTF-8 bytes, after escapes are resolved. Without `chars`, any text without NUL.
struct TextRule {
  std::size_t bytes_min;
  std::size_t bytes_max;
  const CharClass* chars = nullptr;
};

struct IntegerRule {
  std::int64_t min;
  std::int64_t max;
};

struct BoolRule {};

template <class Enum>
struct EnumRule {
  std::optional<Enum> (*parse)(std::string_view text);
};
template <class Enum>
EnumRule(std::optional<Enum> (*)(std::string_view)) -> EnumRule<Enum>;

/// An object with its own table.
struct ObjectRule {};

template <class Item>
struct ListRule {
  std::size_t items_max;
  Item item;
};
template <class Item>
ListRule(int, Item) -> ListRule<Item>;

enum class Presence : bool { kRequired, kOptional };
using enum Presence;

/// One field: its name on the wire, the member that holds it and what it may hold.
template <class Object, class Member, class Rule>
struct Field {
  std::string_view name;
  Member Object::*member;
  Presence presence;
  Rule rule;
};
template <class Object, class Member, class Rule>
Field(const char*, Member Object::*, Presence, Rule) -> Field<Object, Member, Rule>;

/// `Fields<T>::kAll` is a tuple of Field.
template <class Object>
struct Fields;

/// The value among `values` whose text is `text`.
template <class Enum, std::size_t size>
[[nodiscard]] std::optional<Enum> find_text(const std::array<Enum, size>& values,
                                            std::string_view text) {
  for (const Enum value : values) {
    if (to_text(value) == text) return value;
  }
  return std::nullopt;
}

}  // namespace nexus::protocol
