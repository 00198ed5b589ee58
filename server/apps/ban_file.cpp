// SPDX-License-Identifier: MIT
#include "apps/ban_file.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

/// About a millisecond's work.
constexpr int kLinesPerPiece = 500;
/// Of a file that is something else altogether, so many lines are enough to see that.
constexpr std::size_t kProblemsMax = 50;

std::string system_error() { return std::strerror(errno); }

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

BanFile::BanFile(std::string path, BanList& list, const Clock& clock, Log log)
    : path_(std::move(path)), list_(list), clock_(clock), log_(std::move(log)) {
  while (read_some() == Progress::kReading) {
  }
  if (!failure_.empty()) {
    throw std::runtime_error(fmt::format("bans.file: {} can not be read: {}", path_, failure_));
  }
}

BanFile::Progress BanFile::read_some() {
  if (!reading_) {
    if (const auto begun = begin(); !begun) return fail_for(begun.error());
    if (!reading_) return Progress::kIdle;
  }
  std::string line;
  for (int i = 0; i < kLinesPerPiece; ++i) {
    if (!std::getline(reading_->file, line)) {
      if (reading_->file.bad()) return fail_for("it broke off");
      finish();
      return Progress::kRead;
    }
    read_line(trimmed(line));
  }
  return Progress::kReading;
}

Result<BanFile::Stamp, std::string> BanFile::look() const {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return fail(system_error());
  if (!S_ISREG(status.st_mode)) return fail<std::string>("it is no file");
  if (static_cast<std::size_t>(status.st_size) > kBanFileBytesMax) {
    return fail(fmt::format("it has more than {} MiB", kBanFileBytesMax / 1024 / 1024));
  }
  return Stamp{.device = status.st_dev,
               .inode = status.st_ino,
               .bytes = status.st_size,
               .seconds = status.st_mtim.tv_sec,
               .nanoseconds = status.st_mtim.tv_nsec};
}

Result<void, std::string> BanFile::begin() {
  const auto stamp = look();
  if (!stamp) return fail(stamp.error());
  if (*stamp == stamp_) return {};
  std::ifstream file(path_, std::ios::binary);
  if (!file) return fail(system_error());
  reading_ = Reading{.file = std::move(file), .stamp = *stamp};
  return {};
}

void BanFile::read_line(std::string_view line) {
  Reading& reading = *reading_;
  ++reading.line;
  if (line.empty() || line.front() == '#') return;
  auto entry = parse_ban(line);
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
    const auto told = problems_.find(line);
    if (told != problems_.end() && told->second == why) continue;
    log_.error("ban_not_understood", {{"file", path_}, {"line", line}, {"why", why}});
  }
  log_.info("bans_read",
            {{"file", path_}, {"bans", reading.list.size()}, {"bad_lines", reading.bad_lines}});
  stamp_ = reading.stamp;
  problems_ = std::move(reading.problems);
  failure_.clear();
  list_ = std::move(reading.list);
}

/// A person was told of the same failure once, and need not be told with every look.
BanFile::Progress BanFile::fail_for(const std::string& why) {
  reading_.reset();
  stamp_ = {};
  if (std::exchange(failure_, why) != why) {
    log_.error("bans_not_read", {{"file", path_}, {"why", why}, {"in_force", list_.size()}});
  }
  return Progress::kIdle;
}

}  // namespace nexus::apps
