// SPDX-License-Identifier: MIT
#include "apps/run_program.hpp"

#include "apps/host.hpp"
#include "apps/service.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <variant>

#include <fmt/format.h>

extern char** environ;

namespace nexus::apps {
namespace {

/// How long the log gets to take the last lines.
constexpr auto kLastLinesTime = std::chrono::milliseconds(500);

}  // namespace

Environment whole_environment() {
  Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair(*entry);
    const std::size_t equals = pair.find('=');
    environment.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return environment;
}

int run_program(const Program& program, int argc, const char* const* argv) {
  open_standard_descriptors();
  ignore_other_signals();
  const Environment environment = whole_environment();
  const auto command = parse_command_line(program, argc, argv, environment);
  if (const auto* stop = std::get_if<ExitCommand>(&command)) {
    std::fputs(stop->text.c_str(), stop->status == 0 ? stdout : stderr);
    return end_output(stop->status);
  }
  const auto& run = std::get<RunCommand>(command);
  const auto& config = run.config;
  const auto& warnings = run.warnings;
  if (run.check_only) {
    for (const std::string& warning : warnings) {
      std::fputs(fmt::format("warning: {}\n", warning).c_str(), stdout);
    }
    std::fputs("the configuration is sound\n", stdout);
    return end_output(0);
  }
  const LogFormat format{
      .is_json = config.logs_json, .program = std::string(program.name), .node = config.node};
  const auto log_writer = std::make_shared<LogWriter>(STDERR_FILENO, format);
  const Log log(config.log_level, log_writer, format);
  for (const std::string& warning : warnings) log.warn("settings_doubtful", {{"why", warning}});
  const ServiceManager manager(environment);
  try {
    Service service(program, config,
                    {.log = log, .log_writer = log_writer, .manager = manager, .load_again = [&] {
                       return load_settings(program, argc, argv, environment);
                     }});
    const int status = service.run();
    log_writer->flush(kLastLinesTime);
    return status;
  } catch (const std::exception& error) {
    log_writer->flush(kLastLinesTime);
    std::fputs(fmt::format("{}: {}\n", program.name, error.what()).c_str(), stderr);
    return 1;
  }
}

}  // namespace nexus::apps
