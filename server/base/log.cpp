// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include <cstdio>

namespace nexus {
namespace {

class StandardError final : public LogSink {
 public:
  void write(std::string line) override { std::fwrite(line.data(), 1, line.size(), stderr); }
};

}  // namespace

std::shared_ptr<LogSink> standard_error() {
  static const auto sink = std::make_shared<StandardError>();
  return sink;
}

}  // namespace nexus
