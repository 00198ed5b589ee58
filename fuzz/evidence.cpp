// Evidence of reports: the head of its request, its sealed box, and what a reporter put into the
// box; and lines of the ban file, into which an operator may paste a stranger's text.
// SPDX-License-Identifier: MIT
#include "moderation/evidence.hpp"

#include "credentials/evidence_token.hpp"
#include "credentials/reference.hpp"
#include "edge/evidence_endpoint.hpp"
#include "fuzz/check.hpp"
#include "guard/chat_text.hpp"
#include "moderation/ban_list.hpp"
#include "moderation/sealed_box.hpp"

#include <chrono>
#include <string>

using namespace nexus;
using namespace nexus::moderation;
using nexus::fuzz::check;

namespace {

void check_opened(std::string_view text) {
  const auto evidence = parse_evidence(text);
  if (!evidence) {
    check(!evidence.error().empty(), "a refusal has a reason");
    return;
  }
  check(!evidence->room.is_none(), "evidence names its room");
  check(evidence->pictures.size() <= kEvidencePicturesMax, "the pictures are limited");
  check(evidence->lines.size() <= kEvidenceLinesMax, "the lines are limited");
  for (const std::string& picture : evidence->pictures) {
    check(picture.starts_with("\xFF\xD8\xFF"), "a picture begins as a JPEG file");
  }
  for (const Evidence::Line& line : evidence->lines) {
    std::string clean = line.text;
    guard::clean_text(clean);
    check(clean == line.text, "a line is clean");
  }
}

void check_request(const std::string& text) {
  static const credentials::EvidenceTokens tokens(
      *credentials::Keyring::create({"a secret of the fuzzer, which guards nothing"}, "evidence"));
  const WallTime now{std::chrono::hours(24 * 365 * 50)};
  transport::HttpRequest request;
  request.headers.push_back({"Authorization", text});
  const auto token = edge::bearer_token(request);
  if (token) {
    check(token->size() < text.size(), "a token is behind its scheme");
    check(!tokens.reference_in(*token, now), "a forged token is refused");
  }
  const auto reference = tokens.reference_in(tokens.issue(text, now), now);
  check(reference.has_value() == credentials::is_reference(text), "a token names a reference only");
}

void check_ban(std::string_view line) {
  const auto entry = parse_ban(line);
  if (!entry) return;
  const std::string& reference = entry->ban.reference;
  check(!reference.empty() && reference.size() <= 32, "a ban has a short reference");
  check(reference_of_ban(line) == reference, "a list of bans shows the reference of each");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const BoxKeys keys = make_box_keys();
  const std::string text(fuzz::text_of(data, size));
  check(!open_box(text, keys), "a forged box does not open");
  check(open_box(seal_box(text, keys), keys) == text, "a sealed box opens");
  check(public_key_problem(text).has_value() || !parse_secret_key(text),
        "no text is both kinds of key");
  check_opened(text);
  check_request(text);
  check_ban(text);
  return 0;
}
