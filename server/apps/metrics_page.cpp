// SPDX-License-Identifier: MIT
#include "apps/metrics_page.hpp"

#include <chrono>
#include <utility>

namespace nexus::apps {
namespace {

/// The text format's own type: https://prometheus.io/docs/instrumenting/exposition_formats/
constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

/// Enough for some Prometheus servers and an operator's own look.
transport::ServerOptions page_options() {
  transport::ServerOptions options;
  options.connections_max = 16;
  options.connections_per_address_max = 16;
  options.requests_per_address_per_second_max = 20;
  options.loopback_is_exempt = false;
  options.request_header_bytes_max = 8 * 1024;
  options.request_target_bytes_max = 256;
  options.message_bytes_max = 0;                          // no WebSockets
  options.keep_alive_timeout = std::chrono::seconds(75);  // longer than most scrape periods
  options.may_await_address = true;
  return options;
}

}  // namespace

MetricsPage::MetricsPage(transport::EventLoop& loop, Log log, const Clock& clock)
    : log_(log), server_(loop, page_options(), log, clock) {
  server_.route_get("/metrics", [this](const auto&) {
    transport::HttpResponse response;
    response.content_type = kContentType;
    response.body = exposition(groups_);
    return response;
  });
}

void MetricsPage::listen(std::string_view text) {
  const auto address = parse_metrics_address(text);
  const auto port = address ? server_.listen(*address)
                            : Result<std::uint16_t, std::string>(fail(address.error()));
  if (port) return log_.info("metrics_served", {{"address", text}, {"port", *port}});
  log_.error("metrics_not_served",
             {{"address", text},
              {"why", port.error()},
              {"do", "give each process of this machine a metrics.listen of its own"}});
}

}  // namespace nexus::apps
