// Looks for visitors' ids in the texts that clients receive.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.hpp"

#include <bitset>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace nexus::simulation {

/// Knows every visitor's id, and which ids each client may know: those that it proved to be its
/// own.
class IdWatch {
 public:
  void prove(ClientId client, VisitorId visitor) {
    if (ids_.insert(visitor).second) {
      const std::string text = visitor.text();
      heads_.set(head(visitor.bytes().data()));
      heads_.set(head(text.data()));
      texts_.emplace(text, visitor);
    }
    own_[client].insert(visitor);
  }

  /// An id of another visitor that `text` holds: as text or as bytes, plain or inside base64url.
  [[nodiscard]] std::optional<VisitorId> leak(ClientId reader, std::string_view text) const;

 private:
  /// The first two bytes: a cheap test that excludes almost all places of a text.
  static std::size_t head(const void* bytes) {
    std::uint16_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }

  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  [[nodiscard]] bool is_foreign(VisitorId id, ClientId reader) const;
  /// An id of another visitor as text in a run of base64url.
  [[nodiscard]] std::optional<VisitorId> spelt_out(ClientId reader, std::string_view run) const;

  std::bitset<65536> heads_;  ///< of all ids, as bytes and as text
  std::unordered_set<VisitorId> ids_;
  std::unordered_map<std::string, VisitorId, TextHash, std::equal_to<>> texts_;
  std::unordered_map<ClientId, std::unordered_set<VisitorId>> own_;
};

}  // namespace nexus::simulation
