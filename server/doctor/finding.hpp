// What the doctor found, and the command that helps.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::doctor {

enum class Grade : std::uint8_t { kOk, kWarn, kFail };

struct Finding {
  Grade grade = Grade::kOk;
  std::string what;  ///< one sentence that names the setting or the server; never a secret
  std::string cure;  ///< one command or one change; empty if all is well
};

/// The findings, in the order of the checks.
class Diagnosis {
 public:
  void ok(std::string what) { all_.push_back({Grade::kOk, std::move(what), {}}); }
  void warn(std::string what, std::string cure) {
    all_.push_back({Grade::kWarn, std::move(what), std::move(cure)});
  }
  void fail(std::string what, std::string cure) {
    all_.push_back({Grade::kFail, std::move(what), std::move(cure)});
  }
  void append(Diagnosis more) {
    for (Finding& finding : more.all_) all_.push_back(std::move(finding));
  }
  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }

 private:
  std::vector<Finding> all_;
};

}  // namespace nexus::doctor
