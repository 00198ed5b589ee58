// SPDX-License-Identifier: MIT
#include "stores/redis/redis_parser.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <hiredis/read.h>

namespace nexus::stores {
namespace {

/// A reply can claim any number of items: reserves space for this many, and for more as they
/// arrive.
constexpr std::size_t kItemsAhead = 64;

/// Replies to our commands are never nested this deep. hiredis 0.14 has its own limit, hiredis 1
/// has none.
constexpr int kDepthMax = 7;

/// Whether RESP2 has such a reply. hiredis 1 also reads the types of RESP3, which we never ask for.
bool is_resp2(const redisReadTask* task) {
  switch (task->type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_ARRAY:
    case REDIS_REPLY_INTEGER:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
      return true;
    default:
      return false;
  }
}

/// Where the reply of `task` goes: after the last item of its array, or into a fresh root. The
/// previous items are complete, so no pointer refers to them when the array moves. Null makes the
/// reader fail.
RedisReply* slot(const redisReadTask* task) {
  int depth = 0;
  for (const auto* above = task->parent; above != nullptr; above = above->parent) ++depth;
  if (depth >= kDepthMax || !is_resp2(task)) return nullptr;
  if (task->parent == nullptr) return new RedisReply;
  auto* parent = static_cast<RedisReply*>(task->parent->obj);
  return &parent->array()->emplace_back();
}

template <class Value>
void* create(const redisReadTask* task, Value value) {
  RedisReply* reply = slot(task);
  if (reply != nullptr) reply->value = std::move(value);
  return reply;
}

void* create_string(const redisReadTask* task, char* bytes, std::size_t size) {
  std::string text(bytes, size);
  if (task->type == REDIS_REPLY_ERROR) return create(task, RedisReply::Error{std::move(text)});
  return create(task, std::move(text));
}

void* create_array(const redisReadTask* task, std::size_t size) {
  RedisReply::Array items;
  items.reserve(std::min(size, kItemsAhead));
  return create(task, std::move(items));
}

void* create_integer(const redisReadTask* task, long long number) {
  return create(task, std::int64_t{number});
}

void* create_nil(const redisReadTask* task) { return create(task, RedisReply::Null{}); }

/// hiredis frees roots only.
void free_object(void* root) { delete static_cast<RedisReply*>(root); }

/// `Functions` is this hiredis version's redisReplyObjectFunctions: its members and their
/// parameters differ between 0.14 and 1.
template <class Functions>
Functions make_functions() {
  Functions made{};
  made.createString = create_string;
  made.createArray = [](const redisReadTask* task, auto size) {
    return create_array(task, static_cast<std::size_t>(size));
  };
  made.createInteger = create_integer;
  made.createNil = create_nil;
  made.freeObject = free_object;
  if constexpr (requires { made.createDouble; }) {
    // Without these, hiredis would return numbers as if they were pointers to replies.
    made.createDouble = [](const redisReadTask*, double, char*, std::size_t) -> void* {
      return nullptr;
    };
    made.createBool = [](const redisReadTask*, int) -> void* { return nullptr; };
  }
  return made;
}

redisReplyObjectFunctions reader_functions = make_functions<redisReplyObjectFunctions>();

}  // namespace

void append_command(std::string& out, std::span<const std::string_view> words) {
  out.append("*").append(std::to_string(words.size())).append("\r\n");
  for (const std::string_view word : words) {
    out.append("$").append(std::to_string(word.size())).append("\r\n").append(word).append("\r\n");
  }
}

void RedisParser::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

RedisParser::RedisParser() : reader_(redisReaderCreateWithFunctions(&reader_functions)) {
  if (!reader_) throw std::bad_alloc();
}

void RedisParser::feed(std::span<const char> bytes) {
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) broken_ = true;
}

std::optional<RedisReply> RedisParser::next() {
  void* root = nullptr;
  if (broken_ || redisReaderGetReply(reader_.get(), &root) != REDIS_OK) {
    broken_ = true;
    return std::nullopt;
  }
  if (root == nullptr) return std::nullopt;
  const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(root));
  return std::move(*reply);
}

}  // namespace nexus::stores
