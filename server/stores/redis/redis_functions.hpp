// The function library inside Redis, kept loaded.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "matching/ticket_store.hpp"
#include "stores/redis/redis_client.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nexus::stores {

/// Calls the functions of `functions/`, which this process contains. Loads them on each connection
/// if Redis has others or none. A call that does not find its function loads the library and is
/// sent once more. A function whose arguments, reply or keys change in a way that an older process
/// would not understand gets a new name: during a rolling upgrade, Redis holds the library that was
/// loaded last. Lives on the client's loop; calls in flight at its end are never answered.
class RedisFunctions {
 public:
  using Done = std::function<void(Result<RedisReply, matching::StoreError>)>;

  RedisFunctions(RedisClient& client, Log log);

  /// FCALL `function` with one key, `prefix`. `done` is called exactly once, later, on the loop. An
  /// error from Redis is kUnavailable, except lack of memory, which is kFull.
  void call(std::string_view function, const std::string& prefix,
            std::vector<std::string> arguments, Done done);
  [[nodiscard]] bool ready() const;

  /// While not admitted, calls fail as if Redis were unreachable, except call_unadmitted().
  /// Initially calls are admitted.
  void admit(bool is_admitted) { admitted_ = is_admitted; }
  void call_unadmitted(std::string_view function, const std::string& prefix,
                       std::vector<std::string> arguments, Done done);
  /// Called on each connection once Redis has the library, before any call on that connection.
  void on_loaded(std::function<void()> hook) { loaded_hook_ = std::move(hook); }

  /// The text of the whole library as it is loaded.
  [[nodiscard]] static const std::string& source();

 private:
  void check();
  void load();
  void become_loaded();
  /// Logs why Redis does not know functions.
  void explain_unknown_command(const RedisReply::Error& error);
  void send(std::shared_ptr<const std::vector<std::string>> words, Done done, bool again);
  [[nodiscard]] matching::StoreError judge(const RedisReply::Error& error);

  RedisClient& client_;
  Log log_;
  std::function<void()> loaded_hook_;
  bool admitted_ = true;
  bool loaded_ = false;    ///< on the present connection
  bool checking_ = false;  ///< FUNCTION LIST was sent, no answer yet
  bool loading_ = false;   ///< FUNCTION LOAD was sent, no answer yet
  std::string trouble_;    ///< the kind of error logged last
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
