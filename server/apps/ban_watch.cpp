// SPDX-License-Identifier: MIT
#include "apps/ban_watch.hpp"

#include <utility>

namespace nexus::apps {

using moderation::BanFile;

BanWatch::BanWatch(std::string path, transport::EventLoop& loop, const Clock& clock, Log log,
                   const credentials::NetworkSeals& seals)
    : loop_(loop),
      clock_(clock),
      log_(std::move(log)),
      file_(std::move(path), list_, clock, log_, &seals) {
  loop_.every(moderation::kBanPollPeriod, [this] { look(); });
}

void BanWatch::look() {
  if (is_under_way_) return;
  const BanFile::Progress progress = file_.read_some();
  // A wall clock that is set back puts expired bans into force again.
  const WallTime now = clock_.wall();
  const bool set_back = now < std::exchange(looked_at_, now);
  const bool enforces = enforce(progress == BanFile::Progress::kRead || set_back);
  is_under_way_ = progress != BanFile::Progress::kIdle || enforces;
  if (!is_under_way_) return;
  loop_.post([this] {
    is_under_way_ = false;
    look();
  });
}

bool BanWatch::enforce(bool changed) {
  bool goes_on = false;
  for (edge::BanEnforcer* const enforcer : enforcers_) {
    if (changed) enforcer->begin_enforcing_bans();
    sockets_closed_ += enforcer->enforce_bans();
    goes_on = goes_on || enforcer->is_enforcing_bans();
  }
  if (!goes_on && sockets_closed_ > 0) {
    log_.info("banned", {{"sockets", std::exchange(sockets_closed_, 0U)}});
  }
  return goes_on;
}

}  // namespace nexus::apps
