// SPDX-License-Identifier: MIT
#include "doctor/redis_line.hpp"

#include <span>
#include <utility>
#include <vector>

namespace nexus::doctor {

RedisLine::Opened RedisLine::open(const stores::RedisAddress& address,
                                  const std::optional<stores::RedisTls>& tls) {
  const TlsFiles files =
      tls ? TlsFiles{tls->ca_file, tls->certificate_file, tls->key_file} : TlsFiles{};
  auto line = Line::open(tls ? Carrier::kTls : Carrier::kTcp, address.host, address.port, files);
  if (!line) return fail(line.error());
  return std::unique_ptr<RedisLine>(new RedisLine(std::move(*line)));
}

std::optional<stores::RedisReply> RedisLine::ask(std::initializer_list<std::string_view> words) {
  std::string command;
  stores::append_command(command, std::vector<std::string_view>(words));
  if (!line_->send(command)) return std::nullopt;
  for (;;) {
    if (auto reply = parser_.next()) return reply;
    if (parser_.broken()) return std::nullopt;
    const auto bytes = line_->receive();
    if (!bytes || bytes->empty()) return std::nullopt;
    parser_.feed(std::span(bytes->data(), bytes->size()));
  }
}

}  // namespace nexus::doctor
