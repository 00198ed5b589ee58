// SPDX-License-Identifier: MIT
#include "protocol/testing/vectors.hpp"

#include "base/base64url.hpp"

#include <fstream>
#include <stdexcept>
#include <string_view>

#include <simdjson.h>

namespace nexus::protocol {
namespace {

std::string message_of(const simdjson::dom::element& line) {
  std::string_view text;
  if (line["text"].get(text) == simdjson::SUCCESS) return std::string(text);
  const auto bytes = base64url_decode(line["base64url"].get_string().value());
  if (!bytes) throw std::runtime_error("base64url is broken");
  return {bytes->begin(), bytes->end()};
}

Vector vector_of(const simdjson::dom::element& line) {
  const std::string name(line["name"].get_string().value());
  const std::string_view result = line["result"].get_string().value();
  const auto error = parse_error_code(result);
  if (!error && result != "valid") throw std::runtime_error("result is no error code");
  return {name, name.substr(0, name.find('.')), message_of(line), error};
}

}  // namespace

std::vector<Vector> read_vectors() {
  const std::string path = NEXUS_PROTOCOL_VECTORS;
  std::ifstream file(path);
  std::vector<Vector> vectors;
  simdjson::dom::parser parser;
  for (std::string line; std::getline(file, line);) {
    try {
      vectors.push_back(vector_of(parser.parse(line).value()));
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ": line " + std::to_string(vectors.size() + 1) + ": " +
                               error.what());
    }
  }
  if (vectors.empty()) throw std::runtime_error(path + ": there are no vectors");
  return vectors;
}

}  // namespace nexus::protocol
