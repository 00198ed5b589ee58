// Whether this machine has what the configuration names.
// SPDX-License-Identifier: MIT
#include "apps/judge.hpp"
#include "apps/listening.hpp"
#include "apps/metrics_page.hpp"
#include "moderation/ban_file.hpp"
#include "moderation/evidence_files.hpp"
#include "moderation/report_file.hpp"
#include "stores/memory/week_key_file.hpp"
#include "stores/redis/redis_tls.hpp"
#include "stores/redis/redis_url.hpp"
#include "transport/listen_address.hpp"
#include "transport/listener.hpp"
#include "transport/server_options.hpp"
#include "transport/static_files.hpp"

#include <cerrno>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

namespace fs = std::filesystem;

void judge_web(const Config& config, Findings& findings) {
  if (config.web_directory.empty()) return;
  try {
    const transport::StaticFiles files(config.web_directory,
                                       transport::ServerOptions{}.files_bytes_max);
  } catch (const std::exception& error) {
    findings.problems.push_back(fmt::format(
        "web.directory: {}; name the folder of the built web app (web/dist)", error.what()));
  }
}

/// The whole path without symbolic links.
fs::path resolved(const std::string& path) {
  std::error_code failed;
  const fs::path whole = fs::absolute(path, failed);
  if (failed) return path;
  const fs::path plain = fs::weakly_canonical(whole, failed);
  return failed ? whole.lexically_normal() : plain;
}

/// Folders that strangers can fetch must not hold the operator's private files, and reports are not
/// appended to a file that another setting reads.
void judge_private_files(const Program& program, const Config& config, Findings& findings) {
  const std::string reports =
      program.matching ? moderation::report_path(config.reports_file, config.node) : "";
  const SecretFiles& secrets = config.secret_files;
  const std::pair<std::string_view, const std::string&> files[] = {
      {"reports.file", reports},
      {"--config", config.file},
      {"bans.file", config.bans_file},
      {"node.state_directory", config.state_directory},
      {"credentials.secrets_file", secrets.secrets},
      {"ice.turn_secrets_file", secrets.turn_secrets},
      {"redis.url_file", secrets.redis_url},
      {"redis.password_file", secrets.redis_password},
      {"redis.key_file", config.redis_tls.key_file}};
  for (const auto& [name, file] : files) {
    if (file.empty()) continue;
    const fs::path place = resolved(file);
    if (!config.web_directory.empty() &&
        (place / "").string().starts_with((resolved(config.web_directory) / "").string())) {
      findings.problems.push_back(
          fmt::format("{}: {} lies in web.directory, whose files everybody can fetch; keep it "
                      "elsewhere",
                      name, file));
    }
    if (&file != &reports && !reports.empty() && place == resolved(reports)) {
      findings.problems.push_back(
          fmt::format("reports.file: {} is the file of {}, too, and reports would be appended to "
                      "it; name another file",
                      reports, name));
    }
  }
}

void judge_addresses(const Config& config, Findings& findings) {
  for (const transport::ListenAddress& address : listen_addresses(config)) {
    const auto refusal = transport::Listener::probe(address);
    if (!refusal) continue;
    // Conditions that can end by themselves are only warnings: the service may already be running,
    // and an address may appear with its network.
    if (refusal->error == EADDRINUSE) {
      findings.warnings.push_back(
          fmt::format("server.{}: {}; if that is not this service itself, choose another {}",
                      address.is_unix() ? "listen" : "port", refusal->why,
                      address.is_unix() ? "path" : "port"));
    } else if (refusal->error == EADDRNOTAVAIL) {
      findings.warnings.push_back(fmt::format(
          "server.listen: {} at present; connections arrive once it has", refusal->why));
    } else {
      findings.problems.push_back(fmt::format("server.listen: {}", refusal->why));
    }
  }
}

void judge_metrics_address(const Config& config, Findings& findings) {
  const auto address = parse_metrics_address(config.metrics_listen);
  if (config.metrics_listen == kNoMetrics || !address) return;
  const auto refusal = transport::Listener::probe(*address);
  if (!refusal) return;
  findings.warnings.push_back(
      fmt::format("metrics.listen: {}; if that is not this service itself, choose another port for "
                  "this process, or no metrics are served",
                  refusal->why));
}

}  // namespace

void judge_machine(const Program& program, const Config& config, Findings& findings) {
  const auto url = stores::parse_redis_url(config.redis_url);
  if (url && url->tls) {
    if (auto problem = stores::tls_problem(config.redis_tls)) {
      findings.problems.push_back(std::move(*problem));
    }
  }
  judge_addresses(config, findings);
  judge_metrics_address(config, findings);
  judge_web(config, findings);
  judge_private_files(program, config, findings);
  if (program.all_in_one()) stores::WeekKeyFile::judge(config.state_directory, findings);
  if (!config.bans_file.empty()) moderation::BanFile::judge(config.bans_file, findings);
  if (program.matching && !config.reports_file.empty()) {
    const std::string path = moderation::report_path(config.reports_file, config.node);
    moderation::ReportFile::judge(path, findings);
    if (!config.evidence_key.empty()) {
      moderation::EvidenceFiles::judge(moderation::evidence_folder(path), findings);
    }
  }
}

}  // namespace nexus::apps
