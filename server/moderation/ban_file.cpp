// SPDX-License-Identifier: MIT
#include "moderation/ban_file.hpp"

#include "base/system_error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>

namespace nexus::moderation {
namespace {

namespace fs = std::filesystem;

/// Bad lines that are logged: enough to show that a file has a different format altogether.
constexpr std::size_t kProblemsMax = 50;

}  // namespace

std::string_view ban_of_line(std::string_view line) {
  static constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  line = trimmed(line);
  return line.starts_with('#') ? std::string_view() : line;
}

void BanFile::judge(const std::string& path, Findings& findings) {
  auto stamp = look(path);
  if (stamp && !std::ifstream(path)) stamp = fail(Failure{.why = system_error()});
  if (stamp) return;
  if (stamp.error().is_missing) {
    findings.warnings.push_back(fmt::format(
        "bans.file: {} does not exist, so nobody is banned; it is read when it appears", path));
  } else {
    findings.problems.push_back(
        fmt::format("bans.file: {} cannot be read: {}", path, stamp.error().why));
  }
}

BanFile::BanFile(std::string path, BanList& list, const Clock& clock, Log log,
                 const credentials::NetworkSeals* seals)
    : path_(std::move(path)), list_(list), clock_(clock), log_(std::move(log)), seals_(seals) {
  while (read_some() != Progress::kIdle) {
  }
  if (was_read_ || failure_.empty()) return;
  if (const auto stamp = look(path_); !stamp && stamp.error().is_missing) return;
  throw std::runtime_error(fmt::format("bans.file: {} cannot be read: {}", path_, failure_));
}

BanFile::Progress BanFile::read_some() {
  if (last_.size() > 0) {
    last_.shrink(kBansPerStep);
    return Progress::kReading;
  }
  if (!reading_) {
    if (const auto begun = begin(); !begun) return fail_for(begun.error());
    if (!reading_) return Progress::kIdle;
  }
  std::array<char, kBanBytesPerStep> piece;
  reading_->file.read(piece.data(), piece.size());
  if (reading_->file.bad()) return fail_for({.why = "it broke off"});
  read_piece({piece.data(), static_cast<std::size_t>(reading_->file.gcount())});
  if (!reading_->file.eof()) return Progress::kReading;
  const std::size_t bad_lines = reading_->bad_lines;
  const bool is_torn = !reading_->rest.empty();
  if (is_torn) read_piece("\n");
  if (list_.size() > 0 && reading_->line == 0) {
    return keep_list("it is empty; to lift all bans, leave a line that begins with # in it");
  }
  if (list_.size() > 0 && is_torn && reading_->bad_lines > bad_lines) {
    return keep_list(fmt::format("it breaks off in line {}", reading_->line));
  }
  finish();
  return Progress::kRead;
}

BanFile::Progress BanFile::keep_list(std::string why) {
  const Stamp stamp = reading_->stamp;
  const Progress progress = fail_for({.why = std::move(why)});
  stamp_ = stamp;  // not read again until it changes
  return progress;
}

Result<BanFile::Stamp, BanFile::Failure> BanFile::look(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) return fail(Failure{.why = system_error()});
    std::error_code ignored;
    const fs::path folder = fs::absolute(path, ignored).parent_path();
    if (folder.empty()) return fail(Failure{.why = "the working directory was removed"});
    if (fs::exists(folder, ignored)) return fail(Failure{true, "there is no such file"});
    return fail(Failure{.why = fmt::format("there is no folder {}", folder.string())});
  }
  if (!S_ISREG(status.st_mode))
    return fail(Failure{.why = "it is no file but a folder or a device"});
  if (static_cast<std::size_t>(status.st_size) > kBanFileBytesMax) {
    return fail(
        Failure{.why = fmt::format("it has more than {} MiB", kBanFileBytesMax / 1024 / 1024)});
  }
  return Stamp{.device = status.st_dev,
               .inode = status.st_ino,
               .bytes = status.st_size,
               .seconds = status.st_mtim.tv_sec,
               .nanoseconds = status.st_mtim.tv_nsec};
}

Result<void, BanFile::Failure> BanFile::begin() {
  const auto stamp = look(path_);
  if (!stamp) return fail(stamp.error());
  if (*stamp == stamp_) return {};
  std::ifstream file(path_, std::ios::binary);
  if (!file) return fail(Failure{.why = system_error()});
  reading_ = Reading{.file = std::move(file), .stamp = *stamp};
  return {};
}

void BanFile::read_piece(std::string_view piece) {
  std::string& rest = reading_->rest;
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    // One byte beyond the limit is enough to refuse the line.
    rest.append(piece.substr(0, std::min(end, kBanLineBytesMax + 1 - rest.size())));
    if (end == std::string_view::npos) return;
    read_line(rest);
    rest.clear();
    piece.remove_prefix(end + 1);
  }
}

void BanFile::read_line(std::string_view line) {
  Reading& reading = *reading_;
  ++reading.line;
  if (line.size() <= kBanLineBytesMax) line = ban_of_line(line);
  if (line.empty()) return;
  auto entry = parse_ban(line, seals_);
  if (entry && entry->ban.is_over(clock_.wall() - kBanOverFor)) return;
  if (entry && reading.list.size() < kBansMax) return reading.list.add(std::move(*entry));
  ++reading.bad_lines;
  if (reading.problems.size() == kProblemsMax) return;
  reading.problems.emplace(reading.line, entry
                                             ? fmt::format("only the first {} bans count", kBansMax)
                                             : std::move(entry.error()));
}

void BanFile::finish() {
  Reading reading = std::move(*std::exchange(reading_, std::nullopt));
  for (const auto& [line, why] : reading.problems) {
    const auto logged = problems_.find(line);
    if (logged != problems_.end() && logged->second == why) continue;
    log_.error("ban_not_understood", {{"file", path_}, {"line", line}, {"why", why}});
  }
  log_.info("bans_read",
            {{"file", path_}, {"bans", reading.list.size()}, {"bad_lines", reading.bad_lines}});
  stamp_ = reading.stamp;
  problems_ = std::move(reading.problems);
  failure_.clear();
  was_read_ = true;
  is_sound_ = true;
  last_ = std::exchange(list_, std::move(reading.list));
}

/// Logs a failure once, not at every check.
BanFile::Progress BanFile::fail_for(const Failure& failure) {
  if (reading_) last_ = std::move(reading_->list);
  reading_.reset();
  stamp_ = {};
  is_sound_ = failure.is_missing && !was_read_;
  if (std::exchange(failure_, failure.why) == failure.why) return Progress::kIdle;
  if (failure.is_missing && !was_read_) {
    log_.warn("bans_missing",
              {{"file", path_}, {"why", "nobody is banned; the file is read when it appears"}});
  } else {
    log_.error("bans_not_read",
               {{"file", path_}, {"why", failure.why}, {"in_force", list_.size()}});
  }
  return Progress::kIdle;
}

}  // namespace nexus::moderation
