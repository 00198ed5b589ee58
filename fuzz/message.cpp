// Messages of all four kinds: a parsed message can be encoded, and parses to the same again.
// SPDX-License-Identifier: MIT
#include "fuzz/check.hpp"
#include "guard/chat_text.hpp"
#include "protocol/generated/messages.hpp"
#include "protocol/padded_text.hpp"

#include <string>
#include <variant>

#include <simdjson.h>

using namespace nexus::protocol;
using nexus::fuzz::check;

namespace {

template <class Message>
std::string encoded(const Message& message) {
  std::string text;
  std::visit([&text](const auto& one) { encode(one, text); }, message);
  return text;
}

template <class Message, class Error>
void judge(const nexus::Result<Message, Error>& message,
           nexus::Result<Message, Error> (Decoder::*decode)(std::string_view)) {
  static Decoder again;
  if (!message) {
    check(!to_text(message.error().code).empty(), "a refusal has a code");
    check(simdjson::validate_utf8(message.error().field), "a refusal can be encoded");
    return;
  }
  const std::string text = encoded(*message);
  check(simdjson::validate_utf8(text), "an encoded message is UTF-8");
  const PaddedText padded(text);
  const auto second = (again.*decode)(padded.view());
  check(second.has_value(), "a parsed message can be encoded and parsed");
  check(encoded(*second) == text, "a message parses as it was encoded");
}

void check_chat(const RoomClientMessage& message) {
  const auto* chat = std::get_if<Chat>(&message);
  if (chat == nullptr) return;
  std::string shown = chat->text;
  nexus::guard::clean_text(shown);
  check(shown.size() <= chat->text.size(), "a text does not get longer");
  check(simdjson::validate_utf8(shown), "a text stays UTF-8");
  std::string twice = shown;
  nexus::guard::clean_text(twice);
  check(twice == shown, "one pass removes everything");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Decoder decoder;
  const std::string_view bytes = nexus::fuzz::text_of(data, size);
  // The transport passes on valid UTF-8 only.
  if (!simdjson::validate_utf8(bytes.data(), bytes.size())) return 0;
  const PaddedText text(bytes);
  judge(decoder.decode_match_client(text.view()), &Decoder::decode_match_client);
  judge(decoder.decode_match_server(text.view()), &Decoder::decode_match_server);
  const auto decoded = decoder.decode_room_client(text.view());
  judge(decoded, &Decoder::decode_room_client);
  judge(decoder.decode_room_server(text.view()), &Decoder::decode_room_server);
  if (decoded) check_chat(*decoded);
  return 0;
}
