// Headers of the PROXY protocol, version 2, whole and cut at any byte.
// SPDX-License-Identifier: MIT
#include "transport/proxy_header.hpp"

#include "fuzz/check.hpp"

#include <algorithm>
#include <vector>

using namespace nexus::transport;
using nexus::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly this size, so that AddressSanitizer sees a read beyond it.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const auto whole = parse_proxy_header(text);
  if (whole && *whole) {
    const ProxyHeader& header = **whole;
    check(header.bytes >= kProxyPrefixBytes && header.bytes <= kProxyHeaderBytesMax,
          "a header's length is within its limits");
    check(header.bytes <= size, "a parsed header is complete");
    const auto alone = parse_proxy_header(text.substr(0, header.bytes));
    check(alone && alone == whole, "what follows a header does not change it");
  } else {
    check(!whole || size < kProxyHeaderBytesMax, "a header is not awaited beyond its limit");
  }
  // More bytes do not change a verdict.
  for (std::size_t cut = 0; cut < std::min<std::size_t>(size, 64); ++cut) {
    const auto early = parse_proxy_header(text.substr(0, cut));
    if (!early) {
      check(!whole && whole.error() == early.error(), "an error is final");
    } else if (*early) {
      check(early == whole, "a parsed header is final");
    }
  }
  return 0;
}
