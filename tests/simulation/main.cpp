// nexus-simulate: runs seeds until one shows a violation.
// SPDX-License-Identifier: MIT
#include "simulation/crowd.hpp"
#include "simulation/day.hpp"
#include "simulation/simulation.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string_view>

namespace {

using namespace nexus::simulation;

constexpr std::string_view kUsage =
    "usage: nexus-simulate [--seed N] [--count M] [--mutant NAME] [--trace] [--keep-going]\n"
    "       nexus-simulate --day [--seed N]\n"
    "       nexus-simulate --crowd [--seed N] [--mutant NAME]\n"
    "  --seed N       the first seed (1)\n"
    "  --count M      how many seeds, from there on (1)\n"
    "  --mutant NAME  break the protocol this way; `list` names them all\n"
    "  --trace        print every event\n"
    "  --keep-going   do not stop at the first violation\n"
    "  --day          a day without faults: the estimates of visitors' waits, and how long each "
    "is\n"
    "  --crowd        honest visitors among abusers; its mutants: deaf-home, no-conduct, no-work, "
    "refusal, no-cool-down, every-report\n";

struct Arguments {
  std::uint64_t seed = 1;
  std::uint64_t count = 1;
  Mutant mutant = Mutant::kNone;
  bool trace = false;
  bool keep_going = false;
  bool day = false;
  bool crowd = false;
  CrowdMutant crowd_mutant = CrowdMutant::kNone;
};

std::optional<Mutant> find_mutant(std::string_view name) {
  for (const MutantInfo& info : kMutants) {
    if (info.name == name) return info.mutant;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option(argv[i]);
    if (option == "--trace") {
      arguments.trace = true;
      continue;
    }
    if (option == "--keep-going") {
      arguments.keep_going = true;
      continue;
    }
    if (option == "--crowd") {
      arguments.crowd = true;
      continue;
    }
    if (option == "--day") {
      arguments.day = true;
      continue;
    }
    if (++i == argc) return std::nullopt;
    const std::string_view value(argv[i]);
    if (option == "--mutant" && arguments.crowd) {
      arguments.crowd_mutant = crowd_mutant(value);
      if (arguments.crowd_mutant == CrowdMutant::kNone) return std::nullopt;
      continue;
    }
    if (option == "--mutant") {
      const auto mutant = find_mutant(value);
      if (!mutant) return std::nullopt;
      arguments.mutant = *mutant;
      continue;
    }
    const auto number = read_number(value);
    if (!number) return std::nullopt;
    if (option == "--seed") {
      arguments.seed = *number;
    } else if (option == "--count") {
      arguments.count = *number;
    } else {
      return std::nullopt;
    }
  }
  return arguments;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--mutant" && std::string_view(argv[2]) == "list") {
    for (const MutantInfo& info : kMutants) std::printf("%s\n", info.name.data());
    return 0;
  }
  const auto arguments = read_arguments(argc, argv);
  if (!arguments) {
    std::fputs(kUsage.data(), stderr);
    return 2;
  }
  if (arguments->crowd) {
    std::fputs(report_crowd(arguments->seed, arguments->crowd_mutant).c_str(), stdout);
    return 0;
  }
  if (arguments->day) {
    std::fputs(report(simulate_day({.seed = arguments->seed})).c_str(), stdout);
    return 0;
  }
  const auto began = std::chrono::steady_clock::now();
  std::uint64_t violations = 0;
  std::uint64_t done = 0;
  Outcome sum;
  for (; done < arguments->count && (violations == 0 || arguments->keep_going); ++done) {
    const RunOptions options{.seed = arguments->seed + done,
                             .mutant = arguments->mutant,
                             .trace = arguments->trace ? stdout : nullptr};
    const Outcome outcome = run(options);
    sum.steps += outcome.steps;
    sum.meetings += outcome.meetings;
    sum.chats += outcome.chats;
    sum.virtual_time += outcome.virtual_time;
    if (!outcome.violation) continue;
    ++violations;
    std::fputs(report(options, outcome).c_str(), stdout);
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::printf(
      "%llu seeds, %llu violations; %llu events, %llu meetings, %llu chats, %.1f hours of virtual "
      "time; %.1f seeds/s\n",
      static_cast<unsigned long long>(done), static_cast<unsigned long long>(violations),
      static_cast<unsigned long long>(sum.steps), static_cast<unsigned long long>(sum.meetings),
      static_cast<unsigned long long>(sum.chats), static_cast<double>(sum.virtual_time) / 3.6e9,
      static_cast<double>(done) / seconds);
  return violations == 0 ? 0 : 1;
}
