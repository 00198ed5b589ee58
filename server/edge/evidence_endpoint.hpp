// `POST /v1/evidence`: stores the sealed evidence of a report that was answered.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "credentials/evidence_token.hpp"
#include "moderation/evidence_files.hpp"
#include "transport/http.hpp"

#include <optional>
#include <string>

namespace nexus::edge {

/// The token of `Authorization: Bearer TOKEN` (RFC 6750, section 2.1); nullopt without exactly one.
[[nodiscard]] std::optional<std::string> bearer_token(const transport::HttpRequest& request);

/// Takes the body, as it is, under the reference in its token. Both must outlive the route.
[[nodiscard]] transport::BodyRoute evidence_route(moderation::EvidenceFiles& files,
                                                  const credentials::EvidenceTokens& tokens,
                                                  const Clock& clock);

}  // namespace nexus::edge
