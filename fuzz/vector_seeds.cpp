// Writes the text of every golden vector into a folder of seeds: vector-seeds FOLDER
// SPDX-License-Identifier: MIT
#include "protocol/testing/vectors.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("usage: vector-seeds FOLDER");
    for (const auto& vector : nexus::protocol::read_vectors()) {
      std::ofstream file(std::filesystem::path(argv[1]) / vector.name, std::ios::binary);
      file << vector.text << std::flush;
      if (!file) throw std::runtime_error("cannot write " + vector.name);
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "vector-seeds: " << error.what() << '\n';
    return 1;
  }
}
