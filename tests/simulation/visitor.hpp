// A visitor who follows the protocol as the web app does, on a network that may fail it.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"
#include "simulation/nodes.hpp"
#include "simulation/oracle.hpp"
#include "simulation/scenario.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nexus::simulation {

/// Where visitors can go.
struct Site {
  World& world;
  Links& links;
  Oracle& oracle;
  const Secrets& secrets;
  const Habits& habits;
  std::vector<std::unique_ptr<MatchingNode>> matching;
  std::vector<std::unique_ptr<SignallingNode>> signalling;

  [[nodiscard]] Listener* home(const std::string& node) const;
};

class Visitor final : public Dialer, public Subject {
 public:
  Visitor(Site& site, std::size_t number);

  /// Opens the page and searches.
  void start();
  /// Closes the page for good.
  void finish();
  /// Its network goes: what is open breaks.
  void lose_network();

  void on_open(LinkId link) override;
  void on_text(LinkId link, std::string text) override;
  void on_closed(LinkId link, std::uint16_t code) override;

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] protocol::Mode mode() const override { return mode_; }
  [[nodiscard]] VisitorId visitor() const override { return visitor_; }
  [[nodiscard]] Standing standing() const override;

 private:
  enum class Phase : std::uint8_t {
    kAway,
    kSearching,
    kJoining,  ///< has a token and no seat yet
    kAlone,
    kTalking,
    kPausing,  ///< lost a room early: the desk may search on by itself
    kResting,  ///< looks at why the talk ended
  };

  void enter(Phase phase);
  /// Does `work` later unless the phase changes before.
  void in_phase(Micros delay, std::function<void()> work);

  void connect_match();
  void lose_match();
  void hear_match(const protocol::MatchServerMessage& message);
  void welcome(const protocol::Welcome& welcome);
  void queued(const protocol::Queued& queued);
  void matched(const protocol::Matched& matched);
  void match_error(const protocol::Error& error);

  void search();
  void send_find();
  void grow_impatient();
  void cancel_and_rest();

  void join();
  void lose_room();
  void hear_room(const protocol::RoomServerMessage& message);
  void joined(const protocol::Joined& joined);
  void partner_left(const protocol::PartnerLeft& left);
  void chat_received(const protocol::ChatReceived& chat);
  void room_error(const protocol::Error& error);

  void talk();
  void chat_again();
  void end_talk();
  void leave(protocol::LeaveReason reason);
  void pause();
  void rest();
  void stop();
  void vanish();
  void come_back();

  template <class Message>
  void say_match(const Message& message) {
    if (match_link_ != 0) site_.links.send(match_link_, End::kClient, protocol::encode(message));
  }
  template <class Message>
  void say_room(const Message& message) {
    if (room_link_ != 0) site_.links.send(room_link_, End::kClient, protocol::encode(message));
  }

  Site& site_;
  World& world_;
  Dice& dice_;
  std::string name_;
  protocol::Mode mode_;
  protocol::Decoder decoder_;

  Phase phase_ = Phase::kAway;
  std::uint64_t phase_number_ = 0;
  Micros settled_at_ = 0;
  bool finished_ = false;

  VisitorId visitor_;
  std::string session_;
  std::size_t node_ = 0;
  LinkId match_link_ = 0;
  bool greeted_ = false;
  int attempt_ = 0;
  std::int64_t find_ = 0;
  bool find_sent_ = false;
  std::string place_;  ///< of the search that waits
  bool queued_ = false;
  bool cancelled_ = false;

  LinkId room_link_ = 0;
  bool room_open_ = false;
  std::string room_node_;
  std::string home_;
  std::string token_;
  std::string room_;
  std::int64_t chats_said_ = 0;
  std::int64_t chats_heard_ = 0;
};

}  // namespace nexus::simulation
