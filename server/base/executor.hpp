// Runs work that must not run inside the present call.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace nexus {

/// The process's one event loop, as seen by code that must not know the network library. Work runs
/// later, on the same thread, in the order in which it was posted.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> work) = 0;
};

}  // namespace nexus
