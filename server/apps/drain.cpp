// SPDX-License-Identifier: MIT
#include "apps/drain.hpp"

namespace nexus::apps {
namespace {

/// How long clients get to close their sockets. With the last lines of the log, the process ends
/// within 5 s.
constexpr auto kDrainDeadline = std::chrono::seconds(4);
constexpr auto kDrainCheckPeriod = std::chrono::milliseconds(50);

}  // namespace

void Drain::on_signal() {
  switch (step_) {
    case Step::kServing:
      step_ = Step::kLeaving;
      actions_.leave();
      if (delay_.count() == 0) return begin_draining();
      return loop_.after(delay_, [this] { begin_draining(); });
    case Step::kLeaving:
      return begin_draining();
    case Step::kDraining:
    case Step::kEnded:
      return end();
  }
}

void Drain::begin_draining() {
  if (step_ != Step::kLeaving) return;  // a signal came before the end of the delay
  step_ = Step::kDraining;
  actions_.drain();
  loop_.every(kDrainCheckPeriod, [this] {
    if (actions_.is_drained()) end();
  });
  loop_.after(kDrainDeadline, [this] { end(); });
}

void Drain::end() {
  step_ = Step::kEnded;
  loop_.stop();
}

}  // namespace nexus::apps
