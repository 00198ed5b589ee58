// The relay-only filter: what it leaves of descriptions and candidates needs no second pass.
// SPDX-License-Identifier: MIT
#include "fuzz/check.hpp"
#include "guard/candidate_filter.hpp"

#include <string>
#include <string_view>

using namespace nexus::guard;
using nexus::fuzz::check;

namespace {

constexpr std::string_view kLineEnd = "\r\n";

void check_candidate(std::string_view text) {
  const auto relayed = relayed_candidate(text);
  if (!relayed) return;
  check(relayed->starts_with("candidate:"), "a candidate begins as one");
  check(relayed->find(" typ relay raddr 0.0.0.0 rport 0") != std::string::npos,
        "a candidate is a relay's, without the address behind it");
  check(relayed->find_first_of("\r\n") == std::string::npos, "a candidate is one line");
  check(relayed_candidate(*relayed) == relayed, "one pass over a candidate is enough");
}

void check_line(std::string_view line) {
  check(line.size() >= 2 && line[1] == '=', "a line has a type");
  if (line.starts_with("c=")) check(line == "c=IN IP4 0.0.0.0", "a connection has no address");
  if (line.starts_with("o=")) {
    check(line.ends_with(" IN IP4 0.0.0.0"), "an origin has no address");
  }
  if (line.starts_with("a=candidate:")) {
    check(relayed_candidate(line) == line.substr(2), "only relay candidates are left");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = nexus::fuzz::text_of(data, size);
  check_candidate(text);
  const std::string relayed = relayed_sdp(text);
  check(relayed_sdp(relayed) == relayed, "one pass over a description is enough");
  for (std::string_view rest = relayed; !rest.empty();) {
    const std::size_t end = rest.find(kLineEnd);
    check(end != std::string_view::npos, "a description ends with a line end");
    check_line(rest.substr(0, end));
    rest.remove_prefix(end + kLineEnd.size());
  }
  return 0;
}
