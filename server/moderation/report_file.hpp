// Where visitors' reports are kept: in a file, or in the log alone.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/findings.hpp"
#include "base/log.hpp"
#include "matching/report_log.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::moderation {

/// How often sync() wants to be called: a machine that loses its power loses no older report.
inline constexpr auto kReportSyncPeriod = std::chrono::seconds(1);

/// `pattern` with the node's name in the place of {node}.
[[nodiscard]] std::string report_path(std::string pattern, std::string_view node);

/// One report as a JSON object, without the line's end.
[[nodiscard]] std::string report_line(const matching::Report& report);

/// Appends each report as a line to a file of this process alone. An answered report outlives the
/// process at once, and the machine within kReportSyncPeriod: syncing each by itself would make the
/// loop wait for the disk as often as strangers like. The file stays open as long as its path names
/// it, so reports are kept when the folder gets another owner, and can be moved away at any time.
class ReportFile final : public matching::ReportLog {
 public:
  /// Whether a file could be opened there. Writes nothing, not even an empty file.
  static void judge(const std::string& path, Findings& findings);

  /// Throws std::runtime_error when the file cannot be opened for appending. Only its owner can
  /// read a new one.
  ReportFile(std::string path, std::size_t bytes_max, Log log);
  ~ReportFile() override;
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;

  Result<void, matching::ReportError> record(const matching::Report& report) override;
  void sync();

 private:
  [[nodiscard]] bool open();
  [[nodiscard]] bool is_at_its_path() const;
  [[nodiscard]] Result<void, matching::ReportError> append(std::string_view line);
  matching::ReportError give_up(matching::ReportError error, std::string_view why);

  std::string path_;
  std::size_t bytes_max_;
  Log log_;
  int file_ = -1;
  bool is_unsynced_ = false;
  bool is_failing_ = false;  ///< a person was told, and need not be told with every report
};

/// For operators who keep no file. The note is not part of it: a log holds no stranger's words.
class LoggedReports final : public matching::ReportLog {
 public:
  explicit LoggedReports(Log log) : log_(std::move(log)) {}
  Result<void, matching::ReportError> record(const matching::Report& report) override;

 private:
  Log log_;
};

}  // namespace nexus::moderation
