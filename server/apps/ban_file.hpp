// The operator's file of bans, read whenever it changed.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/ban_list.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace nexus::apps {

/// How often read_some() wants to be called: a ban binds within 5 s of being written.
inline constexpr auto kBanPollPeriod = std::chrono::seconds(2);
/// A larger file is not read at all.
inline constexpr std::size_t kBanFileBytesMax = 32 * 1024 * 1024;
/// A ban that is over for so long takes no place in the list, also by a clock that is wrong.
inline constexpr auto kBanOverFor = std::chrono::hours(24);

/// Reads one ban a line; empty lines and those that begin with # say nothing. The good lines of a
/// file count, the bad ones are logged by their number, once while they stay as they are. While the
/// file can not be read the last list stays in force.
class BanFile {
 public:
  enum class Progress : std::uint8_t {
    kIdle,     ///< the file is as it was, or can not be read
    kReading,  ///< call again soon: a long file is read in pieces, so that sockets are served
               ///< between
    kRead,     ///< the list is another
  };

  /// Reads the whole file into `list`. Throws std::runtime_error when it can not be read.
  BanFile(std::string path, BanList& list, const Clock& clock, Log log);

  /// Looks whether the file changed, or goes on reading it. The list is replaced at the end, as a
  /// whole.
  Progress read_some();

 private:
  /// What differs after every change that matters.
  struct Stamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t bytes = -1;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  /// By the number of their line.
  using Problems = std::map<std::size_t, std::string>;

  struct Reading {
    std::ifstream file;
    Stamp stamp;
    std::size_t line = 0;
    BanList list{};
    Problems problems{};
    std::size_t bad_lines = 0;
  };

  [[nodiscard]] Result<Stamp, std::string> look() const;
  /// Opens the file if it changed.
  [[nodiscard]] Result<void, std::string> begin();
  void read_line(std::string_view line);
  void finish();
  Progress fail_for(const std::string& why);

  std::string path_;
  BanList& list_;
  const Clock& clock_;
  Log log_;
  Stamp stamp_;  ///< of what the list was read from
  std::optional<Reading> reading_;
  Problems problems_;    ///< that a person was told of
  std::string failure_;  ///< likewise
};

}  // namespace nexus::apps
