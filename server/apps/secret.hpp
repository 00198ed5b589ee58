// A text that does not print itself.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

namespace nexus::apps {

/// Has no stream or format operator on purpose: whoever needs the text asks for it by name.
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
