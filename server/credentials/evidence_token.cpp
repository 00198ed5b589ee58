// SPDX-License-Identifier: MIT
#include "credentials/evidence_token.hpp"

#include "credentials/reference.hpp"
#include "credentials/token_text.hpp"

namespace nexus::credentials {

// reference ~ issued
std::string EvidenceTokens::issue(std::string_view reference, WallTime now) const {
  std::string payload;
  append_part(payload, reference);
  payload.append(text_of(now));
  return keyring_.sign(payload);
}

std::optional<std::string> EvidenceTokens::reference_in(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  const auto parts = payload ? split_parts<1>(*payload) : std::nullopt;
  if (!parts || !is_reference((*parts)[0])) return std::nullopt;
  const auto issued = parse_time((*parts)[1]);
  if (!issued || now > *issued + kEvidenceTokenLife) return std::nullopt;
  return std::string((*parts)[0]);
}

}  // namespace nexus::credentials
