// SPDX-License-Identifier: MIT
#include "apps/host.hpp"
#include "apps/judge.hpp"
#include "base/findings.hpp"
#include "doctor/checks.hpp"
#include "moderation/report_file.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fmt/format.h>

namespace nexus::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::uint64_t kSpaceFail = 16 * kMebibyte;
constexpr std::uint64_t kSpaceWarn = 256 * kMebibyte;
/// Each evidence is a file.
constexpr std::uint64_t kFilesFail = 1000;

void check_files(const apps::Program& program, const apps::Config& config, Diagnosis& findings) {
  nexus::Findings machine;
  apps::judge_machine(program, config, machine);
  for (std::string& problem : machine.problems) {
    findings.fail(std::move(problem),
                  "systemctl start the service once, which makes its StateDirectory; or chown the "
                  "folder to its user");
  }
  for (std::string& warning : machine.warnings) {
    // An address in use is that of the service, which should be running.
    if (warning.find("if that is not this service itself") != std::string::npos) continue;
    findings.warn(std::move(warning), "ip address; ls -l");
  }
  if (machine.problems.empty()) findings.ok("this user may use the configured files and folders");
  if (::geteuid() == 0) {
    findings.warn("root may use every file, so this says little about the user of the service",
                  fmt::format("runuser -u nexuschat -- {} doctor ...", program.name));
  }
}

void check_space(const std::string& file, Diagnosis& findings) {
  if (file.empty()) return;
  const fs::path folder = fs::path(file).parent_path();
  struct statvfs space {};
  if (::statvfs(folder.empty() ? "." : folder.c_str(), &space) != 0) return;
  const std::uint64_t free = std::uint64_t{space.f_bavail} * space.f_frsize;
  std::string what = fmt::format("{} has {} MiB free", folder.string(), free / kMebibyte);
  const std::string cure = fmt::format("df -h {0}; du -xh {0} | sort -h | tail", folder.string());
  // File systems without a fixed number of files have none in all.
  if (space.f_files > 0 && space.f_favail < kFilesFail) {
    return findings.fail(
        fmt::format("{} has room for only {} more files", folder.string(),
                    std::uint64_t{space.f_favail}),
        fmt::format("df -i {0}; du -x --inodes {0} | sort -n | tail", folder.string()));
  }
  if (free < kSpaceFail) return findings.fail(std::move(what), cure);
  if (free < kSpaceWarn) return findings.warn(std::move(what), cure);
  findings.ok(std::move(what));
}

/// Where TLS ends in front of the process, a proxy connects in the name of all visitors.
void check_proxies(const apps::Config& config, Diagnosis& findings) {
  const auto& origins = config.server.allowed_origins;
  const bool is_behind = std::any_of(origins.begin(), origins.end(), [](const std::string& origin) {
    return origin.starts_with("https://");
  });
  if (!is_behind) return;
  if (!config.server.trusted_proxies.empty()) {
    return findings.ok("the proxy in front may name its visitors' addresses");
  }
  findings.fail(
      "server.trusted_proxies: empty, though the pages come by https:// through a proxy: all "
      "visitors count as one address",
      "server.trusted_proxies = [\"127.0.0.1\"], or the address from which the proxy connects");
}

}  // namespace

void check_host(Case& given, Diagnosis& findings) {
  const apps::Program& program = given.program;
  const apps::Config& config = given.config;
  check_files(program, config, findings);
  if (program.matching && !config.reports_file.empty()) {
    check_space(moderation::report_path(config.reports_file, config.node), findings);
  }
  if (program.all_in_one() && !config.state_directory.empty()) {
    check_space((fs::path(config.state_directory) / "x").string(), findings);
  }
  check_proxies(config, findings);
}

}  // namespace nexus::doctor
