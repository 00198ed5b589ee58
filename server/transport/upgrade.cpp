// SPDX-License-Identifier: MIT
#include "transport/upgrade.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace nexus::transport {
namespace {

constexpr std::string_view kKeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // section 1.3
constexpr std::size_t kKeyCharacters = 24;  // 16 bytes in base64

/// 16 bytes in base64: 21 free characters, one with only four free bits, and two of padding.
bool is_key(std::string_view key) {
  if (key.size() != kKeyCharacters || !key.ends_with("==")) return false;
  const auto is_base64 = [](char c) { return is_alphanumeric(c) || c == '+' || c == '/'; };
  return std::all_of(key.begin(), key.end() - 2, is_base64);
}

HttpResponse upgrade_required(std::string_view detail) {
  HttpResponse response = problem(426, detail);
  response.headers = {
      {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}};
  return response;
}

bool offers(const HttpRequest& request, std::string_view subprotocol) {
  std::string offered = request.joined("Sec-WebSocket-Protocol");
  std::string_view list = offered;
  while (true) {  // case-sensitive, unlike most HTTP lists
    const std::size_t comma = list.find(',');
    if (trimmed(list.substr(0, comma)) == subprotocol) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key).append(kKeySuffix);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 29> encoded{};  // 28 characters and a NUL
  EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
  return reinterpret_cast<const char*>(encoded.data());
}

Result<std::string, HttpResponse> accept_upgrade(const RequestHead& head,
                                                 const OriginPolicy& origins,
                                                 std::string_view subprotocol) {
  const HttpRequest& request = head.request;
  if (!head.is_http_1_1 || !list_has_token(request.joined("Upgrade"), "websocket") ||
      !list_has_token(request.joined("Connection"), "upgrade")) {
    return fail(upgrade_required("this path speaks WebSocket only"));
  }
  if (request.joined("Sec-WebSocket-Version") != "13") {
    return fail(upgrade_required("WebSocket version 13 is spoken here"));
  }
  const std::string key = request.joined("Sec-WebSocket-Key");
  if (!is_key(key)) return fail(problem(400, "Sec-WebSocket-Key is not 16 bytes of base64"));
  if (!origins.allows(request)) return fail(problem(403, "origin not allowed"));
  if (!subprotocol.empty() && !offers(request, subprotocol)) {
    return fail(problem(400, "the subprotocol spoken here was not offered"));
  }
  std::string response =
      "HTTP/1.1 101 Switching Protocols\r\n"
      "Upgrade: websocket\r\n"
      "Connection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(key) + "\r\n";
  if (!subprotocol.empty()) {
    response.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  }
  response += "\r\n";
  return response;
}

}  // namespace nexus::transport
