// SPDX-License-Identifier: MIT
#include "base/log_format.hpp"

#include "base/clock.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace nexus {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f && c != '"' && c != '=' && c != '\\';
}

void append_value(std::string& line, std::string_view value) {
  if (!value.empty() && std::all_of(value.begin(), value.end(), is_plain)) {
    line.append(value);
    return;
  }
  line.push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      line.append(fmt::format("\\x{:02x}", byte));
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

/// A JSON string (RFC 8259). Bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& line, std::string_view text) {
  line.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const unicode::Character character = unicode::character_at(text, at);
    const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
    if (character.code == unicode::kIllFormed) {
      line.append("\\ufffd");
    } else if (character.code == '"' || character.code == '\\') {
      line.append({'\\', static_cast<char>(character.code)});
    } else if (character.code < 0x20 || character.code == 0x7f) {
      line.append(fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code)));
    } else {
      line.append(text.substr(at, bytes));
    }
    at += bytes;
  }
  line.push_back('"');
}

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

std::string json_line(const LogFormat& format, std::string_view level, std::string_view event,
                      LogFields fields) {
  using Pair = std::pair<std::string_view, std::string_view>;
  const std::string time = timestamp(SystemClock().wall());
  const std::array<Pair, 5> common{Pair{"time", time},
                                   {"level", level},
                                   {"program", format.program},
                                   {"node", format.node},
                                   {"message", event}};
  std::string line;
  const auto add_key = [&line](std::string_view key) {
    line.push_back(line.empty() ? '{' : ',');
    append_json_text(line, key);
    line.push_back(':');
  };
  for (const auto& [key, value] : common) {
    add_key(key);
    append_json_text(line, value);
  }
  for (const LogField& field : fields) {
    const auto same = std::find_if(common.begin(), common.end(),
                                   [&](const Pair& pair) { return pair.first == field.key; });
    if (same != common.end() && same->second == field.value) continue;
    add_key(same == common.end() ? std::string(field.key) : fmt::format("{}_", field.key));
    if (field.is_bare) {
      line.append(field.value);
    } else {
      append_json_text(line, field.value);
    }
  }
  return line.append("}\n");
}

}  // namespace

std::string LogFormat::text(std::string_view event, LogFields fields) {
  std::string line = fmt::format("event={}", event);
  for (const LogField& field : fields) {
    line.push_back(' ');
    line.append(field.key);
    line.push_back('=');
    append_value(line, field.value);
  }
  return line;
}

std::string LogFormat::line(LogLevel level, std::string_view event, LogFields fields) const {
  if (is_json) return json_line(*this, name_of(level), event, fields);
  return fmt::format("{} level={} {}\n", timestamp(SystemClock().wall()), name_of(level),
                     text(event, fields));
}

}  // namespace nexus
