// One file with three names: nexuschat, nexus-matching and nexus-signalling share nearly all of
// their code.
// SPDX-License-Identifier: MIT
#include "apps/operator_command.hpp"
#include "apps/run_program.hpp"
#include "doctor/doctor.hpp"

#include <filesystem>

int main(int argc, char** argv) {
  const std::filesystem::path path = argc > 0 ? argv[0] : "";
  const auto* const named = nexus::apps::find_program(path.filename().native());
  const auto& program =
      named == nullptr ? nexus::apps::kNexusChat : *named;  // the file was renamed
  if (nexus::doctor::is_asked(argc, argv)) return nexus::doctor::run_doctor(program, argc, argv);
  if (program.all_in_one()) {
    if (const auto status = nexus::apps::run_operator_command(argc, argv)) return *status;
  }
  return nexus::apps::run_program(program, argc, argv);
}
