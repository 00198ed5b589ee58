// SPDX-License-Identifier: MIT
#include "protocol/json_reader.hpp"

#include "protocol/json_grammar.hpp"

#include <algorithm>

namespace nexus::protocol {
namespace {

using simdjson::SUCCESS;

constexpr std::size_t kClientBytesMax = limits::kFrameBytesMax;
// A server's frame may batch several clients' frames. Only our own test clients read it here.
constexpr std::size_t kServerBytesMax = 4 * limits::kFrameBytesMax;
// An unknown field's name is returned to its sender, inside `error.field`.
constexpr std::size_t kNamedBytesMax = 64;

/// The start of a name, short and valid in a message: whole characters, no NUL.
std::string_view presentable(std::string_view name) {
  name = name.substr(0, name.find('\0'));
  if (name.size() <= kNamedBytesMax) return name;
  std::size_t end = kNamedBytesMax;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

JsonReader::JsonReader() : parser_(kServerBytesMax) {
  // Allocates all the memory that clients' texts will ever need, so that none can make it grow.
  if (parser_.allocate(kClientBytesMax) != SUCCESS) throw std::bad_alloc();
}

bool JsonReader::is_readable(std::string_view text) {
  const std::size_t bytes_max = sender_ == Sender::kClient ? kClientBytesMax : kServerBytesMax;
  if (text.size() > bytes_max) return malformed();
  if (text.find("\\u") == std::string_view::npos) return true;
  return is_json_object(text) || malformed();
}

bool JsonReader::is_whole(std::string_view text) {
  return !skipped_ || is_json_object(text) || malformed();
}

void JsonReader::settle_error(std::string_view text) {
  // Broken JSON takes precedence over any error found before the break.
  if (error_.code == ErrorCode::kMalformed || is_json_object(text)) return;
  malformed();
}

bool JsonReader::malformed() {
  error_ = {.code = ErrorCode::kMalformed, .message = "not one JSON object"};
  return false;
}

bool JsonReader::unknown_type() {
  error_ = {.code = ErrorCode::kUnknownType, .message = "type names no message of this socket"};
  return false;
}

bool JsonReader::refuse(std::string_view problem) {
  error_.code = ErrorCode::kInvalidField;
  error_.message = problem;
  return false;
}

bool JsonReader::refuse_field(std::string_view name, std::string_view problem) {
  error_.field = presentable(name);
  return refuse(problem);
}

bool JsonReader::inside(std::string_view name) {
  if (error_.code != ErrorCode::kInvalidField) return false;
  if (!error_.field.empty()) error_.field.insert(0, ".");
  error_.field.insert(0, name);
  return false;
}

bool JsonReader::open(std::string_view text, Opening& opening) {
  // A byte order mark, which simdjson 3.0 refuses and later versions skip; RFC 8259 forbids it.
  if (text.starts_with("\xEF\xBB\xBF")) return malformed();
  const auto capacity = text.size() + kDecodePaddingBytes;
  if (parser_.iterate(text.data(), text.size(), capacity).get(document_) != SUCCESS) {
    return malformed();
  }
  simdjson::ondemand::object object;
  if (document_.get_object().get(object) != SUCCESS) return malformed();
  if (!open_members(object, opening.members)) return false;
  for (bool first = true;; first = false) {
    const Step step = next(opening.members);
    if (step == Step::kBroken) return false;
    if (step == Step::kEnd) return unknown_type();
    if (opening.members.name != "type") continue;
    if (opening.members.value.get_string().get(opening.type) != SUCCESS) return unknown_type();
    if (first) {
      opening.envelope = Envelope::kTypeRead;
      return true;
    }
    break;
  }
  // The type came late: read again from the start. Rewinding invalidates the text of `type`.
  late_type_ = opening.type;
  opening = {.envelope = Envelope::kTypeAhead, .type = late_type_};
  document_.rewind();
  if (document_.get_object().get(object) != SUCCESS) return malformed();
  return open_members(object, opening.members);
}

bool JsonReader::close() {
  return document_.current_location().error() == simdjson::OUT_OF_BOUNDS || malformed();
}

bool JsonReader::open_members(simdjson::ondemand::object object, Members& members) {
  if (object.begin().get(members.at) != SUCCESS) return malformed();
  if (object.end().get(members.end) != SUCCESS) return malformed();
  return true;
}

JsonReader::Step JsonReader::next(Members& members) {
  if (members.started) ++members.at;
  members.started = true;
  if (members.at == members.end) return Step::kEnd;
  simdjson::ondemand::field field;
  if ((*members.at).get(field) != SUCCESS || field.unescaped_key().get(members.name) != SUCCESS) {
    malformed();
    return Step::kBroken;
  }
  members.value = field.value();
  return Step::kMember;
}

bool JsonReader::meet_unknown(std::string_view name) {
  if (sender_ == Sender::kClient) return refuse_field(name, "is unknown");
  skipped_ = true;
  return true;
}

bool JsonReader::read_members(Members& members, Envelope envelope,
                              std::span<const FieldReader> fields, void* object) {
  std::uint32_t seen = 0;
  while (true) {
    const Step step = next(members);
    if (step == Step::kBroken) return false;
    if (step == Step::kEnd) return check_required(seen, fields);
    if (envelope != Envelope::kNo && members.name == "type") {
      if (envelope == Envelope::kTypeRead) return refuse_field("type", "is given twice");
      envelope = Envelope::kTypeRead;
      continue;
    }
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const FieldReader& known) {
      return known.name == members.name;
    });
    if (field == fields.end()) {
      if (!meet_unknown(members.name)) return false;
      continue;
    }
    const auto bit = std::uint32_t{1} << (field - fields.begin());
    if ((seen & bit) != 0) return refuse_field(field->name, "is given twice");
    seen |= bit;
    if (!field->read(*this, members.value, object)) return inside(field->name);
  }
}

bool JsonReader::check_required(std::uint32_t seen, std::span<const FieldReader> fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool is_seen = (seen & (std::uint32_t{1} << i)) != 0;
    if (!is_seen && fields[i].presence == kRequired)
      return refuse_field(fields[i].name, "is missing");
  }
  return true;
}

bool JsonReader::read_text(Value& value, std::string_view& out) {
  const auto error = value.get_string().get(out);
  if (error == simdjson::INCORRECT_TYPE) return refuse("is not a string");
  return error == SUCCESS || malformed();
}

bool JsonReader::read_list(Value& value, simdjson::ondemand::array& out) {
  const auto error = value.get_array().get(out);
  if (error == simdjson::INCORRECT_TYPE) return refuse("is not an array");
  return error == SUCCESS || malformed();
}

bool JsonReader::read_object(Value& value, Members& members) {
  simdjson::ondemand::object object;
  const auto error = value.get_object().get(object);
  if (error == simdjson::INCORRECT_TYPE) return refuse("is not an object");
  return error == SUCCESS ? open_members(object, members) : malformed();
}

bool JsonReader::read_value(Value& value, const TextRule& rule, std::string& out) {
  std::string_view text;
  if (!read_text(value, text)) return false;
  if (text.size() < rule.bytes_min) return refuse("is too short");
  if (text.size() > rule.bytes_max) return refuse("is too long");
  if (rule.chars != nullptr) {
    if (!rule.chars->holds_all_of(text)) return refuse("holds a character that is not allowed");
  } else if (text.find('\0') != std::string_view::npos) {
    return refuse("holds NUL");
  }
  out = text;
  return true;
}

bool JsonReader::read_value(Value& value, const IntegerRule& rule, std::int64_t& out) {
  // settle_error() distinguishes a malformed number from one that does not fit a 64-bit integer.
  if (value.get_int64().get(out) != SUCCESS) return refuse("is not an integer");
  if (out < rule.min) return refuse("is too small");
  if (out > rule.max) return refuse("is too large");
  return true;
}

bool JsonReader::read_value(Value& value, BoolRule /*rule*/, bool& out) {
  if (value.get_bool().get(out) != SUCCESS) return refuse("is neither true nor false");
  return true;
}

}  // namespace nexus::protocol
