// The visitors' side of the desk: messages in, searches begun and dropped.
// SPDX-License-Identifier: MIT
#include "matching/desk.hpp"

#include "base/overloaded.hpp"

#include <utility>

namespace nexus::matching {

using protocol::ErrorCode;

Desk::Desk(DeskOptions options, TicketStore& store, MatchOutlet& outlet, ReportLog& reports,
           const credentials::Credentials& credentials, const Clock& clock, Random& random, Log log)
    : options_(std::move(options)),
      store_(store),
      outlet_(outlet),
      reports_(reports),
      credentials_(credentials),
      clock_(clock),
      random_(random),
      log_(std::move(log)),
      encounters_(options_.encounters),
      call_results_(clock_, log_) {}

void Desk::open(ClientId id) {
  clients_.try_emplace(id);
  hellos_due_.emplace_back(clock_.monotonic() + kHelloTimeout, id);
}

void Desk::close(ClientId id) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  drop_search(found->second);
  if (!found->second.visitor.is_none()) --online_;
  const auto latest = sockets_.find(found->second.visitor);
  if (latest != sockets_.end() && latest->second == id) sockets_.erase(latest);
  clients_.erase(found);
}

void Desk::receive(ClientId id,
                   Result<protocol::MatchClientMessage, protocol::DecodeError> message) {
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  Client& client = found->second;
  if (!message) return refuse(id, client, message.error());

  const bool greeted = !client.visitor.is_none();
  const bool is_hello = std::holds_alternative<protocol::Hello>(*message);
  if (greeted == is_hello) {
    return std::visit(
        [&]<class Message>(const Message&) {
          send_error(id, ErrorCode::kUnexpected,
                     is_hello ? "hello was said before" : "say hello first", Message::kType);
        },
        *message);
  }
  std::visit(Overloaded{
                 [&](protocol::Hello& hello) { on_hello(id, client, hello); },
                 [&](protocol::Find& find) { on_find(id, client, std::move(find)); },
                 [&](protocol::Offer& offer) { on_offer(id, client, std::move(offer)); },
                 [&](protocol::Cancel& cancel) { on_cancel(id, client, cancel); },
                 [&](protocol::Block& block) { on_block(id, client, block); },
                 [&](protocol::Report& report) { on_report(id, client, std::move(report)); },
                 [&](protocol::Rehome& rehome) { on_rehome(id, rehome); },
                 [&](const protocol::RenewIce&) {
                   outlet_.send(id, protocol::IceRenewed{options_.ice_servers(client.visitor)});
                 },
                 [&](const protocol::CallResult& result) { call_results_.add(result); },
             },
             *message);
}

void Desk::on_hello(ClientId id, Client& client, const protocol::Hello& hello) {
  if (hello.protocol != protocol::limits::kProtocolVersion) {
    send_error(id, ErrorCode::kVersion, "this server speaks version 1", protocol::Hello::kType);
    return outlet_.hang_up(id, protocol::CloseCode::kVersion);
  }
  auto known = hello.session ? credentials_.sessions.read(*hello.session) : std::nullopt;
  const VisitorId visitor = known ? known->visitor : VisitorId::random(random_);
  if (!outlet_.admits(id, visitor)) return;
  client.visitor = visitor;
  if (known) client.blocked = std::move(known->blocked);
  replace_older_socket(client.visitor, id);
  ++online_;
  protocol::Welcome welcome{
      .visitor = client.visitor.text(),
      .session = credentials_.sessions.issue({client.visitor, client.blocked}, random_),
      .online = static_cast<std::int64_t>(online_),
      .ice_servers = options_.ice_servers(client.visitor)};
  if (options_.shield == ShieldPolicy::kAlways) welcome.relay_only = true;
  outlet_.send(id, welcome);
}

void Desk::on_find(ClientId id, Client& client, protocol::Find find) {
  if (find.find <= client.last_find) {
    return send_error(id, ErrorCode::kUnexpected, "find must rise with each search",
                      protocol::Find::kType, find.find);
  }
  const std::string& lane = find.lane ? *find.lane : options_.lanes.front();
  if (std::find(options_.lanes.begin(), options_.lanes.end(), lane) == options_.lanes.end()) {
    protocol::Error error{.code = ErrorCode::kInvalidField, .message = "no such lane"};
    error.of = protocol::Find::kType;
    error.field = "lane";
    error.find = find.find;
    return outlet_.send(id, error);
  }
  client.last_find = find.find;
  drop_search(client);
  auto search = std::make_unique<Search>();
  search->ticket = TicketId::random(random_);
  search->find = find.find;
  search->profile = make_profile(find);
  search->profile.lane = lane;
  search->began = clock_.monotonic();
  if (const auto kept =
          find.place ? credentials_.places.read(*find.place, clock_.wall()) : std::nullopt;
      kept && kept->visitor == client.visitor) {
    search->place = kept->place;
    search->away = kept->away;
    search->began -= kept->waited;
  }
  search->offer = std::move(find.offer).value_or("");
  search->home_hint.value = std::move(find.home).value_or("");
  begin(id, client, std::move(search), std::move(find.answer).value_or(""));
}

void Desk::on_cancel(ClientId id, Client& client, const protocol::Cancel& cancel) {
  if (cancel.find > client.last_find) {
    return send_error(id, ErrorCode::kUnexpected, "no such find", protocol::Cancel::kType,
                      cancel.find);
  }
  // A cancel that crosses a newer find or a match still gets its answer: it ended, one way or
  // other.
  if (client.search && client.search->find == cancel.find) drop_search(client);
  outlet_.send(id, protocol::Cancelled{.find = cancel.find});
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

void Desk::begin(ClientId id, Client& client, std::unique_ptr<Search> search, std::string answer) {
  tickets_.emplace(search->ticket, id);
  client.search = std::move(search);
  schedule_widenings(client);
  ask(id, client, std::move(answer));
}

void Desk::drop_search(Client& client) {
  if (!client.search) return;
  const Search& search = *client.search;
  tickets_.erase(search.ticket);
  // A committed ticket is not withdrawn: the room has its own deadline, and the visitor may well be
  // in it while this socket is gone.
  if (search.stage != Stage::kMatched) store_.withdraw(search.ticket, [](auto) {});
  client.search.reset();
}

void Desk::replace_older_socket(VisitorId visitor, ClientId by) {
  const auto [latest, is_only] = sockets_.try_emplace(visitor, by);
  if (is_only) return;
  const ClientId older = std::exchange(latest->second, by);
  drop_search(clients_.at(older));  // or a visitor could be matched with itself
  outlet_.hang_up(older, protocol::CloseCode::kReplaced);
}

void Desk::say_goodbye() {
  for (const auto& [id, client] : clients_) {
    // Spread out, so that they do not all come back at once.
    outlet_.send(id, protocol::Goodbye{.retry_after_ms =
                                           500 + static_cast<std::int64_t>(random_.below(2500))});
  }
}

void Desk::time_out_hellos() {
  const MonotonicTime now = clock_.monotonic();
  while (!hellos_due_.empty() && hellos_due_.front().first <= now) {
    const ClientId id = hellos_due_.front().second;
    hellos_due_.pop_front();
    const auto found = clients_.find(id);
    if (found == clients_.end() || !found->second.visitor.is_none()) continue;
    outlet_.hang_up(id, protocol::CloseCode::kHelloTimeout);
  }
}

}  // namespace nexus::matching
