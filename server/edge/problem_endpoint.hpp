// `POST /v1/problems`: gives the problem that a page shows a reference, which the log has too.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "guard/token_bucket.hpp"
#include "protocol/generated/messages.hpp"
#include "transport/http.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace nexus::edge {

/// Logs the problems of visitors, each under a reference that the visitor can quote:
///
///   event=visitor_problem reference=K7Q-2MXP problem=no_path
///
/// Nothing names the visitor. Strangers cause these lines, so one rate limits all of them.
class VisitorProblems {
 public:
  static constexpr guard::Rate kRate{.count = 1, .period = std::chrono::seconds(1), .burst = 60};

  VisitorProblems(const Clock& clock, Random& random, Log log)
      : clock_(clock), random_(random), log_(std::move(log)) {}

  /// Returns the reference. Beyond kRate nothing is logged, and the error is the time to wait.
  [[nodiscard]] Result<std::string, std::chrono::milliseconds> log(
      protocol::VisitorProblem problem);

 private:
  const Clock& clock_;
  Random& random_;
  Log log_;
  guard::TokenBucket bucket_;
};

/// The name of a VisitorProblem is the whole body.
inline constexpr std::size_t kProblemBytesMax = 32;

/// `problems` must outlive the route.
[[nodiscard]] transport::BodyRoute problem_route(VisitorProblems& problems);

}  // namespace nexus::edge
