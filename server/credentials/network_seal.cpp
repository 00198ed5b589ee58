// SPDX-License-Identifier: MIT
#include "credentials/network_seal.hpp"

#include "base/text.hpp"
#include "credentials/token_text.hpp"

namespace nexus::credentials {
namespace {

// Sealed: tag ~ week.
constexpr std::string_view kSealContext = "network";

}  // namespace

std::string NetworkSeals::seal(NetworkTag tag, WallTime now) const {
  if (tag.is_none()) return {};
  std::string payload;
  append_part(payload, tag.text());
  payload.append(std::to_string(week_of(now)));
  return keyring_.seal(payload, kSealContext);
}

std::optional<SealedNetwork> NetworkSeals::open(std::string_view text) const {
  const auto payload = keyring_.open(text, kSealContext);
  const auto parts = payload ? split_parts<1>(*payload) : std::nullopt;
  if (!parts) return std::nullopt;
  const auto tag = NetworkTag::parse((*parts)[0]);
  const auto week = parse_number<Week>((*parts)[1]);
  if (!tag || tag->is_none() || !week) return std::nullopt;
  return SealedNetwork{*tag, *week};
}

}  // namespace nexus::credentials
