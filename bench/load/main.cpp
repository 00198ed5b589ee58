// nexus-load: the load generator. Every scenario has a limit of time and count, so it always ends.
// SPDX-License-Identifier: MIT
#include "load/scenarios.hpp"
#include "protocol/generated/messages.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using std::chrono::milliseconds;

/// CLI11 has no type for durations.
void add_duration(CLI::App& app, const std::string& name, milliseconds& value,
                  const std::string& what) {
  app.add_option_function<std::int64_t>(
         name, [&value](std::int64_t count) { value = milliseconds(count); }, what)
      ->check(CLI::Range(1, 600'000));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace nexus::load;
  CLI::App app("Loads a WebSocket server on 127.0.0.1 and prints the server's costs as JSON");
  app.require_subcommand(1);

  Server server;
  std::string dialect = "nexuschat";
  unsigned deadline_seconds = 180;
  app.add_option("--port", server.target.port, "of the server")->required();
  app.add_option("--server", server.process, "the server's process, whose costs are measured")
      ->required();
  app.add_option("--dialect", dialect, "how sockets are paired: by finding, or by /?pair=N")
      ->check(CLI::IsMember({"nexuschat", "pairs"}));
  app.add_option("--room-port", server.room_port, "of the room sockets, if it is another");
  app.add_flag_function(
      "--collects", [&](std::int64_t) { server.collect_signal = SIGUSR2; },
      "the server collects garbage on SIGUSR2");
  app.add_option("--deadline", deadline_seconds, "seconds after which the program gives up")
      ->check(CLI::Range(1, 3600));

  RelayOptions relay_options;
  CLI::App* const relay_command = app.add_subcommand("relay", "messages within pairs");
  relay_command->add_option("--pairs", relay_options.pairs)->check(CLI::Range(1, 9'000));
  relay_command->add_option("--in-flight", relay_options.in_flight)->check(CLI::Range(1, 64));
  relay_command->add_option("--rate", relay_options.rate)->check(CLI::Range(1, 1'000'000));
  relay_command->add_option("--bytes", relay_options.text_bytes)->check(CLI::Range(180, 1'000));
  add_duration(*relay_command, "--milliseconds", relay_options.duration, "of each load");

  BounceOptions bounce_options;
  CLI::App* const bounce_command =
      app.add_subcommand("bounce", "messages in one pair after another");
  bounce_command->add_option("--pairs", bounce_options.pairs)->check(CLI::Range(1, 9'000));
  bounce_command->add_option("--messages", bounce_options.messages)->check(CLI::Range(1, 1'000));
  bounce_command->add_option("--in-flight", bounce_options.in_flight)->check(CLI::Range(1, 64));

  HandshakeOptions handshake_options;
  CLI::App* const handshake_command = app.add_subcommand("handshakes", "connect, upgrade, close");
  handshake_command->add_option("--count", handshake_options.count)->check(CLI::Range(1, 200'000));
  handshake_command->add_option("--concurrency", handshake_options.concurrency)
      ->check(CLI::Range(1, 5'000));

  IdleOptions idle_options;
  CLI::App* const idle_command = app.add_subcommand("idle", "paired sockets without messages");
  idle_command->add_option("--sockets", idle_options.sockets)->check(CLI::Range(2, 19'800));
  idle_command->add_option("--processes", idle_options.processes)->check(CLI::Range(1, 10));
  idle_command->add_flag("--keep-match-sockets", idle_options.keep_match_sockets,
                         "leave each visitor's matching socket open, too");
  add_duration(*idle_command, "--settle-milliseconds", idle_options.settle, "before measuring");

  MatchOptions match_options;
  CLI::App* const match_command = app.add_subcommand("match", "visitors who search continuously");
  match_command->add_option("--visitors", match_options.visitors)->check(CLI::Range(2, 200'000));
  match_command->add_option("--processes", match_options.processes, "to spread the visitors over")
      ->check(CLI::Range(std::size_t{1}, kMatchProcessesMax));
  match_command->add_option("--match-port", match_options.ports, "of each matching process");
  match_command->add_option("--also", match_options.server_processes,
                            "a further process of the server; its costs are added");
  match_command->add_option("--redis-process", match_options.redis_process,
                            "whose costs are reported separately");
  match_command->add_flag("--wishes", match_options.wishes, "four interests each");
  match_command
      ->add_option("--rate", match_options.rate,
                   "finds a second in all, instead of continuous searches")
      ->check(CLI::Range(1, 1'000'000));
  add_duration(*match_command, "--warm-up-milliseconds", match_options.warm_up, "before it");
  add_duration(*match_command, "--milliseconds", match_options.duration, "of the measurement");

  CLI11_PARSE(app, argc, argv);
  if (dialect == "pairs") {
    server.dialect = Dialect::kPairs;
  } else {
    server.target.subprotocol = nexus::protocol::kSubprotocol;
  }
  alarm(deadline_seconds);

  try {
    std::string figures;
    if (*relay_command) figures = relay(server, relay_options);
    if (*bounce_command) figures = bounce(server, bounce_options);
    if (*handshake_command) figures = handshakes(server, handshake_options);
    if (*idle_command) figures = idle(server, idle_options);
    if (*match_command) figures = match(server, match_options);
    std::puts(figures.c_str());
  } catch (const std::exception& error) {
    std::fputs(fmt::format("nexus-load: {}\n", error.what()).c_str(), stderr);
    return 1;
  }
  return 0;
}
