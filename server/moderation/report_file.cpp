// SPDX-License-Identifier: MIT
#include "moderation/report_file.hpp"

#include "base/system_error.hpp"
#include "guard/chat_text.hpp"
#include "protocol/json_writer.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace nexus::moderation {

using matching::Report;

namespace {

namespace fs = std::filesystem;

/// Whether a file ends within a line: a write was cut off, or an editor left out the line feed.
bool ends_within_line(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return false;
  struct stat status {};
  char last = '\n';
  const bool is_within = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                         status.st_size > 0 && ::pread(file, &last, 1, status.st_size - 1) == 1 &&
                         last != '\n';
  ::close(file);
  return is_within;
}

/// Why this process may not write to a file or folder; empty if it may.
std::string not_writable(const std::string& path, const struct stat& status, int mode) {
  if (::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0) return {};
  if (errno != EACCES) return fmt::format("{}: {}", path, system_error());
  return fmt::format("{} belongs to user {} (mode {:03o}), and this program runs as user {}", path,
                     status.st_uid, status.st_mode & 0777U, ::geteuid());
}

/// Why opening the file for appending would fail; empty if it would succeed.
std::string not_appendable(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    if (S_ISLNK(status.st_mode)) return "it is a symbolic link: name the file itself";
    if (S_ISDIR(status.st_mode)) return "it is a folder: name a file in it";
    return not_writable(path, status, W_OK);
  }
  if (errno != ENOENT) return system_error();
  std::error_code ignored;
  const std::string folder = fs::absolute(path, ignored).parent_path().string();
  if (folder.empty()) return "the working directory was removed";
  if (::stat(folder.c_str(), &status) == 0) return not_writable(folder, status, W_OK | X_OK);
  if (errno != ENOENT) return fmt::format("{}: {}", folder, system_error());
  return fmt::format("there is no folder {}: make it, for the user of this program", folder);
}

}  // namespace

void ReportFile::judge(const std::string& path, Findings& findings) {
  const std::string why = not_appendable(path);
  if (why.empty()) return;
  findings.problems.push_back(fmt::format("reports.file: {} cannot be opened: {}", path, why));
}

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
  field("reference", matching::reference_of(report.room, report.reporter));
  field("reason", protocol::to_text(report.reason));
  field("room", report.room.text());
  field("reporter", report.reporter.text());
  field("reported", report.reported.text());
  if (!report.reporter_tag.empty()) field("reporter_tag", report.reporter_tag);
  if (!report.reported_tag.empty()) field("reported_tag", report.reported_tag);
  line += fmt::format(",\"networks\":{}", report.networks);
  if (!report.note.empty()) {
    std::string note = report.note;
    guard::clean_text(note);
    field("note", note);
  }
  line += '}';
  return line;
}

ReportFile::ReportFile(std::string path, std::size_t bytes_max, Log log)
    : path_(std::move(path)), bytes_max_(bytes_max), log_(std::move(log)) {
  if (!open()) {
    throw std::runtime_error(
        fmt::format("reports.file: {} cannot be opened: {}", path_, system_error()));
  }
}

ReportFile::~ReportFile() {
  sync();
  if (file_ >= 0) ::close(file_);
}

bool ReportFile::open() {
  if (file_ >= 0 && is_at_its_path()) return true;
  // O_NONBLOCK: a pipe that nobody reads must not stop the thread.
  const int file =
      ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
             S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  sync();
  if (file_ >= 0) ::close(file_);
  file_ = file;
  // The next report would continue that line, and be as unreadable.
  if (ends_within_line(path_) && ::write(file_, "\n", 1) != 1) {
    log_.error("reports_torn", {{"file", path_}, {"why", system_error()}});
  }
  return true;
}

bool ReportFile::is_at_its_path() const {
  struct stat opened {};
  struct stat named {};
  if (::fstat(file_, &opened) != 0) return false;
  if (::lstat(path_.c_str(), &named) == 0) {
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
  }
  // If the folder now belongs to another user, the path cannot be looked up any more.
  return errno == EACCES && opened.st_nlink > 0;
}

bool ReportFile::record(const Report& report) {
  if (!open()) return give_up(system_error());
  if (!append(report_line(report) + '\n')) return false;
  if (std::exchange(is_failing_, false)) log_.info("reports_kept_again", {{"file", path_}});
  return true;
}

bool ReportFile::append(std::string_view line) {
  struct stat status {};
  if (::fstat(file_, &status) != 0) return give_up(system_error());
  const auto bytes = static_cast<std::size_t>(status.st_size);
  if (bytes > 0 && bytes + line.size() > bytes_max_) {
    if (!rotate()) return give_up(system_error());
    return append(line);
  }
  const ssize_t written = ::write(file_, line.data(), line.size());
  if (written == static_cast<ssize_t>(line.size())) {
    is_unsynced_ = true;
    return true;
  }
  const bool is_pipe_full = written < 0 && errno == EAGAIN;
  const std::string why = is_pipe_full  ? "nobody reads this pipe"
                          : written < 0 ? system_error()
                                        : "the disk is full";
  // A partial line would corrupt the next one.
  if (written > 0 && ::ftruncate(file_, status.st_size) != 0) {
    log_.error("reports_torn", {{"file", path_}, {"why", system_error()}});
  }
  return give_up(why);
}

bool ReportFile::rotate() {
  const auto numbered = [this](int number) { return fmt::format("{}.{}", path_, number); };
  for (int number = kReportFilesFormer; number > 1; --number) {
    // One of them may be missing: the operator may move them away.
    (void)std::rename(numbered(number - 1).c_str(), numbered(number).c_str());
  }
  if (std::rename(path_.c_str(), numbered(1).c_str()) != 0 || !open()) return false;
  log_.info("reports_rotated", {{"file", path_}, {"to", numbered(1)}});
  return true;
}

bool ReportFile::give_up(std::string_view why) {
  if (!std::exchange(is_failing_, true)) {
    log_.error("reports_not_kept", {{"file", path_}, {"why", why}});
  }
  return false;
}

void ReportFile::sync() {
  if (!std::exchange(is_unsynced_, false)) return;
  if (::fdatasync(file_) != 0 && errno != EINVAL) {  // EINVAL: a pipe or a device
    log_.error("reports_not_synced", {{"file", path_}, {"why", system_error()}});
  }
}

bool LoggedReports::record(const Report& report) {
  log_.info("report", {{"reason", protocol::to_text(report.reason)},
                       {"room", report.room.text()},
                       {"reporter", report.reporter.text()},
                       {"reported", report.reported.text()}});
  return true;
}

}  // namespace nexus::moderation
