// Keeps the week's key of network tags over a restart of a single machine.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/findings.hpp"
#include "base/log.hpp"
#include "credentials/network_tag.hpp"

#include <optional>
#include <string>

namespace nexus::stores {

/// One key in the file "week-key" of a folder, readable only by its owner. Without a folder the key
/// lives as long as the process. The key of a new week overwrites the old one; a process that does
/// not run at a week's end leaves the old key in the file until its next start.
class WeekKeyFile final : public credentials::WeekKeyStore {
 public:
  /// Whether the folder can be written; empty means none.
  static void judge(const std::string& folder, Findings& findings);

  WeekKeyFile(std::string folder, Log log) : folder_(std::move(folder)), log_(std::move(log)) {}

  void agree(const credentials::WeekKey& candidate, std::chrono::milliseconds life,
             Done done) override;

 private:
  [[nodiscard]] std::string path() const { return folder_ + "/week-key"; }
  [[nodiscard]] std::optional<credentials::WeekKey> read() const;
  /// Replaces the file as a whole. False, with errno, if that fails.
  [[nodiscard]] bool write(const credentials::WeekKey& key) const;

  std::string folder_;
  Log log_;
};

}  // namespace nexus::stores
