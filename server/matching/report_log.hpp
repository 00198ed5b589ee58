// Port: storage for visitors' reports of their partners.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "credentials/reference.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
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

class ReportLog {
 public:
  virtual ~ReportLog() = default;
  /// Stores the report: it survives the process. False if it cannot be written at present.
  [[nodiscard]] virtual bool record(const Report& report) = 0;
};

}  // namespace nexus::matching
