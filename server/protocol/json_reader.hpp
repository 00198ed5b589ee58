// Reads messages by their Fields tables with simdjson. Included by the generated source only.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "protocol/fields.hpp"
#include "protocol/generated/messages.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <simdjson.h>

namespace nexus::protocol {

static_assert(kDecodePaddingBytes >= simdjson::SIMDJSON_PADDING);

/// A client's message is judged strictly. In a server's message unknown fields are skipped, so that
/// the server may add new ones.
enum class Sender : bool { kClient, kServer };

/// One parser, its buffers, and why it refused the current text. Every `read...` returns whether it
/// succeeded, and otherwise leaves the reason in `error_`.
///
/// simdjson's On-Demand checks only what it reads, not what it skips, and version 3.0 lets some
/// lone surrogates through. So is_json_object() checks texts with a `\u` escape, texts with skipped
/// fields and refused texts; nearly all others need no second check.
class JsonReader {
 public:
  JsonReader();

  template <class Variant>
  Result<Variant, DecodeError> read(std::string_view text, Sender sender) {
    error_ = {};
    sender_ = sender;
    skipped_ = false;
    Variant message;
    if (is_readable(text) && read_document(text, message) && is_whole(text)) return message;
    settle_error(text);
    return fail(std::move(error_));
  }

 private:
  using Value = simdjson::ondemand::value;

  /// The position in the members of an object, and the current member.
  struct Members {
    simdjson::ondemand::object_iterator at{};
    simdjson::ondemand::object_iterator end{};
    bool started = false;
    std::string_view name{};
    Value value{};
  };
  enum class Step { kMember, kEnd, kBroken };

  /// Whether the object is a message, whose `type` belongs to the envelope, and if so, whether the
  /// `type` was read already.
  enum class Envelope { kNo, kTypeAhead, kTypeRead };

  /// A field of an object whose type is hidden, so that read_members() is compiled once.
  struct FieldReader {
    std::string_view name;
    Presence presence;
    bool (*read)(JsonReader& reader, Value& value, void* object);
  };

  /// A message whose type is known.
  struct Opening {
    Members members{};
    Envelope envelope{};
    std::string_view type{};
  };

  bool is_readable(std::string_view text);
  bool is_whole(std::string_view text);
  void settle_error(std::string_view text);

  // Each sets error_ and returns false.
  bool malformed();
  bool unknown_type();
  bool refuse(std::string_view problem);
  bool refuse_field(std::string_view name, std::string_view problem);
  bool inside(std::string_view name);

  bool open(std::string_view text, Opening& opening);
  bool close();
  bool open_members(simdjson::ondemand::object object, Members& members);
  Step next(Members& members);
  /// Skips a server's unknown field and refuses a client's.
  bool meet_unknown(std::string_view name);

  bool read_text(Value& value, std::string_view& out);
  bool read_list(Value& value, simdjson::ondemand::array& out);
  bool read_object(Value& value, Members& members);
  bool read_value(Value& value, const TextRule& rule, std::string& out);
  bool read_value(Value& value, const IntegerRule& rule, std::int64_t& out);
  bool read_value(Value& value, BoolRule rule, bool& out);

  /// Reads the members of an object of the type that `fields` belong to.
  bool read_members(Members& members, Envelope envelope, std::span<const FieldReader> fields,
                    void* object);
  bool check_required(std::uint32_t seen, std::span<const FieldReader> fields);

  template <class Enum>
  bool read_value(Value& value, const EnumRule<Enum>& rule, Enum& out) {
    std::string_view text;
    if (!read_text(value, text)) return false;
    const std::optional<Enum> parsed = rule.parse(text);
    if (!parsed) return refuse("is none of the values");
    out = *parsed;
    return true;
  }

  template <class Item, class Rule>
  bool read_value(Value& value, const ListRule<Rule>& rule, std::vector<Item>& out) {
    simdjson::ondemand::array list;
    if (!read_list(value, list)) return false;
    for (auto element : list) {
      Value item;
      if (element.get(item) != simdjson::SUCCESS) return malformed();
      if (out.size() == rule.items_max) return refuse("has too many items");
      if (!read_value(item, rule.item, out.emplace_back())) return false;
    }
    return true;
  }

  template <class T>
  bool read_value(Value& value, ObjectRule /*rule*/, T& out) {
    Members members;
    return read_object(value, members) &&
           read_members(members, Envelope::kNo, kFieldReaders<T>, &out);
  }

  template <class T, std::size_t index>
  static bool read_field(JsonReader& reader, Value& value, void* object) {
    constexpr const auto& kField = std::get<index>(Fields<T>::kAll);
    auto& member = static_cast<T*>(object)->*kField.member;
    if constexpr (requires { member.has_value(); }) {
      return reader.read_value(value, kField.rule, member.emplace());
    } else {
      return reader.read_value(value, kField.rule, member);
    }
  }

  template <class T, std::size_t... index>
  static constexpr std::array<FieldReader, sizeof...(index)> field_readers(
      std::index_sequence<index...> /*all*/) {
    static_assert(sizeof...(index) <= 32, "read_members() has one bit for each");
    return {{{std::get<index>(Fields<T>::kAll).name, std::get<index>(Fields<T>::kAll).presence,
              &read_field<T, index>}...}};
  }

  template <class T>
  static constexpr auto kFieldReaders =
      field_readers<T>(std::make_index_sequence<std::tuple_size_v<decltype(Fields<T>::kAll)>>{});

  template <class... Messages>
  bool read_document(std::string_view text, std::variant<Messages...>& out) {
    Opening opening;
    if (!open(text, opening)) return false;
    bool good = false;
    const auto try_message = [&]<class Message>(std::type_identity<Message> /*which*/) {
      if (opening.type != Message::kType) return false;
      error_.type = Message::kType;
      good = read_members(opening.members, opening.envelope, kFieldReaders<Message>,
                          &out.template emplace<Message>());
      return true;
    };
    const bool known = (try_message(std::type_identity<Messages>{}) || ...);
    return known ? good && close() : unknown_type();
  }

  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  Sender sender_ = Sender::kClient;
  bool skipped_ = false;
  std::string late_type_;
  DecodeError error_{};
};

}  // namespace nexus::protocol
