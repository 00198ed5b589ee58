// SPDX-License-Identifier: MIT
#include "apps/service.hpp"

#include "apps/ban_watch.hpp"
#include "apps/drain.hpp"
#include "apps/host.hpp"
#include "apps/ice_settings.hpp"
#include "apps/listening.hpp"
#include "apps/metrics_page.hpp"
#include "apps/page_settings.hpp"
#include "apps/process_metrics.hpp"
#include "apps/reload.hpp"
#include "apps/server_options.hpp"
#include "apps/service_metrics.hpp"
#include "apps/stores.hpp"
#include "apps/version.hpp"
#include "base/base64url.hpp"
#include "base/text.hpp"
#include "credentials/credentials.hpp"
#include "edge/evidence_endpoint.hpp"
#include "edge/match_endpoint.hpp"
#include "edge/problem_endpoint.hpp"
#include "edge/room_endpoint.hpp"
#include "matching/desk.hpp"
#include "moderation/evidence_files.hpp"
#include "moderation/report_file.hpp"
#include "signalling/rooms.hpp"
#include "transport/event_loop.hpp"
#include "transport/server.hpp"

#include <array>
#include <csignal>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

constexpr auto kWeekKeyCheckPeriod = std::chrono::seconds(1);

/// The configured secrets. A single machine without any generates one that lives as long as the
/// process.
std::vector<std::string> secrets_of(const Config& config, Random& random) {
  std::vector<std::string> secrets;
  for (const Secret& secret : config.secrets) secrets.push_back(secret.reveal());
  if (secrets.empty()) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    secrets.push_back(base64url_encode(bytes));
  }
  return secrets;
}

credentials::Credentials credentials_of(const Config& config, Random& random) {
  auto credentials = credentials::Credentials::create(secrets_of(config, random));
  if (!credentials) throw std::runtime_error("credentials.secrets can not be used");
  return std::move(*credentials);
}

}  // namespace

struct Service::Parts {
  Parts(const Program& which, const Config& with, ServiceContext context);

  void add_reports();
  void add_evidence();
  void add_matching();
  void add_signalling();
  void add_http();
  void add_metrics();
  /// nullptr without a ban file.
  const moderation::BanList* ban_list() const { return bans ? &bans->list() : nullptr; }
  void on_signal(int number);
  void reload();
  void reload_settings();
  void put_into_force(const Config& fresh);
  void edit_pages();
  void begin_drain();
  /// Why the node is not ready; empty while it is.
  [[nodiscard]] std::string_view trouble() const;
  [[nodiscard]] std::string info() const;
  /// The state in one line, for the service manager.
  [[nodiscard]] std::string summary() const;

  const Program& program;
  Config config;  ///< in force; a reload changes it
  const ServiceManager& manager;
  const std::function<Loaded()> load_again;
  const std::shared_ptr<LogWriter> log_writer;
  Log log;
  SystemClock clock;
  SystemRandom random;
  credentials::Credentials credentials;  ///< a reload assigns others
  transport::EventLoop loop;
  transport::Server server;
  std::unique_ptr<Stores> stores;
  std::optional<credentials::NetworkTagger> tagger;
  std::optional<BanWatch> bans;
  std::optional<edge::MatchEndpoint> match_endpoint;
  std::optional<edge::RoomEndpoint> room_endpoint;
  std::unique_ptr<matching::ReportLog> reports;
  std::optional<moderation::EvidenceFiles> evidence;
  std::optional<edge::VisitorProblems> problems;
  moderation::ReportFile* report_file = nullptr;  // the same object, if reports are kept in a file
  std::optional<matching::Desk> desk;
  std::optional<signalling::Rooms> rooms;
  std::optional<ServiceMetrics> service_metrics;
  std::optional<ProcessMetrics> process_metrics;
  std::optional<MetricsPage> metrics_page;
  Drain drain{loop,
              config.drain_delay,
              {[this] {
                 manager.stopping(summary());
                 if (config.drain_delay.count() > 0) {
                   log.info("leaving", {{"seconds", config.drain_delay.count()}});
                 }
               },
               [this] { begin_drain(); }, [this] { return server.open_sockets() == 0; }}};
  int status = 0;
};

Service::Parts::Parts(const Program& which, const Config& with, ServiceContext context)
    : program(which),
      config(with),
      manager(context.manager),
      load_again(std::move(context.load_again)),
      log_writer(std::move(context.log_writer)),
      log(std::move(context.log)),
      credentials(credentials_of(config, random)),
      server(loop, server_options(config, [this] { return !stores->refusal().empty(); }), log,
             clock) {
  loop.leave_threads_behind();
  StoreListeners listeners;
  if (program.matching) {
    listeners.desk = [this](matching::OutboxEvent event) { desk->deliver(std::move(event)); };
    listeners.tally = [this](const matching::TallyEntry& entry) { desk->receive(entry); };
  }
  if (program.signalling) {
    listeners.home = [this](const GivenUp& member) { rooms->give_up(member); };
  }
  stores = make_stores(program, config, loop, clock, random, credentials.fingerprints,
                       std::move(listeners), log);
  tagger.emplace(stores->week_keys(), clock, random);
  loop.every(kWeekKeyCheckPeriod, [this] { tagger->tick(); });
  if (!config.bans_file.empty()) {
    bans.emplace(config.bans_file, loop, clock, log, credentials.networks);
  }
  // A room must be announced before the first search asks where rooms can be placed.
  if (program.signalling) add_signalling();
  if (program.matching) add_matching();
  add_http();
  if (config.metrics_listen != kNoMetrics) add_metrics();
  if (const auto period = manager.period(); period.count() > 0) {
    loop.every(period, [this] { manager.beat(summary()); });
  }
  loop.on_signal({SIGTERM, SIGINT, SIGQUIT, SIGHUP}, [this](int number) { on_signal(number); });
}

void Service::Parts::add_reports() {
  if (config.reports_file.empty()) {
    reports = std::make_unique<moderation::LoggedReports>(log);
    return;
  }
  auto file = std::make_unique<moderation::ReportFile>(
      moderation::report_path(config.reports_file, config.node), config.reports_bytes_max, log);
  loop.every(moderation::kReportSyncPeriod, [&kept = *file] { kept.sync(); });
  report_file = file.get();
  reports = std::move(file);
}

void Service::Parts::add_evidence() {
  if (config.evidence_key.empty()) return;
  const std::string reports_path = moderation::report_path(config.reports_file, config.node);
  evidence.emplace(moderation::evidence_folder(reports_path), config.evidence, clock, log);
  loop.every(moderation::kEvidenceTick, [this] { evidence->tick(); });
  server.route_body("/v1/evidence", edge::evidence_route(*evidence, credentials.evidence, clock));
}

void Service::Parts::add_matching() {
  add_reports();
  add_evidence();
  match_endpoint.emplace("match", server, config.match_limits, ban_list(), *tagger, clock);
  matching::DeskOptions options = config.desk;
  options.node = {config.node};
  options.takes_evidence = evidence.has_value();
  options.ice_servers = [this](VisitorId visitor, const NetworkTags& network) {
    return ice_servers(config, visitor, network, clock.wall());
  };
  desk.emplace(std::move(options),
               matching::DeskPorts{stores->tickets(), *match_endpoint, *match_endpoint, *reports,
                                   stores->tally()},
               credentials, clock, random, log);
  match_endpoint->attach(*desk);
  if (bans) bans->enforce_with(*match_endpoint);
  problems.emplace(clock, random, log);
  server.route_body("/v1/problems", edge::problem_route(*problems));
  server.route_socket("/v1/match", *match_endpoint);
  loop.every(matching::kDeskTick, [this] { desk->tick(); });
  loop.post([this] { desk->tick(); });
}

void Service::Parts::add_signalling() {
  room_endpoint.emplace("room", server, config.room_limits, ban_list(), *tagger, clock);
  signalling::RoomsOptions options = config.rooms;
  options.node = {config.node};
  rooms.emplace(std::move(options),
                signalling::RoomsPorts{stores->directory(), *room_endpoint, *room_endpoint},
                credentials.seats, clock, random, log);
  room_endpoint->attach(*rooms);
  if (bans) bans->enforce_with(*room_endpoint);
  server.route_socket("/v1/room", *room_endpoint);
  loop.every(signalling::kRoomsTick, [this] { rooms->tick(); });
  loop.post([this] { rooms->tick(); });
}

void Service::Parts::add_http() {
  const auto json = [](std::string body) {
    transport::HttpResponse response;
    response.body = std::move(body);
    return response;
  };
  server.route_get("/livez", [json](const auto&) { return json(R"({"status":"alive"})"); });
  server.route_get("/readyz", [this, json](const auto&) {
    if (const auto why = trouble(); !why.empty()) return transport::problem(503, why);
    return json(R"({"status":"ready"})");
  });
  server.route_get("/v1/info", [this, json](const auto&) { return json(info()); });
  if (!config.web_directory.empty()) server.serve_files(config.web_directory);
  edit_pages();
}

/// Puts the name and the address of the site into the files that are read without its scripts.
void Service::Parts::edit_pages() {
  server.edit_file("/index.html", entry_page_edits(config));
  server.edit_file("/manifest.webmanifest", manifest_edits(config));
}

void Service::Parts::add_metrics() {
  service_metrics.emplace(ServiceMetrics::Readings{
      .ready = [this] { return trouble().empty() ? 1 : 0; },
      .draining = [this] { return drain.has_begun() ? 1 : 0; },
      .online = [this] { return desk ? static_cast<double>(desk->online()) : 0; },
      .rooms = [this] { return rooms ? static_cast<double>(rooms->open_rooms()) : 0; },
      .bans =
          [this](moderation::BanKind kind) {
            return bans ? static_cast<double>(bans->list().size(kind)) : 0;
          },
      .bans_read_ok = [this] { return !bans || bans->is_sound() ? 1 : 0; }});
  process_metrics.emplace(program.name, clock);
  metrics_page.emplace(loop, log, clock);
  metrics_page->add(*service_metrics);
  metrics_page->add(*process_metrics);
  metrics_page->add(server.metrics());
  metrics_page->add(stores->metrics());
  const auto add_all = [this](const auto& domain, const auto& endpoint) {
    if (!domain) return;
    metrics_page->add(domain->metrics());
    for (const MetricGroup* const group : endpoint->metrics()) metrics_page->add(*group);
  };
  add_all(desk, match_endpoint);
  add_all(rooms, room_endpoint);
}

std::string_view Service::Parts::trouble() const {
  if (drain.has_begun()) return "stopping";
  if (!stores->refusal().empty()) return stores->refusal();
  return stores->ready() && (!desk || desk->store_ready()) ? "" : "the store is away";
}

std::string Service::Parts::info() const {
  return fmt::format(
      R"({{"name":"{}","version":"{}","protocol":{},"node":"{}","online":{},"homes":{},"rooms":{}{}{}}})",
      program.name, kVersion, protocol::limits::kProtocolVersion, config.node,
      desk ? desk->online() : 0, desk ? desk->homes() : 0, rooms ? rooms->open_rooms() : 0,
      settings_for_pages(config), desk ? interests_for_pages(desk->popular_interests()) : "");
}

std::string Service::Parts::summary() const {
  const auto why = trouble();
  const std::string sockets = fmt::format("{} sockets open", server.open_sockets());
  return why.empty() ? fmt::format("Serving; {}", sockets)
                     : fmt::format("Not ready: {}; {}", why, sockets);
}

void Service::Parts::on_signal(int number) {
  if (number == SIGHUP) return reload();
  drain.on_signal();
}

/// Makes files that were moved or replaced take effect now, and settings that can change at run
/// time.
void Service::Parts::reload() {
  log.info("reloading");
  manager.reloading();
  log_writer->reopen();
  if (report_file != nullptr) report_file->sync();  // the next report opens the file again
  if (bans) bans->look();
  reload_settings();
  manager.ready();
}

void Service::Parts::reload_settings() {
  const Reload reload = plan_reload(program, config, load_again());
  for (const std::string& problem : reload.problems) {
    log.error("settings_not_reloaded", {{"why", problem}, {"in_force", "the former settings"}});
  }
  if (!reload.problems.empty()) return;
  for (const std::string& warning : reload.warnings) {
    log.warn("settings_doubtful", {{"why", warning}});
  }
  if (!reload.taken.empty()) {
    put_into_force(reload.config);
    log.info("settings_reloaded", {{"settings", joined(reload.taken, ",")}});
  }
  if (!reload.defaulted.empty()) {
    log.warn("settings_back_to_defaults", {{"settings", joined(reload.defaulted, ",")}});
  }
  if (!reload.need_restart.empty()) {
    log.warn("settings_need_restart", {{"settings", joined(reload.need_restart, ",")}});
  }
}

void Service::Parts::put_into_force(const Config& fresh) {
  const bool has_other_secrets = !same_secrets(config.secrets, fresh.secrets);
  config = fresh;
  if (has_other_secrets) {
    credentials = credentials_of(config, random);
    stores->set_fingerprints(credentials.fingerprints);
  }
  log.set_level(config.log_level);
  server.allow_origins(config.server.allowed_origins, config.server.allow_missing_origin);
  if (desk) desk->set_limits(config.desk);
  stores->set_tally_life(config.desk.cool_down.memory());
  if (report_file != nullptr) report_file->set_limit(config.reports_bytes_max);
  if (evidence) evidence->set_limits(config.evidence);
  edit_pages();
  if (match_endpoint) match_endpoint->set_limits(config.match_limits);
  if (room_endpoint) room_endpoint->set_limits(config.room_limits);
}

/// Notifies all clients; they have until the end of the drain to close their sockets.
void Service::Parts::begin_drain() {
  log.info("stopping", {{"sockets", server.open_sockets()}});
  server.stop_accepting();
  if (desk) desk->say_goodbye();
  if (rooms) rooms->say_goodbye();
  stores->leave();
  server.close_all(static_cast<std::uint16_t>(protocol::CloseCode::kDrain), "drain");
}

Service::Service(const Program& program, const Config& config, ServiceContext context)
    : parts_(std::make_unique<Parts>(program, config, std::move(context))) {}

Service::~Service() = default;

int Service::run() {
  Parts& parts = *parts_;
  for (const transport::ListenAddress& address : listen_addresses(parts.config)) {
    const auto port = parts.server.listen(address);
    if (!port) {
      parts.log.error("can_not_listen", {{"why", port.error()}});
      return 1;
    }
    parts.log.info("listening",
                   {{"program", parts.program.name},
                    {"version", kVersion},
                    {"address", address.is_unix() ? address.text() : address.ip.text()},
                    {"port", *port},
                    {"node", parts.config.node},
                    {"store", parts.program.all_in_one() ? "memory" : "redis"}});
  }
  if (parts.metrics_page) parts.metrics_page->listen(parts.config.metrics_listen);
  warn_of_few_descriptors(parts.config.server.connections_max, parts.log);
  parts.manager.ready();
  parts.loop.run();
  parts.log.info("stopped", {});
  return 0;
}

}  // namespace nexus::apps
