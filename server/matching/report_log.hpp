// Port: storage for visitors' reports of their partners.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "credentials/reference.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace nexus::matching {

/// One visitor's report of another. It contains no address, no chat and no picture.
struct Report {
  WallTime at{};
  RoomId room;
  VisitorId reporter;
  VisitorId reported;
  std::string reporter_tag{};  ///< of the networks of both, sealed; empty if not known
  std::string reported_tag{};
  std::size_t networks = 1;  ///< different networks that reported this visitor within a day
  protocol::ReportReason reason{};
  std::string note;  ///< UTF-8, a stranger's words; may be empty
};

/// The name of a visitor's report of its partner in that room; the same on every node.
[[nodiscard]] inline std::string reference_of(RoomId room, VisitorId reporter) {
  return credentials::reference_of(room.text() + reporter.text());
}

enum class ReportError : std::uint8_t {
  kUnavailable,  ///< cannot be written at present
  kFull,         ///< a limit is reached, and the operator has to free space
};

class ReportLog {
 public:
  virtual ~ReportLog() = default;
  /// Stores the report. If there is no error, the report survives the process.
  [[nodiscard]] virtual Result<void, ReportError> record(const Report& report) = 0;
};

}  // namespace nexus::matching
