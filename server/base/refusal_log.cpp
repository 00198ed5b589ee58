// SPDX-License-Identifier: MIT
#include "base/refusal_log.hpp"

#include <algorithm>

namespace nexus {
namespace {

/// Log readers expect UTF-8, but strangers may send any bytes.
std::string in_ascii(std::string_view text) {
  std::string ascii(text.substr(0, RefusalLog::kExampleBytesMax));
  std::replace_if(
      ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x7f; },
      '?');
  return ascii;
}

}  // namespace

void RefusalLog::count(RefusalKind kind, std::string_view example) {
  Tally& tally = tallies_.try_emplace(kind.name, Tally{.kind = kind}).first->second;
  ++tally.total;
  if (tally.pending++ == 0) tally.example = in_ascii(example);
  if (clock_.monotonic() >= tally.quiet_until) report(tally);
}

void RefusalLog::tick() {
  const MonotonicTime now = clock_.monotonic();
  for (auto& [name, tally] : tallies_) {
    if (tally.pending > 0 && now >= tally.quiet_until) report(tally);
  }
}

std::uint64_t RefusalLog::total(RefusalKind kind) const {
  const auto found = tallies_.find(kind.name);
  return found == tallies_.end() ? 0 : found->second.total;
}

void RefusalLog::report(Tally& tally) {
  const RefusalKind& kind = tally.kind;
  if (kind.setting.empty()) {
    log_.info("refused",
              {{"kind", kind.name}, {"count", tally.pending}, {"example", tally.example}});
  } else {
    log_.warn("refused", {{"kind", kind.name},
                          {"count", tally.pending},
                          {"example", tally.example},
                          {"setting", kind.setting}});
  }
  tally.pending = 0;
  tally.quiet_until = clock_.monotonic() + kPeriod;
}

}  // namespace nexus
