// SPDX-License-Identifier: MIT
#include "moderation/evidence_files.hpp"

#include "base/system_error.hpp"
#include "credentials/reference.hpp"
#include "moderation/evidence.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nexus::moderation {
namespace {

constexpr std::string_view kBoxSuffix = ".box";
constexpr std::string_view kDraftSuffix = ".part";
/// What the smallest file takes on most disks: so small ones cannot be without number.
constexpr std::size_t kDiskBlockBytes = 4096;
/// A time server corrects a clock that runs by less, between two ticks.
constexpr auto kClockJump = std::chrono::minutes(1);

std::size_t disk_bytes(std::size_t bytes) {
  return (bytes / kDiskBlockBytes + 1) * kDiskBlockBytes;
}

/// Why the folder cannot be used; empty if it can. `status` describes the path.
std::string not_usable(const std::string& folder, const struct stat& status) {
  if (!S_ISDIR(status.st_mode)) return "it is not a folder";
  if (::faccessat(AT_FDCWD, folder.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
    return system_error();
  }
  return {};
}

}  // namespace

std::string evidence_folder(const std::string& report_path) { return report_path + ".evidence"; }

void EvidenceFiles::judge(const std::string& folder, Findings& findings) {
  struct stat status {};
  // A folder that is missing is created beside the file of reports, which has its own judgement.
  if (::lstat(folder.c_str(), &status) != 0) return;
  if (const std::string why = not_usable(folder, status); !why.empty()) {
    findings.problems.push_back(
        fmt::format("reports.evidence_recipient: {} cannot hold the evidence: {}", folder, why));
  }
}

EvidenceFiles::EvidenceFiles(std::string folder, EvidenceLimits limits, const Clock& clock, Log log)
    : folder_(std::move(folder)),
      limits_(limits),
      clock_(clock),
      log_(std::move(log)),
      last_tick_(clock.monotonic()),
      last_wall_(clock.wall()),
      trusts_clock_from_(last_tick_ + kEvidenceClockTrust) {
  struct stat status {};
  std::string why;
  if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) why = system_error();
  if (why.empty()) {
    why = ::lstat(folder_.c_str(), &status) == 0 ? not_usable(folder_, status) : system_error();
  }
  if (!why.empty()) {
    throw std::runtime_error(
        fmt::format("reports.evidence_recipient: {} cannot hold the evidence: {}", folder_, why));
  }
  read_folder();
}

void EvidenceFiles::read_folder() {
  namespace fs = std::filesystem;
  std::vector<Kept> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    const fs::path& path = entry.path();
    const std::string reference = path.stem().string();
    struct stat status {};
    if (!credentials::is_reference(reference) || ::lstat(path.c_str(), &status) != 0) continue;
    if (path.extension() == kDraftSuffix) ::unlink(path.c_str());
    if (path.extension() != kBoxSuffix || !S_ISREG(status.st_mode)) continue;
    found.push_back({.at = WallTime(std::chrono::seconds(status.st_mtim.tv_sec)),
                     .reference = reference,
                     .bytes = disk_bytes(static_cast<std::size_t>(status.st_size))});
  }
  std::sort(found.begin(), found.end(), [](const Kept& a, const Kept& b) { return a.at < b.at; });
  for (Kept& kept : found) add(std::move(kept));
}

Result<std::unique_ptr<EvidenceFiles::Draft>, EvidenceFiles::Refusal> EvidenceFiles::begin(
    const std::string& reference) {
  struct stat status {};
  if (::lstat(path_of(reference, kBoxSuffix).c_str(), &status) == 0) return fail(Refusal::kStored);
  const int file = ::open(path_of(reference, kDraftSuffix).c_str(),
                          O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file >= 0) return std::make_unique<Draft>(*this, reference, file);
  if (errno == EEXIST) return fail(Refusal::kStored);
  return fail(give_up(system_error()));
}

EvidenceFiles::Draft::Draft(EvidenceFiles& files, std::string reference, int file)
    : files_(files), reference_(std::move(reference)), file_(file) {}

EvidenceFiles::Draft::~Draft() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(files_.path_of(reference_, kDraftSuffix).c_str());
}

void EvidenceFiles::Draft::write(std::string_view piece) {
  if (!failure_.empty()) return;
  const ssize_t written = ::write(file_, piece.data(), piece.size());
  if (written != static_cast<ssize_t>(piece.size())) {
    failure_ = written < 0 ? system_error() : "the disk is full";
  }
  bytes_ += piece.size();
}

Result<void, EvidenceFiles::Refusal> EvidenceFiles::Draft::keep() {
  const std::string from = files_.path_of(reference_, kDraftSuffix);
  if (failure_.empty() &&
      ::rename(from.c_str(), files_.path_of(reference_, kBoxSuffix).c_str()) != 0) {
    failure_ = system_error();
  }
  if (!failure_.empty()) return fail(files_.give_up(failure_));
  ::close(std::exchange(file_, -1));
  files_.add({.at = files_.clock_.wall(), .reference = reference_, .bytes = disk_bytes(bytes_)});
  if (std::exchange(files_.is_failing_, false)) {
    files_.log_.info("evidence_kept_again", {{"folder", files_.folder_}});
  }
  return {};
}

void EvidenceFiles::add(Kept kept) {
  bytes_ += kept.bytes;
  kept_.push_back(std::move(kept));
  while (bytes_ > limits_.bytes_max && kept_.size() > 1) {
    if (!std::exchange(is_full_, true)) {
      log_.warn("evidence_full",
                {{"folder", folder_},
                 {"why", "it has reached reports.evidence_mib_max: the oldest is deleted"}});
    }
    drop_oldest();
  }
}

void EvidenceFiles::tick() {
  is_full_ = false;
  const MonotonicTime now = clock_.monotonic();
  const WallTime wall = clock_.wall();
  if (wall - last_wall_ > now - last_tick_ + kClockJump)
    trusts_clock_from_ = now + kEvidenceClockTrust;
  last_tick_ = now;
  last_wall_ = wall;
  if (now < trusts_clock_from_) return;
  while (!kept_.empty() && kept_.front().at + limits_.keep < wall) drop_oldest();
}

/// The operator may have moved the file away.
void EvidenceFiles::drop_oldest() {
  ::unlink(path_of(kept_.front().reference, kBoxSuffix).c_str());
  bytes_ -= kept_.front().bytes;
  kept_.pop_front();
}

std::string EvidenceFiles::path_of(std::string_view reference, std::string_view suffix) const {
  return fmt::format("{}/{}{}", folder_, reference, suffix);
}

EvidenceFiles::Refusal EvidenceFiles::give_up(std::string_view why) {
  if (!std::exchange(is_failing_, true)) {
    log_.error("evidence_not_kept", {{"folder", folder_}, {"why", why}});
  }
  return Refusal::kUnavailable;
}

}  // namespace nexus::moderation
