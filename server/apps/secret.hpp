// A text that cannot be printed by accident.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

namespace nexus::apps {

/// Deliberately has no stream or format operator: callers read the text through a named function.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace nexus::apps
