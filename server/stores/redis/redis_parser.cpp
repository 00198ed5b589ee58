// SPDX-License-Identifier: MIT
#include "stores/redis/redis_parser.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <hiredis/read.h>

namespace nexus::stores {
namespace {

/// A reply can claim any number of items: room is made for so many, and for more as they come.
constexpr std::size_t kItemsAhead = 64;

/// Where the reply of `task` goes: behind the last of its array, or into a fresh root. The items
/// before are complete, so nothing points at them when the array moves.
RedisReply* slot(const redisReadTask* task) {
  if (task->parent == nullptr) return new RedisReply;
  auto* parent = static_cast<RedisReply*>(task->parent->obj);
  return &parent->array()->emplace_back();
}

void* create_string(const redisReadTask* task, char* bytes, std::size_t size) {
  RedisReply* reply = slot(task);
  std::string text(bytes, size);
  if (task->type == REDIS_REPLY_ERROR) {
    reply->value = RedisReply::Error{std::move(text)};
  } else {
    reply->value = std::move(text);
  }
  return reply;
}

void* create_array(const redisReadTask* task, int size) {
  RedisReply* reply = slot(task);
  RedisReply::Array items;
  items.reserve(std::min(static_cast<std::size_t>(size), kItemsAhead));
  reply->value = std::move(items);
  return reply;
}

void* create_integer(const redisReadTask* task, long long number) {
  RedisReply* reply = slot(task);
  reply->value = std::int64_t{number};
  return reply;
}

void* create_nil(const redisReadTask* task) { return slot(task); }

/// hiredis frees roots only.
void free_object(void* root) { delete static_cast<RedisReply*>(root); }

redisReplyObjectFunctions functions{create_string, create_array, create_integer, create_nil,
                                    free_object};

}  // namespace

void append_command(std::string& out, std::span<const std::string_view> words) {
  out.append("*").append(std::to_string(words.size())).append("\r\n");
  for (const std::string_view word : words) {
    out.append("$").append(std::to_string(word.size())).append("\r\n").append(word).append("\r\n");
  }
}

void RedisParser::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

RedisParser::RedisParser() : reader_(redisReaderCreateWithFunctions(&functions)) {
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
