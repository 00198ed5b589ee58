// SPDX-License-Identifier: MIT
#include "credentials/session_token.hpp"

namespace nexus::credentials {

// The visitor, then the blocked ones: ids have one length, so nothing needs to separate them.

std::string SessionTokens::issue(const Session& session) const {
  std::string payload = session.visitor.text();
  for (const VisitorId blocked : session.blocked) payload.append(blocked.text());
  return keyring_.sign(payload);
}

std::optional<Session> SessionTokens::read(std::string_view text) const {
  const auto payload = keyring_.verify(text);
  if (!payload) return std::nullopt;
  std::vector<VisitorId> ids;
  for (std::size_t at = 0; at < payload->size(); at += VisitorId::kTextLength) {
    const auto id = VisitorId::parse(payload->substr(at, VisitorId::kTextLength));
    if (!id) return std::nullopt;
    ids.push_back(*id);
  }
  if (ids.empty()) return std::nullopt;
  return Session{ids.front(), {ids.begin() + 1, ids.end()}};
}

}  // namespace nexus::credentials
