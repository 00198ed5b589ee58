// SPDX-License-Identifier: MIT
#include "load/seating.hpp"

#include "protocol/generated/messages.hpp"
#include "protocol/padded_text.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace nexus::load {
namespace {

/// Sockets that may be opening at the same time.
constexpr std::size_t kSeatsOpeningMax = 128;

/// Sockets that a pair relay joins; they send nothing until all are open.
class PairSeating final : public Seating, public Handler {
 public:
  PairSeating(Loop& loop, SeatingOptions options) : loop_(loop), options_(options) {
    seats_.resize(options_.sockets);
  }

  void advance() override {
    while (begun_ < options_.sockets && begun_ - open_ < kSeatsOpeningMax) {
      const std::size_t pair = options_.first_pair + begun_ / 2;
      Seat& seat = seats_[begun_];
      seat.starts = begun_ % 2 == 0;
      seat.text = candidate_text(fmt::format("{:022}", pair), options_.text_bytes);
      seat.client = &loop_.open(fmt::format("/?pair={}", pair), *this, begun_);
      ++begun_;
    }
  }
  [[nodiscard]] bool done() const override { return open_ == options_.sockets; }
  [[nodiscard]] std::vector<Seat> take_seats() override { return std::move(seats_); }

  void on_open(Client&) override { ++open_; }
  void on_text(Client&, std::string_view) override {}
  void on_gone(Client&, std::string_view why) override {
    throw std::runtime_error(fmt::format("a socket of a pair was lost: {}", why));
  }

 private:
  Loop& loop_;
  SeatingOptions options_;
  std::vector<Seat> seats_;
  std::size_t begun_ = 0;
  std::size_t open_ = 0;
};

/// Visitors of NexusChat: each finds a partner and takes its seat in their room.
class VisitorSeating final : public Seating, public Handler {
 public:
  VisitorSeating(Loop& loop, SeatingOptions options)
      : loop_(loop), options_(options), visitors_(options.sockets) {}

  void advance() override {
    while (begun_ < visitors_.size() && begun_ - seated_ < kSeatsOpeningMax) {
      visitors_[begun_].match = &loop_.open("/v1/match", *this, begun_);
      ++begun_;
    }
  }
  [[nodiscard]] bool done() const override {
    return seated_ == visitors_.size() && (options_.keep_match_sockets || left_ == seated_);
  }

  [[nodiscard]] std::vector<Seat> take_seats() override {
    std::vector<Seat> seats;
    for (Visitor& visitor : visitors_) {
      seats.push_back(
          {visitor.room, candidate_text(visitor.room_id, options_.text_bytes), visitor.initiates});
    }
    return seats;
  }

  void on_open(Client& client) override {
    Visitor& visitor = visitors_[client.tag];
    if (&client == visitor.match) {
      client.send_text(
          protocol::encode(protocol::Hello{.protocol = protocol::limits::kProtocolVersion}));
      client.send_text(protocol::encode(protocol::Find{.find = 1, .mode = protocol::Mode::kVideo}));
    } else {
      client.send_text(protocol::encode(protocol::Join{.seat = visitor.seat}));
    }
  }

  void on_text(Client& client, std::string_view text) override {
    Visitor& visitor = visitors_[client.tag];
    const protocol::PaddedText padded(text);
    if (&client == visitor.match) {
      const auto message = decoder_.decode_match_server(padded);
      if (message) return on_match_message(client, visitor, *message);
    } else {
      const auto message = decoder_.decode_room_server(padded);
      if (message) return on_room_message(visitor, *message);
    }
    throw std::runtime_error(fmt::format("cannot decode: {}", text));
  }

  void on_gone(Client& client, std::string_view why) override {
    Visitor& visitor = visitors_[client.tag];
    const bool closed_by_us = &client == visitor.match && why.empty();
    if (!closed_by_us) throw std::runtime_error(fmt::format("a visitor was lost: {}", why));
    visitor.match = nullptr;
    ++left_;
  }

 private:
  struct Visitor {
    Client* match = nullptr;
    Client* room = nullptr;
    std::string seat;
    std::string room_id;
    bool initiates = false;
    bool is_seated = false;
  };

  void on_match_message(Client& client, Visitor& visitor,
                        const protocol::MatchServerMessage& message) {
    if (const auto* error = std::get_if<protocol::Error>(&message)) refused(*error);
    const auto* matched = std::get_if<protocol::Matched>(&message);
    if (!matched) return;
    visitor.seat = matched->seat;
    visitor.room_id = matched->room;
    visitor.initiates = matched->role == protocol::Role::kInitiator;
    visitor.room = &loop_.open("/v1/room", *this, client.tag, options_.room_port);
  }

  void on_room_message(Visitor& visitor, const protocol::RoomServerMessage& message) {
    if (const auto* error = std::get_if<protocol::Error>(&message)) refused(*error);
    const auto* joined = std::get_if<protocol::Joined>(&message);
    const bool is_complete = joined ? joined->partner == protocol::PartnerState::kPresent
                                    : std::holds_alternative<protocol::PartnerJoined>(message);
    if (std::holds_alternative<protocol::PartnerLeft>(message)) {
      throw std::runtime_error("a partner left");
    }
    if (!is_complete || std::exchange(visitor.is_seated, true)) return;
    ++seated_;
    // Earlier, it would give the match up.
    if (!options_.keep_match_sockets) visitor.match->close();
  }

  [[noreturn]] static void refused(const protocol::Error& error) {
    throw std::runtime_error(
        fmt::format("refused: {} ({})", protocol::to_text(error.code), error.message));
  }

  Loop& loop_;
  SeatingOptions options_;
  std::vector<Visitor> visitors_;
  protocol::Decoder decoder_;
  std::size_t begun_ = 0;
  std::size_t seated_ = 0;
  std::size_t left_ = 0;  ///< without a matching socket
};

}  // namespace

std::unique_ptr<Seating> make_seating(Dialect dialect, Loop& loop, SeatingOptions options) {
  if (dialect == Dialect::kPairs) return std::make_unique<PairSeating>(loop, options);
  return std::make_unique<VisitorSeating>(loop, options);
}

std::string candidate_text(std::string_view room, std::size_t bytes) {
  protocol::Candidates message{.room = std::string(room)};
  message.candidates.push_back(
      {.candidate = "candidate:842163049 1 udp 1677729535 203.0.113.77 46154 typ srflx",
       .sdp_mid = "0",
       .sdp_m_line_index = 0});
  const std::size_t plain_bytes = protocol::encode(message).size();
  if (plain_bytes > bytes) throw std::runtime_error("the message is too small for a candidate");
  // A candidate line ends in a list of extensions: a text of any length.
  std::string extension = " ufrag ";
  extension.resize(bytes - plain_bytes, 'k');
  message.candidates.front().candidate += extension;
  return protocol::encode(message);
}

}  // namespace nexus::load
