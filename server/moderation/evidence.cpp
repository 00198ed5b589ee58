// SPDX-License-Identifier: MIT
#include "moderation/evidence.hpp"

#include "base/base64url.hpp"
#include "guard/chat_text.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/json_grammar.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace nexus::moderation {
namespace {

using EvidenceProblem = std::optional<std::string>;
using simdjson::dom::element;

constexpr std::int64_t kEvidenceFormat = 1;
constexpr std::int64_t kYear10000Ms = 253'402'300'800'000;
constexpr std::string_view kJpegStart = "\xFF\xD8\xFF";

/// Calls `take(name, value)` for each field; a name that occurs twice is a problem.
template <class Take>
EvidenceProblem each_field(element object_like, const Take& take) {
  simdjson::dom::object object;
  if (object_like.get_object().get(object) != simdjson::SUCCESS) return "it is not an object";
  std::set<std::string_view> names;
  for (const auto& [name, value] : object) {
    if (!names.insert(name).second) return fmt::format("{} is given twice", name);
    if (auto problem = take(name, value)) return problem;
  }
  return std::nullopt;
}

/// Calls `take(item)` for each item of a list that has `most` at most.
template <class Take>
EvidenceProblem each_item(element list_like, std::string_view name, std::size_t most,
                          const Take& take) {
  simdjson::dom::array list;
  if (list_like.get_array().get(list) != simdjson::SUCCESS || list.size() > most) {
    return fmt::format("{} must be a list of {} items at most", name, most);
  }
  for (const element item : list) {
    if (auto problem = take(item)) return problem;
  }
  return std::nullopt;
}

std::optional<std::string_view> text_in(element value) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

EvidenceProblem read_picture(element value, Evidence& evidence) {
  const auto text = text_in(value);
  const auto bytes = text ? base64url_decode(*text) : std::nullopt;
  std::string picture = bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
  if (!picture.starts_with(kJpegStart)) return "a picture is no JPEG file in base64url";
  evidence.pictures.push_back(std::move(picture));
  return std::nullopt;
}

EvidenceProblem read_line(element value, Evidence& evidence) {
  std::optional<WallTime> at;
  std::optional<std::string_view> from;
  std::optional<std::string_view> text;
  const auto problem =
      each_field(value, [&](std::string_view name, element field) -> EvidenceProblem {
        if (name == "at") {
          std::int64_t ms = 0;
          if (field.get_int64().get(ms) != simdjson::SUCCESS || ms < 0 || ms >= kYear10000Ms) {
            return "at must be a number of milliseconds";
          }
          at = WallTime(std::chrono::milliseconds(ms));
        } else if (name == "from") {
          from = text_in(field);
        } else if (name == "text") {
          text = text_in(field);
        } else {
          return "a chat line has an unknown key";
        }
        return std::nullopt;
      });
  if (problem) return problem;
  if (!at || !text || (from != "reporter" && from != "partner")) {
    return "a chat line needs at, text and from, which is reporter or partner";
  }
  if (text->size() > protocol::limits::kChatBytesMax) {
    return fmt::format("a chat line has more than {} bytes", protocol::limits::kChatBytesMax);
  }
  std::string clean(*text);
  guard::clean_text(clean);
  evidence.lines.push_back(
      {.at = *at, .is_reporters = from == "reporter", .text = std::move(clean)});
  return std::nullopt;
}

}  // namespace

Result<Evidence, std::string> parse_evidence(std::string_view text) {
  if (text.size() > kEvidenceBytesMax) {
    return fail(fmt::format("it has more than {} bytes", kEvidenceBytesMax));
  }
  simdjson::dom::parser parser;
  element root;
  // simdjson rejects text that is not UTF-8, but lets some lone surrogates through.
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS ||
      !protocol::is_json_object(text)) {
    return fail(std::string("it is not one JSON object"));
  }
  Evidence evidence;
  std::int64_t format = 0;
  auto problem = each_field(root, [&](std::string_view name, element value) -> EvidenceProblem {
    if (name == "format") {
      if (value.get_int64().get(format) == simdjson::SUCCESS && format == kEvidenceFormat)
        return {};
      return "it has another format: a newer nexuschat may open it";
    }
    if (name == "room") {
      const auto room = RoomId::parse(text_in(value).value_or(""));
      if (!room) return "room must be an id of 22 characters";
      evidence.room = *room;
      return std::nullopt;
    }
    if (name == "pictures") {
      return each_item(value, name, kEvidencePicturesMax,
                       [&](element one) { return read_picture(one, evidence); });
    }
    if (name == "chat") {
      return each_item(value, name, kEvidenceLinesMax,
                       [&](element one) { return read_line(one, evidence); });
    }
    return "it has an unknown key";
  });
  if (!problem && (format != kEvidenceFormat || evidence.room.is_none())) {
    problem = "format or room is missing";
  }
  if (problem) return fail(std::move(*problem));
  return evidence;
}

}  // namespace nexus::moderation
