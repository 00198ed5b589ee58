// Judgements that several checks share.
// SPDX-License-Identifier: MIT
#pragma once

#include "doctor/connection.hpp"
#include "doctor/finding.hpp"

#include <string>
#include <string_view>

namespace nexus::doctor {

/// Reports the certificate that `server` showed.
void judge_certificate(std::string_view server, const Certificate& certificate,
                       Diagnosis& findings);

/// Whether the numeric address belongs to this machine or to a private network.
[[nodiscard]] bool is_private(const std::string& address);

}  // namespace nexus::doctor
