// Finds a new home for a room whose home cannot be reached.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "credentials/credentials.hpp"
#include "matching/desk_options.hpp"
#include "matching/homes.hpp"
#include "matching/ticket_store.hpp"
#include "protocol/generated/messages.hpp"

#include <functional>

namespace nexus::matching {

/// Asks the store for a room's present home, for a client whose seat token proves that it sat
/// there.
class Rehoming {
 public:
  using Reply = std::function<void(protocol::MatchServerMessage)>;

  Rehoming(const DeskOptions& options, TicketStore& store, const Homes& homes,
           const credentials::Credentials& credentials, const Clock& clock, Random& random)
      : options_(options),
        store_(store),
        homes_(homes),
        credentials_(credentials),
        clock_(clock),
        random_(random) {}

  /// `reply` is called once, at the latest after the store's answer.
  void rehome(VisitorId visitor, const NetworkTags& network, const protocol::Rehome& rehome,
              Reply reply);

 private:
  [[nodiscard]] protocol::MatchServerMessage reply_to(
      VisitorId visitor, const NetworkTags& network, RoomId of,
      Result<SettleReply, StoreError> settled) const;

  const DeskOptions& options_;
  TicketStore& store_;
  const Homes& homes_;
  const credentials::Credentials& credentials_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace nexus::matching
