// A report log in memory.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/report_log.hpp"

#include <vector>

namespace nexus::matching {

/// Keeps reports, or fails while `is_failing`.
class FakeReportLog final : public ReportLog {
 public:
  bool record(const Report& report) override {
    if (!is_failing) reports.push_back(report);
    return !is_failing;
  }

  std::vector<Report> reports;
  bool is_failing = false;
};

}  // namespace nexus::matching
