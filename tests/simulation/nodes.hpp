// The production desk and the production rooms, each in a process of the simulated world.
// SPDX-License-Identifier: MIT
#pragma once

#include "credentials/credentials.hpp"
#include "matching/desk.hpp"
#include "matching/testing/fake_report_log.hpp"
#include "protocol/generated/messages.hpp"
#include "signalling/rooms.hpp"
#include "simulation/oracle.hpp"
#include "simulation/process.hpp"
#include "simulation/store_port.hpp"

#include <map>
#include <memory>
#include <optional>

namespace nexus::simulation {

/// The secrets that the nodes of a deployment share.
struct Secrets {
  credentials::Credentials ours;
  credentials::SeatTokens forged;  ///< made with a key that no node has
  credentials::SeatTokens leaked;  ///< accepts the tokens of both
};
[[nodiscard]] Secrets make_secrets();

class MatchingNode final : public Process, public matching::MatchOutlet {
 public:
  MatchingNode(StoreContext context, Links& links, const Secrets& secrets, NodeName name,
               std::chrono::milliseconds wall_skew);

  void lose_store_connection();

  void send(ClientId client, const protocol::MatchServerMessage& message) override;
  void hang_up(ClientId client, protocol::CloseCode code) override;

 private:
  void boot() override;
  void die() override;
  void tick() override { desk_->tick(); }
  void socket_opened(ClientId client) override {
    desk_->open(client, links_.network_of(client.value));
  }
  void socket_received(ClientId client, const std::string& text) override;
  void socket_closed(ClientId client, std::uint16_t) override { desk_->close(client); }

  void on_event(matching::OutboxEvent event);
  /// Handles the proposal wrongly, as a mutant does; false if the desk must handle it.
  bool misbehave(const matching::Proposal& proposal);
  [[nodiscard]] protocol::MatchServerMessage with_bare_encounter(protocol::Matched matched) const;

  struct Taken {
    ClientId client;
    RoomId room;
    std::int64_t find = 0;
  };

  StoreContext context_;
  const Secrets& secrets_;
  protocol::Decoder decoder_;
  std::unique_ptr<StorePort> port_;
  matching::FakeReportLog reports_;
  OpenAdmission admission_;
  std::optional<matching::Desk> desk_;
  std::map<TicketId, Taken> taken_;            ///< for the mutants: the matches of this desk
  std::map<std::string, VisitorId> partners_;  ///< for the mutant: by room
  std::string stale_answer_;                   ///< for the mutant: the answer of the last proposal
};

class SignallingNode final : public Process, public signalling::RoomOutlet {
 public:
  SignallingNode(StoreContext context, Links& links, const Secrets& secrets, NodeName name,
                 std::chrono::milliseconds wall_skew);

  void lose_store_connection();
  [[nodiscard]] std::size_t open_rooms() const { return rooms_ ? rooms_->open_rooms() : 0; }

  void send(ClientId client, const protocol::RoomServerMessage& message) override;
  void relay(ClientId client, std::string_view text) override;
  void hang_up(ClientId client, protocol::CloseCode code) override;

 private:
  void boot() override;
  void die() override;
  void tick() override;
  void say_goodbye() override { rooms_->say_goodbye(); }
  void socket_opened(ClientId client) override { rooms_->open(client); }
  void socket_received(ClientId client, const std::string& text) override;
  void socket_closed(ClientId client, std::uint16_t code) override;

  void on_given_up(const GivenUp& member);
  void open_rooms_afresh();
  void deliver(ClientId client, const protocol::RoomServerMessage& message);

  StoreContext context_;
  const Secrets& secrets_;
  protocol::Decoder decoder_;
  std::unique_ptr<StorePort> port_;
  OpenAdmission admission_;
  std::optional<signalling::Rooms> rooms_;
  bool forgetful_ = false;  ///< for the mutant: restarted with sockets that had joined before
  Micros announced_ = 0;
};

}  // namespace nexus::simulation
