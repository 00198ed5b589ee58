// Blocks and reports: partners that a visitor is never matched with again.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/network.hpp"
#include "base/random.hpp"
#include "base/recent_set.hpp"
#include "base/result.hpp"
#include "credentials/credentials.hpp"
#include "matching/cool_down.hpp"
#include "matching/matching_metrics.hpp"
#include "matching/network_rate.hpp"
#include "matching/report_log.hpp"
#include "matching/reporters.hpp"
#include "protocol/generated/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace nexus::matching {

/// Reports that are remembered as recorded. At the limit the oldest is forgotten; if the client
/// then resends that report, it is recorded twice.
inline constexpr std::size_t kReportsKnownMax = 100'000;

/// Puts partners on the block list that a visitor's session carries, and records reports. The
/// encounter token of the match proves which partner the client means.
class Complaints {
 public:
  /// `rate`: of the reports of one network. `takes_evidence`: the answer to a report admits
  /// evidence, except for the reason `minor`.
  Complaints(guard::Rate rate, bool takes_evidence, ReportLog& reports, CoolDowns& cool_downs,
             const credentials::Credentials& credentials, MatchingMetrics& metrics,
             const Clock& clock, Random& random)
      : reports_(reports),
        cool_downs_(cool_downs),
        credentials_(credentials),
        metrics_(metrics),
        clock_(clock),
        random_(random),
        takes_evidence_(takes_evidence),
        rate_(rate) {}

  /// Of the reports of one network.
  void set_rate(guard::Rate rate) { rate_.set_rate(rate); }

  /// Both return the reply. An error leaves `session` as it was.
  protocol::MatchServerMessage block(credentials::Session& session, const protocol::Block& block);
  protocol::MatchServerMessage report(credentials::Session& session, const NetworkTags& network,
                                      protocol::Report report);

  void tick() {
    recorded_.forget_old(clock_.monotonic());
    reporters_.forget_old(clock_.monotonic());
    rate_.tick(clock_.monotonic());
  }

 private:
  /// The partner of a block or report; or the reply, if the client has no proof of the encounter.
  template <class Message>
  [[nodiscard]] Result<credentials::MetPartner, protocol::Error> partner_in(
      const credentials::Session& session, const Message& message) const;
  /// Records the report unless it was recorded before. Returns the reply if it cannot be recorded.
  [[nodiscard]] std::optional<protocol::Error> record(VisitorId reporter,
                                                      const NetworkTags& network,
                                                      const credentials::MetPartner& partner,
                                                      protocol::Report report);
  /// Returns the session token that carries the new list.
  std::string add_to_blocks(credentials::Session& session, const credentials::MetPartner& partner);

  ReportLog& reports_;
  CoolDowns& cool_downs_;
  const credentials::Credentials& credentials_;
  MatchingMetrics& metrics_;
  const Clock& clock_;
  Random& random_;
  const bool takes_evidence_;
  NetworkRate rate_;
  Reporters reporters_;
  RecentSet<std::pair<VisitorId, RoomId>> recorded_{credentials::kEncounterLife,
                                                    kReportsKnownMax};  ///< by reporter and room
};

}  // namespace nexus::matching
