// Secrets in files, which no process list, environment or unit shows.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/settings.hpp"

#include <string>

namespace nexus::apps {

/// The name of the setting that names the file of `secret`.
[[nodiscard]] std::string file_setting_of(const Setting& secret);

/// The path of `secret` among the credentials that systemd passes to a service (LoadCredential=);
/// empty if there is none.
[[nodiscard]] std::string credential_path(const Setting& secret, const Environment& environment);

struct SecretFile {
  Values values{};         ///< one of each line; empty lines do not count
  std::string problem{};   ///< half a sentence for the operator; empty if the file was read
  bool is_public = false;  ///< every user of the machine may read it
};

/// Reads regular files of kSecretFileBytesMax bytes at most. A problem never quotes the file.
[[nodiscard]] SecretFile read_secret_file(const std::string& path);

inline constexpr std::size_t kSecretFileBytesMax = 16 * 1024;

}  // namespace nexus::apps
