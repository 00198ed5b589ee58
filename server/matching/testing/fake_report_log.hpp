// A report log in memory.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/report_log.hpp"

#include <optional>
#include <vector>

namespace nexus::matching {

/// Keeps reports, or fails while `failure` is set.
class FakeReportLog final : public ReportLog {
 public:
  Result<void, ReportError> record(const Report& report) override {
    if (failure) return fail(*failure);
    reports.push_back(report);
    return {};
  }

  std::vector<Report> reports;
  std::optional<ReportError> failure;
};

}  // namespace nexus::matching
