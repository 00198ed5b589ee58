// SPDX-License-Identifier: MIT
#include "simulation/id_watch.hpp"

#include "base/base64url.hpp"
#include "base/text.hpp"

#include <cstring>

namespace nexus::simulation {
namespace {

constexpr std::size_t kIdBytes = sizeof(VisitorId);

bool is_base64url(char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }

VisitorId id_from(const std::uint8_t* bytes) {
  VisitorId id;
  std::memcpy(&id, bytes, kIdBytes);
  return id;
}

/// Calls `visit` with each longest run of base64url in `text` that is long enough for an id.
template <class Visit>
void each_run(std::string_view text, Visit visit) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_base64url(text[at])) continue;
    if (at - begin >= VisitorId::kTextLength) visit(text.substr(begin, at - begin));
    begin = at + 1;
  }
}

}  // namespace

bool IdWatch::is_foreign(VisitorId id, ClientId reader) const {
  if (!ids_.contains(id)) return false;
  const auto own = own_.find(reader);
  return own == own_.end() || !own->second.contains(id);
}

std::optional<VisitorId> IdWatch::spelt_out(ClientId reader, std::string_view run) const {
  for (std::size_t at = 0; at + VisitorId::kTextLength <= run.size(); ++at) {
    if (!heads_.test(head(run.data() + at))) continue;
    const auto known = texts_.find(run.substr(at, VisitorId::kTextLength));
    if (known != texts_.end() && is_foreign(known->second, reader)) return known->second;
  }
  return std::nullopt;
}

std::optional<VisitorId> IdWatch::leak(ClientId reader, std::string_view text) const {
  std::optional<VisitorId> found;
  each_run(text, [&](std::string_view run) {
    if (const auto id = spelt_out(reader, run)) found = id;
    for (std::size_t skipped = 0; skipped < 4; ++skipped) {
      const std::size_t whole = (run.size() - skipped) / 4 * 4;
      const auto bytes = base64url_decode(run.substr(skipped, whole));
      if (!bytes) continue;
      for (std::size_t at = 0; at + kIdBytes <= bytes->size(); ++at) {
        if (!heads_.test(head(bytes->data() + at))) continue;
        const VisitorId id = id_from(bytes->data() + at);
        if (is_foreign(id, reader)) found = id;
      }
      // A token inside a token: its text is in the decoded bytes.
      each_run({reinterpret_cast<const char*>(bytes->data()), bytes->size()},
               [&](std::string_view inner) {
                 if (const auto id = spelt_out(reader, inner)) found = id;
               });
    }
  });
  return found;
}

}  // namespace nexus::simulation
