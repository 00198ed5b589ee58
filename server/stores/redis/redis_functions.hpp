// The library of functions inside Redis, kept loaded.
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

/// Calls the functions of `functions/`, which this process carries. On each connection it loads
/// them if Redis holds others or none; a call that finds them gone loads them and is sent once
/// more. A function whose arguments, reply or keys change in a way that an older process would not
/// understand gets a new name: during a rolling upgrade the library is the last one loaded. Lives
/// on the client's loop; calls in flight at its end are never answered.
class RedisFunctions {
 public:
  using Done = std::function<void(Result<RedisReply, matching::StoreError>)>;

  RedisFunctions(RedisClient& client, Log log);

  /// FCALL `function` with one key, `prefix`. `done` is called exactly once, later, on the loop; an
  /// error of Redis is kUnavailable, except that want of memory is kFull.
  void call(std::string_view function, const std::string& prefix,
            std::vector<std::string> arguments, Done done);
  [[nodiscard]] bool ready() const;

  /// While not admitted, calls fail as if Redis were away, except call_unadmitted(). At first they
  /// are.
  void admit(bool is_admitted) { admitted_ = is_admitted; }
  void call_unadmitted(std::string_view function, const std::string& prefix,
                       std::vector<std::string> arguments, Done done);
  /// Called on each connection once Redis holds the library, before any call of that connection.
  void on_loaded(std::function<void()> hook) { loaded_hook_ = std::move(hook); }

  /// The whole library as it is loaded.
  [[nodiscard]] static const std::string& source();

 private:
  void check();
  void load();
  void become_loaded();
  /// Logs why Redis knows no functions.
  void explain_unknown_command(const RedisReply::Error& error);
  void send(std::shared_ptr<const std::vector<std::string>> words, Done done, bool again);
  [[nodiscard]] matching::StoreError judge(const RedisReply::Error& error);

  RedisClient& client_;
  Log log_;
  std::function<void()> loaded_hook_;
  bool admitted_ = true;
  bool loaded_ = false;    ///< on the present connection
  bool checking_ = false;  ///< asked what Redis holds, no answer yet
  bool loading_ = false;   ///< told Redis to load, no answer yet
  std::string trouble_;    ///< the kind of error last logged
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace nexus::stores
