// One file with three names: nexuschat, nexus-matching and nexus-signalling share nearly all of
// their code. SPDX-License-Identifier: MIT
#include "apps/operator_command.hpp"
#include "apps/service.hpp"

#include <filesystem>
#include <string_view>

namespace {

/// The program of that name; nexuschat for a file that was renamed.
const nexus::apps::Program& program_named(std::string_view name) {
  using namespace nexus::apps;
  for (const Program* const program : {&kNexusMatching, &kNexusSignalling}) {
    if (program->name == name) return *program;
  }
  return kNexusChat;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path path = argc > 0 ? argv[0] : "";
  const auto& program = program_named(path.filename().native());
  if (program.all_in_one()) {
    if (const auto status = nexus::apps::run_operator_command(argc, argv)) return *status;
  }
  return nexus::apps::run_program(program, argc, argv);
}
