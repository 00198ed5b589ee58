// What the running process counts: the settings alone do not show what became of them.
// SPDX-License-Identifier: MIT
#include "apps/host.hpp"
#include "apps/metrics_page.hpp"
#include "apps/version.hpp"
#include "base/text.hpp"
#include "doctor/checks.hpp"
#include "doctor/web.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <utility>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

/// GET /metrics of the process that serves visitors with these settings.
std::optional<std::string> read_metrics(const std::string& listen) {
  const auto address = apps::parse_metrics_address(listen);
  if (!address) return std::nullopt;  // the settings were refused
  const WebServer server{.host = address->is_unix() ? address->path : address->ip.text(),
                         .authority = "localhost",
                         .port = address->port};
  const auto answer = get(server, "/metrics");
  if (!answer || answer->status != 200) return std::nullopt;
  return "\n" + answer->body;
}

/// The value of a series, which may have its labels; nullopt if there is none.
std::optional<std::uint64_t> value_of(std::string_view metrics, std::string_view series) {
  const std::size_t at = metrics.find(fmt::format("\n{} ", series));
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = metrics.substr(at + series.size() + 2);
  return parse_number<std::uint64_t>(rest.substr(0, rest.find('\n')));
}

void check_descriptors(const apps::Config& config, const std::optional<std::string>& metrics,
                       Diagnosis& findings) {
  const std::size_t needed = config.server.connections_max + apps::kOwnDescriptors;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  // The service has limits of its own, which its unit or its container sets.
  const auto of_process = metrics ? value_of(*metrics, "process_max_fds") : std::nullopt;
  const std::uint64_t files = of_process.value_or(limit.rlim_max);
  const char* const whose = of_process ? "by the running process" : "here";
  if (files >= needed) {  // RLIM_INFINITY is the largest number
    return findings.ok(fmt::format("{} open files are enough for server.connections_max", needed));
  }
  findings.warn(
      fmt::format("only {} files may be opened {}, and server.connections_max needs {}", files,
                  whose, needed),
      fmt::format("LimitNOFILE={} in the unit (systemctl edit), or a lower server.connections_max",
                  needed));
}

void check_running_version(std::string_view metrics, Diagnosis& findings) {
  constexpr std::string_view kLabel = "\nnexuschat_build_info{version=\"";
  const std::size_t at = metrics.find(kLabel);
  if (at == std::string_view::npos) return;
  const std::string_view rest = metrics.substr(at + kLabel.size());
  const std::string_view version = rest.substr(0, rest.find('"'));
  if (version == apps::kVersion) return;
  findings.warn(fmt::format("the running process is version {}, and this program {}", version,
                            apps::kVersion),
                "systemctl restart the service");
}

/// Where a proxy does not name its visitors, they count as one address.
void check_clients(std::string_view metrics, Diagnosis& findings) {
  const auto count = [&](std::string_view reason) {
    return value_of(metrics,
                    fmt::format("nexuschat_clients_unnamed_total{{reason=\"{}\"}}", reason))
        .value_or(0);
  };
  const std::uint64_t untrusted = count("untrusted_proxy"), hidden = count("no_client_address");
  if (untrusted > 0) {
    findings.fail(
        fmt::format("the running process received {} requests with X-Forwarded-For from a peer "
                    "that is not in server.trusted_proxies: all visitors of such a proxy count as "
                    "one address",
                    untrusted),
        "journalctl -u 'nexus*' | grep untrusted_proxy names the peer's network; add the proxy's "
        "address to server.trusted_proxies and restart, or let a firewall admit the proxy only");
  }
  if (hidden > 0) {
    findings.fail(
        fmt::format("a proxy in server.trusted_proxies opened {} sockets without naming the "
                    "client: all its visitors count as one address",
                    hidden),
        "proxy_set_header X-Forwarded-For $remote_addr; in nginx, as deploy/nginx/nexuschat.conf "
        "does");
  }
  if (untrusted == 0 && hidden == 0) findings.ok("the running process knows its visitors apart");
}

}  // namespace

void check_process(Case& given, Diagnosis& findings) {
  const apps::Config& config = given.config;
  std::optional<std::string> metrics;
  if (config.metrics_listen != apps::kNoMetrics) metrics = read_metrics(config.metrics_listen);
  check_descriptors(config, metrics, findings);
  if (config.metrics_listen == apps::kNoMetrics) return;
  if (!metrics) {
    return findings.warn(
        fmt::format("the running process was not examined: nothing answers at {} (metrics.listen)",
                    config.metrics_listen),
        "systemctl status 'nexus*'; give the doctor the flags and variables of the unit");
  }
  check_running_version(*metrics, findings);
  check_clients(*metrics, findings);
}

}  // namespace nexus::doctor
