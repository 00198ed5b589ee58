// Writes JSON: texts and numbers, and objects from their Fields tables. Only the generated source
// has these tables.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace nexus::protocol {

/// Appends `text`, which must be UTF-8, as a JSON string with the shortest escapes. So a text that
/// a client sent within the frame limit is relayed within it.
void append_json_string(std::string_view text, std::string& out);
void append_json_integer(std::int64_t value, std::string& out);

inline void write_value(const std::string& value, std::string& out) {
  append_json_string(value, out);
}
inline void write_value(std::int64_t value, std::string& out) { append_json_integer(value, out); }
inline void write_value(bool value, std::string& out) { out += value ? "true" : "false"; }

template <class Enum>
requires std::is_enum_v<Enum>
void write_value(Enum value, std::string& out) {
  out += '"';
  out += to_text(value);
  out += '"';
}

template <class Object>
requires requires { Fields<Object>::kAll; }
void write_value(const Object& object, std::string& out);

template <class Item>
void write_value(const std::vector<Item>& items, std::string& out) {
  out += '[';
  bool first = true;
  for (const Item& item : items) {
    if (!first) out += ',';
    first = false;
    write_value(item, out);
  }
  out += ']';
}

inline void write_name(std::string_view name, bool first, std::string& out) {
  out += first ? "\"" : ",\"";
  out += name;
  out += "\":";
}

/// Writes one field unless it is absent; returns whether it did.
template <class Object, class Member, class Rule>
bool write_field(const Object& object, const Field<Object, Member, Rule>& field, bool first,
                 std::string& out) {
  const Member& value = object.*field.member;
  if constexpr (requires { value.has_value(); }) {
    if (!value.has_value()) return false;
    write_name(field.name, first, out);
    write_value(*value, out);
  } else {
    if constexpr (requires { value.front(); }) {
      if (field.presence == kOptional && value.empty()) return false;
    }
    write_name(field.name, first, out);
    write_value(value, out);
  }
  return true;
}

template <class Object, std::size_t... index>
void write_fields(const Object& object, [[maybe_unused]] bool first, std::string& out,
                  std::index_sequence<index...> /*all*/) {
  ((first = !write_field(object, std::get<index>(Fields<Object>::kAll), first, out) && first), ...);
}

template <class Object>
void write_fields(const Object& object, bool first, std::string& out) {
  constexpr std::size_t kCount = std::tuple_size_v<decltype(Fields<Object>::kAll)>;
  write_fields(object, first, out, std::make_index_sequence<kCount>{});
}

template <class Object>
requires requires { Fields<Object>::kAll; }
void write_value(const Object& object, std::string& out) {
  out += '{';
  write_fields(object, true, out);
  out += '}';
}

template <class Message>
void write_message(const Message& message, std::string& out) {
  out += R"({"type":")";
  out += Message::kType;
  out += '"';
  write_fields(message, false, out);
  out += '}';
}

}  // namespace nexus::protocol
