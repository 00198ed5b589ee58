// SPDX-License-Identifier: MIT
#include "apps/read_file.hpp"

#include "base/system_error.hpp"

#include <fstream>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

constexpr std::size_t kMebibyteOfText = 1024 * 1024;

}  // namespace

Result<std::string, std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail<std::string>(system_error());
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  // A folder can be opened; reading it fails here.
  if (file.bad()) return fail<std::string>("it is not a file");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() <= bytes_max) return text;
  return fail(bytes_max >= kMebibyteOfText
                  ? fmt::format("it has more than {} KiB", bytes_max / 1024)
                  : fmt::format("it has more than {} bytes", bytes_max));
}

}  // namespace nexus::apps
