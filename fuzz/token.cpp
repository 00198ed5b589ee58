// Seat tokens, sessions, tags of networks and work challenges: forged ones, and payloads behind a
// genuine signature.
// SPDX-License-Identifier: MIT
#include "base/random.hpp"
#include "credentials/keyring.hpp"
#include "credentials/network_seal.hpp"
#include "credentials/seat_token.hpp"
#include "credentials/session_token.hpp"
#include "credentials/work_challenge.hpp"
#include "fuzz/check.hpp"

#include <chrono>
#include <string>

using namespace nexus;
using namespace nexus::credentials;
using nexus::fuzz::check;

namespace {

Keyring keyring(std::string_view purpose) {
  return *Keyring::create({"a secret of the fuzzer, which guards nothing"}, purpose);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Keyring signer = keyring("seat");
  static const SeatTokens seats(keyring("seat"));
  static const SessionTokens sessions(keyring("session"));
  static const Keyring session_signer = keyring("session");
  static const WorkChallenges challenges(keyring("work"));
  static const Keyring work_sealer = keyring("work");
  static const NodeName node{"node-1"};
  const WallTime now{std::chrono::hours(24 * 365 * 50)};
  const std::string text(fuzz::text_of(data, size));

  static const NetworkSeals networks(keyring("network"));

  // No HMAC is guessed: whatever the fuzzer makes up is a forgery.
  check(!seats.read(text, now), "a forged seat token is refused");
  check(!sessions.read(text, now), "a forged session is refused");
  check(!challenges.check(text, 0, {}, node, now), "a forged challenge is refused");
  check(!signer.verify(text), "a forged signature is refused");
  check(!signer.open(text, "context"), "a forged seal is refused");
  check(!networks.open(text), "a forged tag is refused");
  if (const auto tag = NetworkTag::parse(text)) {
    const auto opened = networks.open(networks.seal(*tag, now));
    check(tag->is_none() || (opened && opened->tag == *tag), "a tag reads as it is sealed");
  }

  const std::string genuine = signer.sign(text);
  check(signer.verify(genuine) == text, "a genuine signature holds");
  check(!session_signer.verify(genuine), "a seat token is no session");
  if (const auto token = seats.read(genuine, now)) {
    check(seats.read(seats.issue(*token), now) == *token, "a token reads as it is written");
    check(token->issued + kSeatTokenLife >= now, "an expired token is refused");
  }
  if (size > 0) {
    SeededRandom random(size);
    if (const auto session = sessions.read(session_signer.seal(text, "session"), now)) {
      check(sessions.read(sessions.issue(*session, now, random), now) == *session,
            "a session reads as it is written");
    }
    const std::string challenge = work_sealer.seal(text, NetworkTag{}.text() + "~" + node.value);
    if (const auto id = challenges.check(challenge, data[0], {}, node, now)) {
      check(challenges.check(challenge, data[0], {}, node, now) == id, "work is judged the same");
      check(!challenges.check(challenge, data[0], {}, node, now + std::chrono::days(36'500)),
            "an expired challenge is refused");
    }
    check(signer.open(signer.seal(text, "context"), "context") == text, "a seal opens");
    std::string flipped = genuine;
    flipped[data[0] % flipped.size()] ^= static_cast<char>(1 << (data[size - 1] % 8));
    const auto payload = signer.verify(flipped);
    check(!payload, "a flipped bit is noticed");
  }
  return 0;
}
