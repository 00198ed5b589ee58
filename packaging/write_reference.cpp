// write-reference FOLDER: writes the package's documents about settings into it.
// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include <cstdio>
#include <fstream>
#include <string>

namespace {

bool write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) std::fprintf(stderr, "%s cannot be written\n", path.c_str());
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write-reference FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  const bool is_done = write(folder + "/nexuschat.toml", nexus::packaging::settings_file()) &&
                       write(folder + "/nexuschat.1", nexus::packaging::manual_page());
  return is_done ? 0 : 1;
}
