// SPDX-License-Identifier: MIT
#include "apps/secret_files.hpp"

#include "apps/read_file.hpp"
#include "base/system_error.hpp"
#include "base/text.hpp"

#include <sstream>
#include <sys/stat.h>

#include <fmt/format.h>

namespace nexus::apps {

std::string file_setting_of(const Setting& secret) { return secret.name() + "_file"; }

std::string credential_path(const Setting& secret, const Environment& environment) {
  const auto folder = environment.find("CREDENTIALS_DIRECTORY");
  if (folder == environment.end() || folder->second.empty()) return {};
  std::string path = fmt::format("{}/{}", folder->second, secret.type.credential);
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 || errno != ENOENT ? path : std::string();
}

SecretFile read_secret_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return {.problem = fmt::format("cannot be read: {}", system_error())};
  }
  // Opening a pipe could block permanently.
  if (!S_ISREG(status.st_mode)) return {.problem = "cannot be read: it is not a regular file"};
  const auto text = read_file(path, kSecretFileBytesMax);
  if (!text) return {.problem = fmt::format("cannot be read: {}", text.error())};
  SecretFile file{.is_public = (status.st_mode & S_IROTH) != 0};
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (const auto value = trimmed(line); !value.empty()) file.values.emplace_back(value);
  }
  if (file.values.empty()) file.problem = "is empty: write the secret into it, one a line";
  return file;
}

}  // namespace nexus::apps
