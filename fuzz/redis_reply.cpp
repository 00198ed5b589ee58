// Replies as a broken or hostile Redis might send them, in pieces of any size.
// SPDX-License-Identifier: MIT
#include "fuzz/check.hpp"
#include "stores/redis/redis_parser.hpp"

#include <algorithm>
#include <span>
#include <string>

using nexus::fuzz::check;
using nexus::stores::RedisParser;
using nexus::stores::RedisReply;

namespace {

void write(const RedisReply& reply, std::string& out) {
  if (reply.is_null()) out += "_";
  if (const auto* number = reply.integer()) out += ":" + std::to_string(*number);
  if (const auto* text = reply.text()) out += "$" + *text;
  if (const auto* error = reply.error()) out.append("-").append(error->kind());
  if (const auto* items = reply.array()) {
    out += "*" + std::to_string(items->size());
    for (const RedisReply& item : *items) write(item, out);
  }
}

/// All replies in `bytes`, followed by "!" if the parser failed.
std::string read(std::string_view bytes, std::size_t piece) {
  RedisParser parser;
  std::string replies;
  while (!bytes.empty() && !parser.broken()) {
    const std::string_view some = bytes.substr(0, piece);
    bytes.remove_prefix(some.size());
    parser.feed(std::span(some.data(), some.size()));
    while (const auto reply = parser.next()) write(*reply, replies);
  }
  check(!parser.broken() || !parser.next(), "a broken parser stays broken");
  return replies + (parser.broken() ? "!" : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = nexus::fuzz::text_of(data, size);
  const std::string whole = read(bytes, std::max<std::size_t>(size, 1));
  check(read(bytes, 1) == whole, "the result does not depend on how replies are cut");
  return 0;
}
