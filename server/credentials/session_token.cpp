// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

namespace nexus::credentials {

std::string SessionTokens::issue(VisitorId visitor) const { return keyring_.sign(visitor.text()); }

std::optional<VisitorId> SessionTokens::read(std::string_view text) const {
  const auto payload = keyring_.verify(text);
  if (!payload) return std::nullopt;
  return VisitorId::parse(*payload);
}

}  // namespace nexus::credentials
