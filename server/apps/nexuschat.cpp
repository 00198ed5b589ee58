// SPDX-License-Identifier: MIT
#include "apps/service.hpp"

int main(int argc, char** argv) {
  return nexus::apps::run_program(nexus::apps::kNexusChat, argc, argv);
}
