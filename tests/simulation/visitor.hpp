// A visitor who follows the protocol as the web app does, on an unreliable network.
// SPDX-License-Identifier: MIT
#pragma once

#include "protocol/generated/messages.hpp"
#include "simulation/nodes.hpp"
#include "simulation/oracle.hpp"
#include "simulation/scenario.hpp"
#include "simulation/seat.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nexus::simulation {

/// The nodes of the deployment, for visitors.
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
  /// Loses its network: all open connections break.
  void lose_network();

  void on_open(LinkId link) override;
  void on_text(LinkId link, std::string text) override;
  void on_closed(LinkId link, std::uint16_t code) override;

  [[nodiscard]] NetworkTags network() const override { return network_; }

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
    kPausing,  ///< lost a room early: the desk may continue the search by itself
    kResting,  ///< reads why the conversation ended
  };

  void enter(Phase phase);
  /// Runs `work` later, unless the phase changes first.
  void in_phase(Micros delay, std::function<void()> work);

  void connect_match();
  void lose_match();
  void receive_match(const protocol::MatchServerMessage& message);
  void welcome(const protocol::Welcome& welcome);
  void queued(const protocol::Queued& queued);
  void matched(const protocol::Matched& matched);
  void match_error(const protocol::Error& error);

  void search();
  void send_find();
  void grow_impatient();
  void cancel_and_rest();

  void join();
  void dial_room();
  void dial_room_again();
  void hang_up_room();
  void enter_room();
  void lose_room(std::uint16_t code);

  // A seat whose socket dropped.
  void step_away();
  void ask_for_home();
  void rehomed(const protocol::Rehomed& rehomed);
  void stays(const protocol::Error& error);
  void go_to(const std::string& home);
  void rejoined(const protocol::Joined& joined);
  void resumed(const protocol::Resumed& resumed);
  void come_to(protocol::PartnerState partner);
  void seat_refused(const protocol::Error& error);
  /// Schedules `work` in place of the work scheduled before; it runs only if the seat is still
  /// away.
  void soon_while_away(Micros delay, std::function<void()> work);
  void give_up_seat();
  void lose_seat();
  void receive_room(const protocol::RoomServerMessage& message);
  void joined(const protocol::Joined& joined);
  void partner_left(const protocol::PartnerLeft& left);
  void chat_received(const protocol::ChatReceived& chat);
  void room_error(const protocol::Error& error);

  void talk();
  void like();
  void liked(const protocol::Liked& liked);
  void chat_again();
  void end_talk();
  void leave(protocol::LeaveReason reason);
  void pause();
  void rest();
  void stop();
  void vanish();
  void come_back();

  template <class Message>
  void send_to_desk(const Message& message) {
    if (match_link_ != 0) site_.links.send(match_link_, End::kClient, protocol::encode(message));
  }
  template <class Message>
  void send_to_home(const Message& message) {
    send_room(protocol::encode(message));
  }
  /// Sends a message that counts for a resume.
  template <class Message>
  void send_from_seat(const Message& message) {
    if (!seat_) return;
    std::string text = seat_->send(message);
    if (!away_) send_room(std::move(text));
  }
  void send_room(std::string text) {
    if (room_link_ != 0) site_.links.send(room_link_, End::kClient, std::move(text));
  }

  Site& site_;
  World& world_;
  Dice& dice_;
  std::string name_;
  protocol::Mode mode_;
  NetworkTags network_;
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
  std::string place_;                          ///< of the waiting search
  std::string encounter_;                      ///< of the latest match
  std::vector<protocol::LikedPartner> liked_;  ///< the latest, at most kAgainMax
  bool queued_ = false;
  bool cancelled_ = false;

  LinkId room_link_ = 0;
  bool room_open_ = false;
  std::string room_node_;
  std::uint64_t room_dial_ = 0;
  int room_attempt_ = 0;
  std::vector<std::string> goodbye_;  ///< for the next socket: resumes a seat and leaves it

  std::string invited_to_;
  std::string invitation_;
  std::string token_;  ///< of a pending first join
  bool token_sent_ = false;
  bool moves_ = false;  ///< its seat moves to another home, which has not answered yet
  std::string seated_at_;
  std::string room_;
  std::optional<Seat> seat_;
  bool away_ = false;  ///< the seat is being resumed
  std::uint64_t away_number_ = 0;
  std::uint64_t soon_number_ = 0;
  std::optional<Micros> drained_after_;

  std::int64_t chats_sent_ = 0;
  std::int64_t chats_received_ = 0;  ///< since it joined at this home
  std::set<std::string> shown_;
  std::int64_t last_shown_ = 0;
};

}  // namespace nexus::simulation
