// HTTP requests, from their bytes to the answer to an upgrade, and the client address behind a
// proxy. SPDX-License-Identifier: MIT
#include "fuzz/check.hpp"
#include "transport/http_parser.hpp"
#include "transport/ip_address.hpp"
#include "transport/origin_policy.hpp"
#include "transport/upgrade.hpp"

#include <string>

using namespace nexus::transport;
using nexus::fuzz::check;

namespace {

constexpr HeadLimits kLimits{.header_bytes_max = 2048, .target_bytes_max = 512};

void check_head(const RequestHead& head, std::string_view bytes) {
  const HttpRequest& request = head.request;
  check(head.bytes > 0 && head.bytes <= bytes.size(), "a head ends within the received bytes");
  check(head.bytes <= kLimits.header_bytes_max + 2, "a head stays within its limit");
  check(request.path.starts_with('/'), "a path starts with a slash");
  check(request.path.size() + request.query.size() <= kLimits.target_bytes_max,
        "a target stays within its limit");
  const std::string_view forbidden("\0\r\n", 3);
  for (const HttpHeader& header : request.headers) {
    check(header.value.find_first_of(forbidden) == std::string::npos,
          "no value contains a line end");
  }
  check(request.path.find_first_of(forbidden) == std::string::npos, "no path contains a line end");
}

void check_upgrade(const RequestHead& head) {
  static const OriginPolicy listed({"https://chat.example"}, false);
  static const OriginPolicy same({}, false);
  for (const OriginPolicy* origins : {&listed, &same}) {
    const auto accepted = accept_upgrade(head, *origins, "nexuschat.v2");
    if (!accepted) {
      check(accepted.error().status >= 400, "a refusal has a status");
      continue;
    }
    check(accepted->starts_with("HTTP/1.1 101 "), "an upgrade is accepted with 101");
    const auto origin = head.request.header("Origin");
    check(origin && OriginPolicy::is_origin(*origin), "an upgrade requires an origin");
    if (origins == &listed)
      check(*origin == "https://chat.example", "an upgrade requires a listed origin");
  }
}

void check_forwarded(const HttpRequest& request) {
  static const TrustedProxies proxies({"10.0.0.0/8", "fd00::/8"});
  const IpAddress proxy = *IpAddress::parse("10.0.0.1");
  const IpAddress stranger = *IpAddress::parse("203.0.113.7");
  const std::string forwarded_for = request.joined("X-Forwarded-For");
  check(proxies.client(stranger, forwarded_for) == stranger,
        "a client that is not a trusted proxy cannot set its address");
  const IpAddress client = proxies.client(proxy, forwarded_for);
  check(IpAddress::parse(client.text()) == client, "an address parses as it was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(nexus::fuzz::text_of(data, size));
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto head = parse_request_head(rest, kLimits);
    if (!head) {
      const int status = head.error().status;
      check(status == 400 || status == 414 || status == 431, "a refusal is 400, 414 or 431");
      break;
    }
    if (!*head) {
      check(rest.size() <= kLimits.header_bytes_max, "a head beyond the limit is refused");
      break;
    }
    check_head(**head, rest);
    check_upgrade(**head);
    check_forwarded((*head)->request);
    const auto exact = parse_request_head(rest.substr(0, (*head)->bytes), kLimits);
    check(exact && *exact && (*exact)->bytes == (*head)->bytes,
          "a head does not depend on the bytes after it");
    rest.remove_prefix((*head)->bytes);
  }
  if (const auto address = IpAddress::parse(text)) {
    check(IpAddress::parse(address->text()) == address, "an address parses as it was written");
  }
  (void)Cidr::parse(text);
  return 0;
}
