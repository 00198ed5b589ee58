// SPDX-License-Identifier: MIT
#include "doctor/doctor.hpp"

#include "apps/host.hpp"
#include "apps/run_program.hpp"
#include "doctor/checks.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

std::string_view word_of(Grade grade) {
  switch (grade) {
    case Grade::kOk:
      return "ok  ";
    case Grade::kWarn:
      return "warn";
    case Grade::kFail:
      return "FAIL";
  }
  return "FAIL";
}

using Check = void (*)(Case&, Diagnosis&);

}  // namespace

bool is_asked(int argc, const char* const* argv) { return argc > 1 && argv[1] == kDoctorCommand; }

Diagnosis examine(const apps::Program& program, const apps::Config& config) {
  Case given{program, config};
  Diagnosis findings;
  for (const Check check : {check_host, check_redis, check_turn, check_site, check_process}) {
    try {
      check(given, findings);
    } catch (const std::exception& error) {
      findings.fail(fmt::format("a check ended early: {}", error.what()), "report this as a bug");
    }
  }
  return findings;
}

int run_doctor(const apps::Program& called, int argc, const char* const* argv) {
  apps::open_standard_descriptors();
  apps::ignore_other_signals();
  const auto command = apps::parse_command_line(called, argc, argv, apps::whole_environment());
  if (const auto* stop = std::get_if<apps::ExitCommand>(&command)) {
    std::fputs(stop->text.c_str(), stop->status == 0 ? stdout : stderr);
    return apps::end_output(stop->status);
  }
  const auto& run = std::get<apps::RunCommand>(command);
  Diagnosis findings;
  for (const std::string& warning : run.warnings) {
    findings.warn(warning, fmt::format("{} config", run.program->name));
  }
  findings.append(examine(*run.program, run.config));
  std::array<std::size_t, 3> counts{};
  std::string text;
  for (const Finding& finding : findings.all()) {
    ++counts[static_cast<std::size_t>(finding.grade)];
    text += fmt::format("{}  {}\n", word_of(finding.grade), finding.what);
    if (!finding.cure.empty()) text += fmt::format("      -> {}\n", finding.cure);
  }
  text += fmt::format("\n{}: {} ok, {} warnings, {} failures\n", run.program->name, counts[0],
                      counts[1], counts[2]);
  std::fputs(text.c_str(), stdout);
  return apps::end_output(counts[2] == 0 ? 0 : 1);
}

}  // namespace nexus::doctor
