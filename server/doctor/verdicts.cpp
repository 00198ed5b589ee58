// SPDX-License-Identifier: MIT
#include "doctor/verdicts.hpp"

#include "transport/ip_address.hpp"

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

/// certbot renews 30 days before the end, so fewer than this mean that it does not.
constexpr std::int64_t kDaysWarn = 14;

}  // namespace

void judge_certificate(std::string_view server, const Certificate& certificate,
                       Diagnosis& findings) {
  if (!certificate.problem.empty()) {
    return findings.fail(
        fmt::format("{}: browsers refuse its certificate: {}", server, certificate.problem),
        "certbot certificates, then serve fullchain.pem and reload the server");
  }
  std::string what =
      fmt::format("{}: the certificate ends in {} days", server, certificate.days_left);
  if (certificate.days_left >= kDaysWarn) return findings.ok(std::move(what));
  findings.warn(std::move(what), "certbot renew --dry-run; systemctl list-timers certbot.timer");
}

bool is_private(const std::string& address) {
  const auto parsed = transport::IpAddress::parse(address);
  return parsed && parsed->is_private();
}

}  // namespace nexus::doctor
