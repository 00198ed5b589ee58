// Commands of nexuschat that an operator runs by hand, and that start no server.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"

#include <optional>
#include <string_view>

namespace nexus::apps {

/// Their lines in `nexuschat --help`.
inline constexpr std::string_view kOperatorCommandsHelp =
    "Commands for reports and bans:\n"
    "  nexuschat keygen KEYFILE\n"
    "      makes the keys for evidence: writes the secret one, prints the setting with the public "
    "one\n"
    "  nexuschat open-evidence KEYFILE BOX FOLDER\n"
    "      opens one file of evidence and writes its pictures and chat to a new folder\n"
    "  nexuschat list-bans BANFILE\n"
    "      prints each ban with the reference that the banned visitor reads\n";

/// The result of a command; nullopt if the first argument names none.
[[nodiscard]] std::optional<ExitCommand> operator_command(int argc, const char* const* argv);

/// Runs it and prints its text. Returns the status of the process.
[[nodiscard]] std::optional<int> run_operator_command(int argc, const char* const* argv);

}  // namespace nexus::apps
