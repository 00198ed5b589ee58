// The operator's file of bans, read whenever it changes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/findings.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "moderation/ban_list.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::moderation {

/// How often to call read_some(): a ban takes effect within 5 s after it is written.
inline constexpr auto kBanPollPeriod = std::chrono::seconds(2);
/// A larger file is not read.
inline constexpr std::size_t kBanFileBytesMax = 32 * 1024 * 1024;
/// What a line of the file holds for parse_ban(): empty for a comment. Removes the byte order mark
/// that some editors write at the start of a file.
[[nodiscard]] std::string_view ban_of_line(std::string_view line);

/// A ban that ended this long ago is left out of the list. The margin allows for a wrong clock.
inline constexpr auto kBanOverFor = std::chrono::hours(24);

/// Bytes of the file that one step reads, and bans of the previous list that one step frees. A step
/// takes less than a millisecond, so that sockets are served between steps.
inline constexpr std::size_t kBanBytesPerStep = 8 * 1024;
inline constexpr std::size_t kBansPerStep = 500;

/// Reads one ban a line; skips empty lines and lines that begin with #. Applies the good lines.
/// Logs the bad ones by line number, once as long as they do not change. A file that does not exist
/// yet bans nobody. While a file that was read before is missing, unreadable or cut off, its list
/// stays in force. An empty file counts as cut off, and so does one whose last line has no end and
/// cannot be understood: an editor that is writing it, or a full disk, would lift the bans.
class BanFile {
 public:
  enum class Progress : std::uint8_t {
    kIdle,     ///< the file is unchanged, missing or unreadable
    kReading,  ///< call again in the next turn of the loop
    kRead,     ///< the list was replaced; call again in the next turn of the loop
  };

  /// Whether the file could be read. A missing one is a warning.
  static void judge(const std::string& path, Findings& findings);

  /// `seals` opens the tags of networks. Reads the whole file into `list`. Throws
  /// std::runtime_error if it exists and cannot be read.
  BanFile(std::string path, BanList& list, const Clock& clock, Log log,
          const credentials::NetworkSeals* seals = nullptr);

  /// Takes one step: checks whether the file changed, reads a piece of it, or frees a part of the
  /// previous list. The list is replaced as a whole, at the end of the file.
  Progress read_some();
  /// Whether the latest look found the whole file readable and every line good. A file that does
  /// not exist yet is not an error.
  [[nodiscard]] bool is_sound() const { return is_sound_ && problems_.empty(); }

 private:
  /// Differs after every change of the file that matters.
  struct Stamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t bytes = -1;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  /// By line number.
  using Problems = std::map<std::size_t, std::string>;

  struct Failure {
    bool is_missing = false;
    std::string why;
  };

  struct Reading {
    std::ifstream file;
    Stamp stamp;
    std::string rest{};  ///< a line whose end has not been read; kBanLineBytesMax + 1 at most
    std::size_t line = 0;
    BanList list{};
    Problems problems{};
    std::size_t bad_lines = 0;
  };

  [[nodiscard]] static Result<Stamp, Failure> look(const std::string& path);
  /// Opens the file if it changed.
  [[nodiscard]] Result<void, Failure> begin();
  void read_piece(std::string_view piece);
  void read_line(std::string_view line);
  void finish();
  /// The file that was read has been cut off.
  Progress keep_list(std::string why);
  Progress fail_for(const Failure& failure);

  std::string path_;
  BanList& list_;
  const Clock& clock_;
  Log log_;
  const credentials::NetworkSeals* seals_;
  Stamp stamp_;  ///< of the file that the list was read from
  std::optional<Reading> reading_;
  BanList last_;  ///< the replaced list, freed in steps
  bool was_read_ = false;
  bool is_sound_ = true;
  Problems problems_;    ///< already logged
  std::string failure_;  ///< already logged
};

}  // namespace nexus::moderation
