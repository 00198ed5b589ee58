// Every token that the nodes of a deployment issue and read.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "credentials/encounter_token.hpp"
#include "credentials/evidence_token.hpp"
#include "credentials/keyring.hpp"
#include "credentials/network_seal.hpp"
#include "credentials/place_token.hpp"
#include "credentials/seat_token.hpp"
#include "credentials/session_token.hpp"
#include "credentials/work_challenge.hpp"

#include <string>
#include <vector>

namespace nexus::credentials {

/// The tokens of one deployment, each kind under its own keys. Their owner may assign others when
/// the secrets change, so users keep references and no copies.
struct Credentials {
  /// Derives all keys from the deployment's secrets, with the requirements of Keyring::create().
  [[nodiscard]] static Result<Credentials, KeyringError> create(
      const std::vector<std::string>& secrets);

  SessionTokens sessions;
  SeatTokens seats;
  PlaceTokens places;
  EncounterTokens encounters;
  NetworkSeals networks;
  EvidenceTokens evidence;
  WorkChallenges work;
  std::vector<std::string> fingerprints;  ///< of the secrets: Keyring::fingerprints()
};

}  // namespace nexus::credentials
