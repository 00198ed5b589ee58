// A hostile client: nothing it does may change anything for others.
// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/visitor.hpp"

#include <string>

namespace nexus::simulation {

/// Keeps a matching socket and a room socket open and sends on them what it should not: forged and
/// used tokens, messages for rooms of other visitors, floods, garbage.
class Intruder final : public Dialer {
 public:
  Intruder(Site& site, std::size_t number) : site_(site), name_(fmt::format("x{}", number)) {}

  void start();
  void finish();

  void on_open(LinkId link) override;
  void on_text(LinkId link, std::string text) override;
  void on_closed(LinkId link, std::uint16_t code) override;

 private:
  void act();
  void attack_match();
  void attack_room();
  void flood();
  [[nodiscard]] std::string bad_token();
  void send(LinkId link, const auto& message) {
    site_.links.send(link, End::kClient, protocol::encode(message));
  }

  Site& site_;
  std::string name_;
  bool finished_ = false;
  LinkId match_link_ = 0;
  LinkId room_link_ = 0;
  bool greets_ = false;
  std::int64_t find_ = 0;
  std::int64_t chats_ = 0;
};

}  // namespace nexus::simulation
