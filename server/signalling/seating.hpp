// Gives visitors their seats, after their token and room were checked.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/random.hpp"
#include "signalling/send_error.hpp"
#include "signalling/sockets.hpp"

namespace nexus::signalling {

/// A visitor on its way to a seat of this node.
struct Arrival {
  enum class Way : std::uint8_t {
    kFirst,   ///< with a fresh token
    kReturn,  ///< with a token of this home: nothing is lost and nothing repeated
    kMove,    ///< with a token of another home, or of another incarnation of this one
  };

  ClientId client;
  Way way = Way::kFirst;
  credentials::SeatToken token;
  std::uint64_t received = 0;  ///< messages of the seat that the client has

  [[nodiscard]] SeatRef seat() const { return {token.room, token.role}; }
  [[nodiscard]] Refused refused() const { return {protocol::Join::kType, token.room}; }
  void count(SignallingMetrics& metrics, JoinResult result) const {
    (way == Way::kFirst ? metrics.joins : metrics.resumes).count(result);
  }
};

class Seating {
 public:
  Seating(HomeIncarnation self, RoomRegistry& rooms, Sockets& sockets, const RoomsPorts& ports,
          const credentials::SeatTokens& tokens, SignallingMetrics& metrics, const Clock& clock,
          Random& random)
      : self_(std::move(self)),
        rooms_(rooms),
        sockets_(sockets),
        outlet_(ports.outlet),
        admission_(ports.admission),
        tokens_(tokens),
        metrics_(metrics),
        clock_(clock),
        random_(random) {}

  /// Gives the visitor its seat, or sends an error. True if it sits.
  bool seat(const Arrival& arrival);

  /// Whether the token is the latest one of a seat here.
  [[nodiscard]] bool is_latest(const credentials::SeatToken& token);

  /// A visitor that resumes or moves here leaves before it is seated. Ends the room at once, so
  /// that the partner does not wait for the grace.
  void leave_unseated(const Arrival& arrival, protocol::LeftReason reason);

 private:
  bool sit(const Arrival& arrival);
  bool resume(const Arrival& arrival);
  [[nodiscard]] bool may_sit(const Arrival& arrival);
  /// Takes the seat for the client's socket, under a new secret.
  void occupy(const Arrival& arrival);
  [[nodiscard]] std::string token_of(SeatRef at);
  /// Detaches the socket that has the seat.
  void replace(Seat& seat, ClientId by);
  /// Rate-limited per seat: otherwise frequent returns would allow more messages than a person
  /// types.
  void grant_resend_allowance(const Arrival& arrival);
  bool deny(const Arrival& arrival, protocol::ErrorCode code, std::string_view why);

  const HomeIncarnation self_;
  RoomRegistry& rooms_;
  Sockets& sockets_;
  RoomOutlet& outlet_;
  Admission& admission_;
  const credentials::SeatTokens& tokens_;
  SignallingMetrics& metrics_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace nexus::signalling
