// SPDX-License-Identifier: MIT
#include "credentials/credentials.hpp"

namespace nexus::credentials {

Result<Credentials, KeyringError> Credentials::create(const std::vector<std::string>& secrets) {
  const auto deployment = Keyring::create(secrets, "deployment");
  if (!deployment) return fail(deployment.error());
  // The secrets were validated, so creating a keyring for each purpose succeeds.
  const auto keyring = [&](std::string_view purpose) {
    return Keyring::create(secrets, purpose).value();
  };
  return Credentials{.sessions = SessionTokens(keyring("session")),
                     .seats = SeatTokens(keyring("seat")),
                     .places = PlaceTokens(keyring("place")),
                     .encounters = EncounterTokens(keyring("encounter")),
                     .networks = NetworkSeals(keyring("network")),
                     .evidence = EvidenceTokens(keyring("evidence")),
                     .work = WorkChallenges(keyring("work")),
                     .fingerprints = deployment->fingerprints()};
}

}  // namespace nexus::credentials
