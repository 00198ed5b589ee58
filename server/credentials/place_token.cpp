// SPDX-License-Identifier: MIT
#include "credentials/place_token.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace nexus::credentials {
namespace {

// visitor ~ place ~ waited ~ away ~ issued
std::optional<std::int64_t> parse_count(std::string_view text) {
  return parse_number<std::int64_t>(text, 0);
}

}  // namespace

std::string PlaceTokens::issue(const PlaceToken& token) const {
  std::string payload;
  append_part(payload, token.visitor.text());
  append_part(payload, std::to_string(token.place));
  append_part(payload, std::to_string(token.waited.count()));
  append_part(payload, std::to_string(token.away.count()));
  payload.append(text_of(token.issued));
  return keyring_.sign(payload);
}

std::optional<PlaceToken> PlaceTokens::read(std::string_view text, WallTime now) const {
  const auto payload = keyring_.verify(text);
  const auto parts = payload ? split_parts<4>(*payload) : std::nullopt;
  if (!parts) return std::nullopt;
  const auto visitor = VisitorId::parse((*parts)[0]);
  const auto place = parse_count((*parts)[1]);
  const auto waited = parse_count((*parts)[2]);
  const auto away_before = parse_count((*parts)[3]);
  const auto issued = parse_time((*parts)[4]);
  if (!visitor || !place || !waited || !away_before || !issued) return std::nullopt;
  const auto gap = std::max(now - *issued, std::chrono::milliseconds(0));
  const std::chrono::milliseconds away = std::chrono::milliseconds(*away_before) + gap;
  if (gap > kPlaceTokenLife || away > kPlaceAwayMax) return std::nullopt;
  return PlaceToken{*visitor, *place, std::chrono::milliseconds(*waited), away, *issued};
}

}  // namespace nexus::credentials
