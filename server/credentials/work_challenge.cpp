// SPDX-License-Identifier: MIT
#include "credentials/work_challenge.hpp"

#include "base/text.hpp"
#include "credentials/token_text.hpp"

#include <array>
#include <bit>

#include <openssl/sha.h>

namespace nexus::credentials {
namespace {

constexpr unsigned kBitsMax = 64;

// Sealed: bits ~ id ~ issued. Its context: network ~ node.
std::string challenge_context(NetworkTag network, const NodeName& node) {
  std::string context;
  append_part(context, network.text());
  context.append(node.value);
  return context;
}

}  // namespace

bool is_solved(std::string_view challenge, std::int64_t nonce, unsigned bits) {
  std::string text(challenge);
  text.push_back(':');
  text.append(std::to_string(nonce));
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < sizeof head; ++i) head = head << 8U | hash[i];
  return static_cast<unsigned>(std::countl_zero(head)) >= bits;
}

std::string WorkChallenges::issue(NetworkTag network, const NodeName& node, unsigned bits,
                                  WallTime now, Random& random) const {
  std::string payload;
  append_part(payload, std::to_string(bits));
  append_part(payload, WorkId::random(random).text());
  payload.append(text_of(now));
  return keyring_.seal(payload, challenge_context(network, node));
}

std::optional<WorkId> WorkChallenges::check(std::string_view challenge, std::int64_t nonce,
                                            NetworkTag network, const NodeName& node,
                                            WallTime now) const {
  const auto payload = keyring_.open(challenge, challenge_context(network, node));
  const auto parts = payload ? split_parts<2>(*payload) : std::nullopt;
  if (!parts) return std::nullopt;
  const auto bits = parse_number<unsigned>((*parts)[0]);
  const auto id = WorkId::parse((*parts)[1]);
  const auto issued = parse_time((*parts)[2]);
  if (!bits || *bits > kBitsMax || !id || !issued) return std::nullopt;
  // This node's own clock: it is behind only if it was set back, and then the next challenge works.
  if (*issued > now || now > *issued + kWorkChallengeLife) return std::nullopt;
  if (!is_solved(challenge, nonce, *bits)) return std::nullopt;
  return id;
}

}  // namespace nexus::credentials
