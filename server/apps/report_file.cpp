// SPDX-License-Identifier: MIT
#include "apps/report_file.hpp"

#include "guard/chat_text.hpp"
#include "protocol/json_writer.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace nexus::apps {

using matching::Report;
using matching::ReportError;

namespace {

/// RFC 3339, in UTC, with milliseconds.
std::string timestamp(WallTime at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto milliseconds = (at - seconds).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), milliseconds);
}

std::string system_error() { return std::strerror(errno); }

}  // namespace

std::string report_path(std::string pattern, std::string_view node) {
  static constexpr std::string_view kNode = "{node}";
  if (const auto at = pattern.find(kNode); at != std::string::npos) {
    pattern.replace(at, kNode.size(), node);
  }
  return pattern;
}

std::string report_line(const Report& report) {
  std::string line;
  const auto field = [&line](std::string_view name, std::string_view value) {
    line += line.empty() ? "{" : ",";
    protocol::append_json_string(name, line);
    line += ':';
    protocol::append_json_string(value, line);
  };
  field("at", timestamp(report.at));
  field("reason", protocol::to_text(report.reason));
  field("room", report.room.text());
  field("reporter", report.reporter.text());
  field("reported", report.reported.text());
  if (!report.note.empty()) {
    std::string note = report.note;
    guard::strip_invisible(note);
    field("note", note);
  }
  line += '}';
  return line;
}

ReportFile::ReportFile(std::string path, std::size_t bytes_max, Log log)
    : path_(std::move(path)), bytes_max_(bytes_max), log_(std::move(log)) {
  if (!open()) {
    throw std::runtime_error(
        fmt::format("reports.file: {} can not be opened: {}", path_, system_error()));
  }
}

ReportFile::~ReportFile() { sync(); }

bool ReportFile::open() {
  if (file_ < 0) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                   S_IRUSR | S_IWUSR);
  }
  return file_ >= 0;
}

Result<void, ReportError> ReportFile::record(const Report& report) {
  if (!open()) return fail(give_up(ReportError::kUnavailable, system_error()));
  if (auto appended = append(report_line(report) + '\n'); !appended) return appended;
  if (std::exchange(is_failing_, false)) log_.info("reports_kept_again", {{"file", path_}});
  return {};
}

Result<void, ReportError> ReportFile::append(std::string_view line) {
  struct stat status {};
  if (::fstat(file_, &status) != 0) return fail(give_up(ReportError::kUnavailable, system_error()));
  if (static_cast<std::size_t>(status.st_size) + line.size() > bytes_max_) {
    return fail(give_up(ReportError::kFull, "it has reached reports.mib_max: move it away"));
  }
  const ssize_t written = ::write(file_, line.data(), line.size());
  if (written == static_cast<ssize_t>(line.size())) return {};
  const std::string why = written < 0 ? system_error() : "the disk is full";
  // Half a line would spoil the next one.
  if (written > 0 && ::ftruncate(file_, status.st_size) != 0) {
    log_.error("reports_torn", {{"file", path_}, {"why", system_error()}});
  }
  return fail(give_up(ReportError::kUnavailable, why));
}

ReportError ReportFile::give_up(ReportError error, std::string_view why) {
  if (!std::exchange(is_failing_, true)) {
    log_.error("reports_not_kept", {{"file", path_}, {"why", why}});
  }
  return error;
}

void ReportFile::sync() {
  if (file_ < 0) return;
  if (::fdatasync(file_) != 0 && errno != EINVAL) {  // EINVAL: a pipe or a device
    log_.error("reports_not_synced", {{"file", path_}, {"why", system_error()}});
  }
  ::close(std::exchange(file_, -1));
}

Result<void, ReportError> LoggedReports::record(const Report& report) {
  log_.info("report", {{"reason", protocol::to_text(report.reason)},
                       {"room", report.room.text()},
                       {"reporter", report.reporter.text()},
                       {"reported", report.reported.text()}});
  return {};
}

}  // namespace nexus::apps
