// SPDX-License-Identifier: MIT
#include "apps/operator_command.hpp"
#include "apps/service.hpp"

int main(int argc, char** argv) {
  if (const auto status = nexus::apps::run_operator_command(argc, argv)) return *status;
  return nexus::apps::run_program(nexus::apps::kNexusChat, argc, argv);
}
