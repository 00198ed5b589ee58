// Port: where visitors' reports of their partners are kept.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "protocol/generated/messages.hpp"

#include <cstdint>
#include <string>

namespace nexus::matching {

/// What one visitor says of another. No address, no chat and no picture is part of it.
struct Report {
  WallTime at{};
  RoomId room;
  VisitorId reporter;
  VisitorId reported;
  protocol::ReportReason reason{};
  std::string note;  ///< UTF-8, a stranger's words; may be empty
};

enum class ReportError : std::uint8_t {
  kUnavailable,  ///< can not be written at present
  kFull,         ///< a limit is reached, and a person has to make room
};

class ReportLog {
 public:
  virtual ~ReportLog() = default;
  /// Keeps the report. Whoever was answered without an error relies on it: it outlives the process.
  [[nodiscard]] virtual Result<void, ReportError> record(const Report& report) = 0;
};

}  // namespace nexus::matching
