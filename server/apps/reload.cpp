// SPDX-License-Identifier: MIT
#include "apps/reload.hpp"

#include "apps/judge.hpp"
#include "apps/settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nexus::apps {
namespace {

constexpr std::array<std::string_view, 33> kReloadable{
    "server.allowed_origins",
    "server.allow_missing_origin",
    "limits.messages_per_10_s_max",
    "limits.chats_per_second_max",
    "limits.finds_per_second_max",
    "limits.find_burst",
    "limits.finds_per_network_per_second_max",
    "limits.find_burst_per_network",
    "limits.work_bits",
    "limits.descriptions_per_network_per_second_max",
    "site.name",
    "site.contact_url",
    "site.privacy_url",
    "site.hotline_url",
    "web.peer_link",
    "matching.popular_interests_min",
    "matching.hidden_interests",
    "matching.no_shows_free",
    "matching.no_show_delay_max_s",
    "reports.mib_max",
    "reports.per_network_per_day_max",
    "reports.cool_down_networks",
    "reports.cool_down_window_minutes",
    "reports.cool_down_hours",
    "reports.evidence_mib_max",
    "reports.evidence_days",
    "credentials.secrets",
    "credentials.secrets_file",
    "ice.stun_urls",
    "ice.turn_urls",
    "ice.turn_secrets",
    "ice.turn_secrets_file",
    "log.level"};

/// Whether a file that gave settings gives none now. An editor that is writing it, or a full disk,
/// leaves such a file, which must not put the defaults into force.
bool is_cut_off(const Program& program, const Config& in_force, const Loaded& fresh) {
  if (!fresh.is_file_bare) return false;
  return std::any_of(settings().begin(), settings().end(), [&](const Setting& setting) {
    return setting.is_used_by(program) && !fresh.sources.contains(setting.name()) &&
           setting.type.values(fresh.config) != setting.type.values(in_force);
  });
}

}  // namespace

bool is_reloadable(std::string_view name) {
  return std::find(kReloadable.begin(), kReloadable.end(), name) != kReloadable.end();
}

Reload plan_reload(const Program& program, const Config& in_force, Loaded fresh) {
  Reload reload{.config = in_force,
                .problems = std::move(fresh.findings.problems),
                .warnings = std::move(fresh.findings.warnings)};
  if (is_cut_off(program, in_force, fresh)) {
    // Not what the missing settings lead to as well.
    reload.problems = {
        "--config: the file gives no settings any more, as if it was cut off; to run "
        "with the defaults, restart"};
  }
  if (!reload.problems.empty()) return reload;
  for (const Setting& setting : settings()) {
    const Values values = setting.type.values(fresh.config);
    if (!setting.is_used_by(program) || values == setting.type.values(in_force)) continue;
    // A secret can be replaced, but not removed.
    const bool is_taken =
        is_reloadable(setting.name()) && !setting.type.apply(reload.config, values);
    (is_taken ? reload.taken : reload.need_restart).push_back(setting.name());
    // As wanted, or because the file was cut off between two lines: only the operator knows.
    if (is_taken && !fresh.sources.contains(setting.name())) {
      reload.defaulted.push_back(setting.name());
    }
  }
  SettingNames given;
  for (const auto& [name, source] : fresh.sources) given.insert(name);
  Findings together;
  judge_settings({program, reload.config, given, {}}, together);
  if (!together.problems.empty()) {
    reload.config = in_force;
    reload.problems = std::move(together.problems);
  }
  return reload;
}

bool same_secrets(const std::vector<Secret>& a, const std::vector<Secret>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Secret& x, const Secret& y) { return x.reveal() == y.reveal(); });
}

}  // namespace nexus::apps
