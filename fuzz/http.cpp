// HTTP requests, from their bytes to the answer to an upgrade, and who a proxy says they are from.
// SPDX-License-Identifier: MIT
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
  check(head.bytes > 0 && head.bytes <= bytes.size(), "a head ends within what came");
  check(head.bytes <= kLimits.header_bytes_max + 2, "a head keeps its limit");
  check(request.path.starts_with('/'), "a path starts with a slash");
  check(request.path.size() + request.query.size() <= kLimits.target_bytes_max,
        "a target keeps its limit");
  const std::string_view unheard("\0\r\n", 3);
  for (const HttpHeader& header : request.headers) {
    check(header.value.find_first_of(unheard) == std::string::npos, "no value ends a line");
  }
  check(request.path.find_first_of(unheard) == std::string::npos, "no path ends a line");
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
    check(origin && OriginPolicy::is_origin(*origin), "only pages with an origin get in");
    if (origins == &listed) check(*origin == "https://chat.example", "only the listed get in");
  }
}

void check_forwarded(const HttpRequest& request) {
  static const TrustedProxies proxies({"10.0.0.0/8", "fd00::/8"});
  const IpAddress proxy = *IpAddress::parse("10.0.0.1");
  const IpAddress stranger = *IpAddress::parse("203.0.113.7");
  const std::string said = request.joined("X-Forwarded-For");
  check(proxies.client(stranger, said) == stranger, "a stranger's word on itself is not believed");
  const IpAddress client = proxies.client(proxy, said);
  check(IpAddress::parse(client.text()) == client, "an address reads as it is written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(nexus::fuzz::text_of(data, size));
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto head = parse_request_head(rest, kLimits);
    if (!head) {
      const int status = head.error().status;
      check(status == 400 || status == 414 || status == 431, "a refusal is one of three");
      break;
    }
    if (!*head) {
      check(rest.size() <= kLimits.header_bytes_max, "an endless head is refused");
      break;
    }
    check_head(**head, rest);
    check_upgrade(**head);
    check_forwarded((*head)->request);
    const auto exact = parse_request_head(rest.substr(0, (*head)->bytes), kLimits);
    check(exact && *exact && (*exact)->bytes == (*head)->bytes,
          "what follows a head is not its own");
    rest.remove_prefix((*head)->bytes);
  }
  if (const auto address = IpAddress::parse(text)) {
    check(IpAddress::parse(address->text()) == address, "an address reads as it is written");
  }
  (void)Cidr::parse(text);
  return 0;
}
