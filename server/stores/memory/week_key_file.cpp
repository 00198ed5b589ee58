// SPDX-License-Identifier: MIT
#include "stores/memory/week_key_file.hpp"

#include "base/system_error.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace nexus::stores {

void WeekKeyFile::judge(const std::string& folder, Findings& findings) {
  if (folder.empty()) return;
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) {
    findings.problems.push_back("node.state_directory: " + folder + ": " + system_error() +
                                ": make it, for the user of this program");
  } else if (!S_ISDIR(status.st_mode)) {
    findings.problems.push_back("node.state_directory: " + folder + " is no folder");
  } else if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    findings.problems.push_back("node.state_directory: " + folder +
                                " cannot be written: " + system_error());
  }
}

void WeekKeyFile::agree(const credentials::WeekKey& candidate, std::chrono::milliseconds /*life*/,
                        Done done) {
  if (folder_.empty()) return done(candidate);
  if (const auto kept = read(); kept && kept->week == candidate.week) return done(kept);
  if (!write(candidate)) {
    log_.error("week_key_not_kept", {{"file", path()},
                                     {"why", system_error()},
                                     {"so", "bans and blocks by network end with this process"}});
  }
  done(candidate);
}

std::optional<credentials::WeekKey> WeekKeyFile::read() const {
  std::ifstream file(path());
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return credentials::WeekKey::parse(trimmed(line));
}

bool WeekKeyFile::write(const credentials::WeekKey& key) const {
  const std::string next = path() + ".new";
  const int file = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                          S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  const std::string line = key.text() + '\n';
  const bool is_written =
      ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int error = errno;
  ::close(file);
  errno = error;
  return is_written && std::rename(next.c_str(), path().c_str()) == 0;
}

}  // namespace nexus::stores
