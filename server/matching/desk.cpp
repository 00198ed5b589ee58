// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"

#include "base/overloaded.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace nexus::matching {

using protocol::ErrorCode;

Desk::Desk(DeskOptions options, DeskPorts ports, const credentials::Credentials& credentials,
           const Clock& clock, Random& random, Log log)
    : options_(std::move(options)),
      outlet_(ports.outlet),
      admission_(ports.admission),
      credentials_(credentials),
      clock_(clock),
      random_(random),
      metrics_(options_.lanes),
      cool_downs_(options_.cool_down, ports.tally, clock, log, metrics_,
                  [this](VisitorId visitor) {
                    const auto socket = sockets_.find(visitor);
                    if (socket == sockets_.end()) return;
                    send_cool_down(socket->second, clients_.at(socket->second));
                  }),
      queue_(options_, ports, homes_, cool_downs_, credentials, metrics_, clock, random, log),
      complaints_(options_.network_reports, options_.takes_evidence, ports.reports, cool_downs_,
                  credentials, metrics_, clock, random),
      rehoming_(options_, ports.store, homes_, credentials, clock, random),
      call_results_(metrics_, clock, std::move(log)),
      toll_(options_, credentials, metrics_, clock, random) {}

void Desk::open(ClientId id, const NetworkTags& network) {
  clients_.try_emplace(id, Client{.session = {}, .network = network});
  hellos_due_.add(clock_.monotonic() + kHelloTimeout, id);
}

void Desk::close(ClientId id) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  queue_.end(id, SearchEnd::kClosed);
  const VisitorId visitor = found->second.session.visitor;
  if (!visitor.is_none()) --online_;
  const auto latest = sockets_.find(visitor);
  if (latest != sockets_.end() && latest->second == id) sockets_.erase(latest);
  clients_.erase(found);
}

void Desk::receive(ClientId id,
                   Result<protocol::MatchClientMessage, protocol::DecodeError> message) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  Client& client = found->second;
  if (!message) return refuse(id, client, message.error());

  const bool greeted = !client.session.visitor.is_none();
  const bool is_hello = std::holds_alternative<protocol::Hello>(*message);
  if (greeted == is_hello) {
    return std::visit(
        [&]<class Message>(const Message&) {
          send_error(id, ErrorCode::kUnexpected,
                     is_hello ? "hello was sent before" : "send hello first", Message::kType);
        },
        *message);
  }
  std::visit(
      Overloaded{
          [&](protocol::Hello& hello) { on_hello(id, client, hello); },
          [&](protocol::Find& find) { on_find(id, client, std::move(find)); },
          [&](protocol::Offer& offer) { queue_.set_offer(id, std::move(offer)); },
          [&](protocol::Cancel& cancel) { on_cancel(id, client, cancel); },
          [&](protocol::Block& block) {
            on_complaint(id, client, complaints_.block(client.session, block));
          },
          [&](protocol::Report& report) {
            on_complaint(id, client,
                         complaints_.report(client.session, client.network, std::move(report)));
          },
          [&](protocol::Rehome& rehome) { on_rehome(id, client, rehome); },
          [&](const protocol::RenewIce&) {
            outlet_.send(id, protocol::IceRenewed{
                                 options_.ice_servers(client.session.visitor, client.network)});
          },
          [&](const protocol::CallResult& result) { call_results_.add(result); },
      },
      *message);
}

void Desk::set_limits(const DeskOptions& fresh) {
  // The toll and the cool-downs read the others here.
  options_.conduct = fresh.conduct;
  options_.cool_down = fresh.cool_down;
  options_.network_finds = fresh.network_finds;
  options_.work_bits = fresh.work_bits;
  options_.network_reports = fresh.network_reports;
  options_.popular = fresh.popular;
  queue_.set_limits(options_.conduct, options_.popular);
  complaints_.set_rate(options_.network_reports);
  toll_.set_rate(options_.network_finds);
}

void Desk::tick() {
  time_out_hellos();
  queue_.tick();
  complaints_.tick();
  call_results_.tick();
  toll_.tick();
  cool_downs_.tick();
}

void Desk::say_goodbye() {
  queue_.stop();
  for (const auto& [id, client] : clients_) {
    // Spread out, so that the clients do not all reconnect at once.
    outlet_.send(id, protocol::Goodbye{.retry_after_ms =
                                           500 + static_cast<std::int64_t>(random_.below(2500))});
  }
}

void Desk::on_hello(ClientId id, Client& client, const protocol::Hello& hello) {
  if (hello.protocol != protocol::limits::kProtocolVersion) {
    const std::string speaks = std::to_string(protocol::limits::kProtocolVersion);
    send_error(id, ErrorCode::kVersion, "this server speaks version " + speaks,
               protocol::Hello::kType);
    return outlet_.hang_up(id, protocol::CloseCode::kVersion);
  }
  auto session =
      hello.session ? credentials_.sessions.read(*hello.session, clock_.wall()) : std::nullopt;
  if (!session && hello.session) {
    metrics_.tokens_refused.count(RefusedToken::kSession, Only{});
  }
  if (!session) session.emplace(credentials::Session{VisitorId::random(random_), {}});
  if (!admission_.admits(id, session->visitor)) return;
  client.session = std::move(*session);
  const VisitorId visitor = client.session.visitor;
  replace_older_socket(visitor, id);
  ++online_;
  protocol::Welcome welcome{
      .visitor = visitor.text(),
      .session = credentials_.sessions.issue(client.session, clock_.wall(), random_),
      .online = static_cast<std::int64_t>(online_),
      .ice_servers = options_.ice_servers(visitor, client.network)};
  if (options_.relay_policy == RelayPolicy::kAlways) welcome.relay_only = true;
  outlet_.send(id, welcome);
  send_cool_down(id, client);
}

void Desk::on_find(ClientId id, Client& client, protocol::Find find) {
  if (find.find <= client.last_find) {
    return send_error(id, ErrorCode::kUnexpected,
                      "the number of a find must be higher than the one before",
                      protocol::Find::kType, find.find);
  }
  const auto& lanes = options_.lanes;
  if (find.lane && std::find(lanes.begin(), lanes.end(), *find.lane) == lanes.end()) {
    protocol::Error error{.code = ErrorCode::kInvalidField, .message = "no such lane"};
    error.of = protocol::Find::kType;
    error.field = "lane";
    error.find = find.find;
    return outlet_.send(id, error);
  }
  const auto admitted = toll_.admit(client.network, find);
  if (!admitted) return outlet_.send(id, admitted.error());
  client.last_find = find.find;
  send_cool_down(id, client);
  queue_.begin(id, client.session, client.network, std::move(find));
}

void Desk::send_cool_down(ClientId id, Client& client) {
  const CoolDown* const cool_down = cool_downs_.of(client.session.visitor, client.network.host);
  if (cool_down == nullptr || client.cool_down == cool_down->reference) return;
  client.cool_down = cool_down->reference;
  outlet_.send(id, cool_down->message());
}

void Desk::on_cancel(ClientId id, const Client& client, const protocol::Cancel& cancel) {
  if (cancel.find > client.last_find) {
    return send_error(id, ErrorCode::kUnexpected, "no such find", protocol::Cancel::kType,
                      cancel.find);
  }
  // Also answers a cancel that crosses a newer find or a match: its search has ended.
  queue_.cancel(id, cancel.find);
  outlet_.send(id, protocol::Cancelled{.find = cancel.find});
}

void Desk::on_complaint(ClientId id, const Client& client,
                        const protocol::MatchServerMessage& reply) {
  outlet_.send(id, reply);
  queue_.set_blocked(id, client.session.blocked);
}

void Desk::on_rehome(ClientId id, const Client& client, const protocol::Rehome& rehome) {
  rehoming_.rehome(client.session.visitor, client.network, rehome, [this, id](const auto& reply) {
    if (clients_.contains(id)) outlet_.send(id, reply);
  });
}

void Desk::refuse(ClientId id, Client& client, const protocol::DecodeError& error) {
  protocol::Error reply{.code = error.code, .message = error.message};
  if (!error.type.empty()) reply.of = error.type;
  if (!error.field.empty()) reply.field = error.field;
  outlet_.send(id, reply);
  if (++client.refusals >= kRefusalsMax) outlet_.hang_up(id, protocol::CloseCode::kBadRequest);
}

void Desk::send_error(ClientId id, ErrorCode code, std::string_view message, std::string_view of,
                      std::optional<std::int64_t> find) {
  outlet_.send(
      id, protocol::Error{
              .code = code, .message = std::string(message), .of = std::string(of), .find = find});
}

void Desk::replace_older_socket(VisitorId visitor, ClientId by) {
  const auto [latest, is_only] = sockets_.try_emplace(visitor, by);
  if (is_only) return;
  const ClientId older = std::exchange(latest->second, by);
  queue_.end(older, SearchEnd::kClosed);  // otherwise a visitor could be matched with itself
  outlet_.hang_up(older, protocol::CloseCode::kReplaced);
}

void Desk::time_out_hellos() {
  const MonotonicTime now = clock_.monotonic();
  const auto is_over = [this](ClientId id) {
    const auto found = clients_.find(id);
    return found == clients_.end() || !found->second.session.visitor.is_none();
  };
  while (const auto id = hellos_due_.take_due(now, is_over)) {
    outlet_.hang_up(*id, protocol::CloseCode::kHelloTimeout);
  }
}

}  // namespace nexus::matching
