// Sealed evidence of reports, one file each. This program cannot read what it stores.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/findings.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace nexus::moderation {

/// How often to call tick().
inline constexpr auto kEvidenceTick = std::chrono::minutes(10);

/// For so long after a start or a jump ahead of the wall clock, nothing is deleted for its age: the
/// clock may be wrong until the next answer of a time server.
inline constexpr auto kEvidenceClockTrust = std::chrono::hours(1);

struct EvidenceLimits {
  std::size_t bytes_max = std::size_t{256} * 1024 * 1024;  ///< of all files together
  std::chrono::days keep{30};                              ///< older files are deleted
};

/// The folder of a process's evidence, beside its file of reports.
[[nodiscard]] std::string evidence_folder(const std::string& report_path);

/// Stores each evidence in a file of its own, FOLDER/REFERENCE.box, readable by its owner only. At
/// the limit the oldest files are deleted: evidence is most useful while its report is new, and a
/// flood of reports could otherwise keep all evidence away for as long as files are kept. Files
/// survive the process at once; they are not synced to the disk, which would make sockets wait.
/// The operator may delete or move files at any time.
class EvidenceFiles {
 public:
  enum class Refusal : std::uint8_t {
    kStored,       ///< this report has evidence, or is receiving it
    kUnavailable,  ///< the disk refuses; the log has the reason
  };

  /// Evidence on its way to the disk. Destroyed without keep(), it leaves nothing.
  class Draft {
   public:
    Draft(EvidenceFiles& files, std::string reference, int file);
    ~Draft();
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(std::string_view piece);
    /// All is written. An error leaves nothing.
    [[nodiscard]] Result<void, Refusal> keep();

   private:
    EvidenceFiles& files_;
    const std::string reference_;
    int file_;
    std::size_t bytes_ = 0;
    std::string failure_;  ///< of the first write that failed
  };

  /// Whether the folder can be used or created. Writes nothing.
  static void judge(const std::string& folder, Findings& findings);

  /// Creates the folder if it is missing, and drops drafts that a former process left there. Throws
  /// std::runtime_error if the folder cannot be used.
  EvidenceFiles(std::string folder, EvidenceLimits limits, const Clock& clock, Log log);

  /// `reference` is that of the report: a name without any character that a path could need.
  [[nodiscard]] Result<std::unique_ptr<Draft>, Refusal> begin(const std::string& reference);
  /// Deletes what is too old, unless the clock is in doubt: see kEvidenceClockTrust.
  void tick();
  /// For the next evidence, and the next tick.
  void set_limits(EvidenceLimits limits) { limits_ = limits; }

 private:
  struct Kept {
    WallTime at{};
    std::string reference;
    std::size_t bytes = 0;  ///< on the disk
  };

  [[nodiscard]] std::string path_of(std::string_view reference, std::string_view suffix) const;
  void read_folder();
  void add(Kept kept);
  void drop_oldest();
  Refusal give_up(std::string_view why);

  const std::string folder_;
  EvidenceLimits limits_;
  const Clock& clock_;
  Log log_;
  std::deque<Kept> kept_;  ///< the oldest first
  std::size_t bytes_ = 0;
  MonotonicTime last_tick_;
  WallTime last_wall_;  ///< at the last tick
  MonotonicTime trusts_clock_from_;
  bool is_failing_ = false;  ///< a failure was logged, and is not logged again with every evidence
  bool is_full_ = false;     ///< the same for a full folder, until the next tick
};

}  // namespace nexus::moderation
