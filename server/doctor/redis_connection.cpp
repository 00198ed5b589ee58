// SPDX-License-Identifier: MIT
#include "doctor/redis_connection.hpp"

#include <span>
#include <utility>
#include <vector>

namespace nexus::doctor {

RedisConnection::Opened RedisConnection::open(const stores::RedisAddress& address,
                                              const std::optional<stores::RedisTls>& tls) {
  const TlsFiles files =
      tls ? TlsFiles{tls->ca_file, tls->certificate_file, tls->key_file} : TlsFiles{};
  auto connection =
      Connection::open(tls ? Carrier::kTls : Carrier::kTcp, address.host, address.port, files);
  if (!connection) return fail(connection.error());
  return std::unique_ptr<RedisConnection>(new RedisConnection(std::move(*connection)));
}

std::optional<stores::RedisReply> RedisConnection::ask(
    std::initializer_list<std::string_view> words) {
  std::string command;
  stores::append_command(command, std::vector<std::string_view>(words));
  if (!connection_->send(command)) return std::nullopt;
  for (;;) {
    if (auto reply = parser_.next()) return reply;
    if (parser_.broken()) return std::nullopt;
    const auto bytes = connection_->receive();
    if (!bytes || bytes->empty()) return std::nullopt;
    parser_.feed(std::span(bytes->data(), bytes->size()));
  }
}

}  // namespace nexus::doctor
