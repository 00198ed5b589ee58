// Keeps the bans of a process like the operator's file, and enforces them on open sockets.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "edge/ban_enforcer.hpp"
#include "moderation/ban_file.hpp"
#include "moderation/ban_list.hpp"
#include "transport/event_loop.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace nexus::apps {

/// Looks at the file every moderation::kBanPollPeriod. Each turn of the loop takes one step of
/// reading and of enforcing. Lives on the loop, which must not run after this is destroyed.
class BanWatch {
 public:
  /// `seals` opens the tags of networks. Throws std::runtime_error if the file exists and cannot be
  /// read.
  BanWatch(std::string path, transport::EventLoop& loop, const Clock& clock, Log log,
           const credentials::NetworkSeals& seals);

  /// Closes sockets of `enforcer`, too.
  void enforce_with(edge::BanEnforcer& enforcer) { enforcers_.push_back(&enforcer); }
  /// Looks at the file now.
  void look();

  [[nodiscard]] const moderation::BanList& list() const { return list_; }
  [[nodiscard]] bool is_sound() const { return file_.is_sound(); }

 private:
  /// Takes one step of each enforcer; false once all are done.
  bool enforce(bool changed);

  transport::EventLoop& loop_;
  const Clock& clock_;
  Log log_;
  moderation::BanList list_;
  moderation::BanFile file_;
  std::vector<edge::BanEnforcer*> enforcers_;
  WallTime looked_at_{};
  bool is_under_way_ = false;       ///< the next step is posted
  std::size_t sockets_closed_ = 0;  ///< by the list that is being enforced
};

}  // namespace nexus::apps
