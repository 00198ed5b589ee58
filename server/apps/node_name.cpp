// SPDX-License-Identifier: MIT
#include "apps/node_name.hpp"

#include "apps/setting_rules.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

/// Tried behind a letter, because a name cannot be a dot alone.
bool fits(char c) { return !name_problem(std::string{'a', c}); }

/// FNV-1a: the same on every machine and in every build.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

std::string default_node_name(std::string_view host, std::uint16_t port) {
  if (host.empty()) host = "node";
  std::string whole = fmt::format("{}-{}", host, port);
  if (!name_problem(whole)) return whole;
  const std::string end = fmt::format("-{:016x}-{}", hash_of(host), port);
  std::string name(host.substr(0, kNameBytesMax - end.size()));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !fits(c); }, '-');
  return name + end;
}

std::string host_name() {
  std::array<char, 256> host{};
  return ::gethostname(host.data(), host.size() - 1) == 0 ? host.data() : "";
}

}  // namespace nexus::apps
