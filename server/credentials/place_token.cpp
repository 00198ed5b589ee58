// SPDX-License-Identifier: MIT
#include "credentials/place_token.hpp"

#include <algorithm>

namespace nexus::credentials {
namespace {

// visitor ~ place ~ waited ~ away ~ issued
std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
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
  const auto place = parse_number((*parts)[1]);
  const auto waited = parse_number((*parts)[2]);
  const auto away_before = parse_number((*parts)[3]);
  const auto issued = parse_time((*parts)[4]);
  if (!visitor || !place || !waited || !away_before || !issued) return std::nullopt;
  const auto gap = std::max(now - *issued, std::chrono::milliseconds(0));
  const std::chrono::milliseconds away = std::chrono::milliseconds(*away_before) + gap;
  if (gap > kPlaceTokenLife || away > kPlaceAwayMax) return std::nullopt;
  return PlaceToken{*visitor, *place, std::chrono::milliseconds(*waited), away, *issued};
}

}  // namespace nexus::credentials
