// Stores visitors' reports: in a file, or only in the log.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/findings.hpp"
#include "base/log.hpp"
#include "matching/report_log.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::moderation {

/// How often to call sync(). After a power failure, only reports younger than this may be lost.
inline constexpr auto kReportSyncPeriod = std::chrono::seconds(1);

/// Former files that are kept when the file is full: FILE.1 is the latest.
inline constexpr int kReportFilesFormer = 3;

/// `pattern` with {node} replaced by the node's name.
[[nodiscard]] std::string report_path(std::string pattern, std::string_view node);

/// One report as a JSON object, without a line end.
[[nodiscard]] std::string report_line(const matching::Report& report);

/// Appends each report as a line to a file that only this process writes. An answered report
/// survives the process at once, and the machine within kReportSyncPeriod: with a sync per report,
/// strangers could make the loop wait for the disk as often as they like. The file stays open as
/// long as its path names it. A full file becomes FILE.1, FILE.1 becomes FILE.2, and the oldest is
/// deleted: no flood makes it refuse a report. So reports are kept when the folder gets another
/// owner, and the operator can move the file away at any time.
class ReportFile final : public matching::ReportLog {
 public:
  /// Whether the file can be opened. Writes nothing, not even an empty file.
  static void judge(const std::string& path, Findings& findings);

  /// Throws std::runtime_error if the file cannot be opened for appending. A new file is readable
  /// only by its owner.
  ReportFile(std::string path, std::size_t bytes_max, Log log);
  ~ReportFile() override;
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;

  bool record(const matching::Report& report) override;
  void sync();
  /// For the next report.
  void set_limit(std::size_t bytes_max) { bytes_max_ = bytes_max; }

 private:
  [[nodiscard]] bool open();
  [[nodiscard]] bool is_at_its_path() const;
  /// Moves the full file away. False, with errno, if that fails.
  [[nodiscard]] bool rotate();
  [[nodiscard]] bool append(std::string_view line);
  /// Logs the first of several failures. Returns false.
  bool give_up(std::string_view why);

  std::string path_;
  std::size_t bytes_max_;
  Log log_;
  int file_ = -1;
  bool is_unsynced_ = false;
  bool is_failing_ = false;  ///< a failure was logged, and is not logged again with every report
};

/// For operators without a report file. Leaves the note out: a log must not hold strangers' words.
class LoggedReports final : public matching::ReportLog {
 public:
  explicit LoggedReports(Log log) : log_(std::move(log)) {}
  bool record(const matching::Report& report) override;

 private:
  Log log_;
};

}  // namespace nexus::moderation
