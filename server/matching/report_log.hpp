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

/// One visitor's report of another. It holds no address, no chat and no picture.
struct Report {
  WallTime at{};
  RoomId room;
  VisitorId reporter;
  VisitorId reported;
  protocol::ReportReason reason{};
  std::string note;  ///< UTF-8, a stranger's words; may be empty
};

enum class ReportError : std::uint8_t {
  kUnavailable,  ///< cannot be written at present
  kFull,         ///< a limit is reached, and a person has to make room
};

class ReportLog {
 public:
  virtual ~ReportLog() = default;
  /// Keeps the report. Without an error the report outlives the process.
  [[nodiscard]] virtual Result<void, ReportError> record(const Report& report) = 0;
};

}  // namespace nexus::matching
