// SPDX-License-Identifier: MIT
#include "stores/redis/redis_outbox.hpp"

#include "base/text.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace nexus::stores {
namespace {

/// How long Redis delays its answer while the outbox is empty. Also the period in which a
/// connection that died silently is detected.
constexpr auto kBlock = std::chrono::milliseconds(1000);
constexpr std::string_view kBlockText = "1000";
/// Maximum events of one read: bounds the work of one turn of the loop.
constexpr std::string_view kEventsMax = "64";

/// The smallest id after one of the form <milliseconds>-<sequence>.
std::string next_id(std::string_view id) {
  const auto dash = id.find('-');
  const std::uint64_t sequence = parse_number<std::uint64_t>(id.substr(dash + 1)).value_or(0);
  return std::string(id.substr(0, dash + 1)) + std::to_string(sequence + 1);
}

/// The entries of the only stream in a reply to XREAD, each an id and its fields.
RedisReply::Array* entries_of(RedisReply& reply) {
  auto* streams = reply.array();
  if (streams == nullptr || streams->size() != 1) return nullptr;
  auto* stream = streams->front().array();
  if (stream == nullptr || stream->size() != 2) return nullptr;
  return (*stream)[1].array();
}

/// Reads an entry and passes it on.
template <class Listener, class Read>
std::function<bool(const RedisReply&)> delivering(Listener listener, Read read) {
  return [listener = std::move(listener), read](const RedisReply& fields) {
    auto event = read(fields);
    if (event) listener(std::move(*event));
    return event.has_value();
  };
}

}  // namespace

RedisOutbox::RedisOutbox(RedisClient& client, const RedisPool& pool, const NodeName& node,
                         matching::OutboxListener listener, Log log)
    : RedisOutbox(client, pool.prefix() + "outbox:" + node.value,
                  delivering(std::move(listener), read_event), std::move(log)) {}

RedisOutbox::RedisOutbox(RedisClient& client, const RedisPool& pool, const NodeName& node,
                         GivenUpListener listener, Log log)
    : RedisOutbox(client, pool.prefix() + "homebox:" + node.value,
                  delivering(std::move(listener), read_given_up), std::move(log)) {}

RedisOutbox::RedisOutbox(RedisClient& client, std::string key, Deliver deliver, Log log)
    : client_(client), key_(std::move(key)), deliver_(std::move(deliver)), log_(std::move(log)) {
  client_.on_connected([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) read();
  });
}

void RedisOutbox::read() {
  // Always reads from the beginning: delivered events are removed, so everything left is new. A
  // stored position would be wrong after a failover or a FLUSHALL.
  client_.command(
      {"XREAD", "COUNT", kEventsMax, "BLOCK", kBlockText, "STREAMS", key_, "0-0"},
      [this, alive = std::weak_ptr(alive_)](RedisClient::Answer answer) {
        if (alive.expired() || !answer) return;  // the next connection reads again
        take(std::move(*answer));
      },
      kBlock);
}

void RedisOutbox::take(RedisReply reply) {
  if (reply.is_null()) return read();
  auto* entries = entries_of(reply);
  if (entries == nullptr) {
    const auto* error = reply.error();
    return client_.reconnect(error == nullptr ? "malformed outbox" : error->text);
  }
  std::string last_delivered;
  const auto alive = std::weak_ptr(alive_);
  for (RedisReply& entry : *entries) {
    auto* pair = entry.array();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].text() == nullptr) continue;
    const bool is_ours = deliver_((*pair)[1]);
    if (alive.expired()) return;
    if (!is_ours) {
      log_.warn("redis_outbox_entry_unknown", {{"entry", *(*pair)[0].text()}});
    }
    last_delivered = std::move(*(*pair)[0].text());
  }
  if (!last_delivered.empty()) {
    client_.command({"XTRIM", key_, "MINID", next_id(last_delivered)},
                    [](const RedisClient::Answer&) {});
  }
  read();
}

}  // namespace nexus::stores
