// The store's side of the desk: tickets asked for, proposals taken or abandoned, leases renewed.
// SPDX-License-Identifier: MIT
#include "base/overloaded.hpp"
#include "matching/desk.hpp"
#include "matching/plan.hpp"

#include <algorithm>
#include <utility>

namespace nexus::matching {

using protocol::ErrorCode;

void Desk::ask(ClientId id, Client& client, std::string answer) {
  Search& search = *client.search;
  search.stage = Stage::kAsking;
  search.outdated = false;
  if (homes_.empty()) return on_unheard(id, search, StoreError::kUnavailable);
  Ticket ticket{.id = search.ticket,
                .visitor = client.visitor,
                .owner = options_.node,
                .place = search.place,
                .card = to_card(search.profile),
                .offer = search.offer,
                .answer = std::move(answer),
                .plan = make_plan(search.profile, acquaintances_of(client), waited(search),
                                  options_.patience),
                .home = choose_home(search.home_hint),
                .room = RoomId::random(random_)};
  store_.find(std::move(ticket), [this, ticket_id = search.ticket](auto reply) {
    on_found(ticket_id, std::move(reply));
  });
}

void Desk::on_found(TicketId ticket, Result<FindReply, StoreError> reply) {
  const auto [id, client] = owner_of(ticket);
  if (!client) {
    // The visitor left while the store was asked. Its withdraw may have come first.
    if (!reply) return;
    if (const auto* proposal = std::get_if<Proposal>(&*reply)) {
      return store_.abandon(ticket, proposal->room, [](auto) {});
    }
    return store_.withdraw(ticket, [](auto) {});
  }
  Search& search = *client->search;
  if (!reply) return on_unheard(id, search, reply.error());
  std::visit(
      Overloaded{
          [&, owner = id, who = client](const Queued& queued) { on_queued(owner, *who, queued); },
          [&](Proposal& proposal) { on_proposal(std::move(proposal)); },
      },
      *reply);
}

void Desk::on_queued(ClientId id, Client& client, const Queued& queued) {
  Search& search = *client.search;
  if (search.stage != Stage::kAsking) return;  // a proposal overtook this reply
  search.stage = Stage::kWaiting;
  search.place = queued.place;
  waiting_ = queued.waiting;
  if (search.outdated) ask(id, client);
  if (std::exchange(search.told, Told::kQueued) == Told::kQueued) return;
  tell_queued(id, client);
}

void Desk::tell_queued(ClientId id, Client& client) {
  Search& search = *client.search;
  protocol::Queued reply{.find = search.find,
                         .waiting = static_cast<std::int64_t>(waiting_),
                         .place = places_.issue({client.visitor, search.place, waited(search),
                                                 search.away, clock_.wall()})};
  search.news_due = clock_.monotonic() + kQueueNews;
  news_due_.push_back({search.news_due, search.ticket});
  if (const auto estimate = waits_.median(search.profile, clock_.monotonic())) {
    reply.estimate_ms = estimate->count();
  }
  outlet_.send(id, reply);
}

void Desk::on_unheard(ClientId id, Search& search, StoreError error) {
  if (search.stage != Stage::kAsking) return;
  search.stage = Stage::kUnheard;
  // While the store is away, finds that were replaced must not pile up here.
  if (unheard_.size() >= 2 * tickets_.size()) {
    std::erase_if(unheard_, [&](TicketId ticket) { return !tickets_.contains(ticket); });
  }
  unheard_.push_back(search.ticket);
  if (std::exchange(search.told, Told::kUnavailable) == Told::kUnavailable) return;
  const bool full = error == StoreError::kFull;
  outlet_.send(id, protocol::Error{.code = full ? ErrorCode::kFull : ErrorCode::kUnavailable,
                                   .message = full ? "too many visitors are waiting"
                                                   : "matching is away; the search goes on",
                                   .of = std::string(protocol::Find::kType),
                                   .find = search.find,
                                   .retry_after_ms = 1000});
}

void Desk::deliver(OutboxEvent event) {
  std::visit(Overloaded{
                 [&](Proposal& proposal) { on_proposal(std::move(proposal)); },
                 [&](Release& release) { on_release(release); },
             },
             event);
}

void Desk::on_proposal(Proposal proposal) {
  const auto [id, client] = owner_of(proposal.ticket);
  if (!client) return store_.abandon(proposal.ticket, proposal.room, [](auto) {});
  Search& search = *client->search;
  if (search.stage != Stage::kMatched) return take(id, *client, proposal);
  if (search.room == proposal.room) return commit(proposal.ticket, proposal.room);  // told again
  store_.abandon(proposal.ticket, proposal.room, [](auto) {});
}

void Desk::take(ClientId id, const Client& client, const Proposal& proposal) {
  Search& search = *client.search;
  const MonotonicTime now = clock_.monotonic();
  encounters_.met(client.visitor, proposal.partner, proposal.room, now);
  if (search.told == Told::kQueued) waits_.add(search.profile, waited(search), now);
  search.stage = Stage::kMatched;
  search.room = proposal.room;
  search.place = proposal.place;
  search.told = Told::kNothing;
  matched_.push_back({now + kRematchWindow, search.ticket});
  commit(search.ticket, proposal.room);

  using std::chrono::milliseconds;
  const Profile partner = from_card(proposal.partner_card);
  const bool relay_only =
      is_shielded(options_.shield, search.profile.relay_only, partner.relay_only);
  protocol::Matched matched{
      .find = search.find,
      .room = proposal.room.text(),
      .role = proposal.role,
      .token = tokens_.issue({proposal.room, proposal.role, search.ticket, proposal.home.node,
                              clock_.wall() + credentials::kRoomTokenLife, relay_only,
                              /*moved=*/false, client.visitor}),
      .expires_in_ms = milliseconds(credentials::kRoomTokenLife).count(),
      .home = {.node = proposal.home.node.value, .url = proposal.home.url},
      .ice_servers = options_.ice_servers(client.visitor),
      .partner = in_common(search.profile, partner)};
  matched.encounter =
      encounter_tokens_.issue({client.visitor, proposal.room, proposal.partner, clock_.wall()});
  if (relay_only) matched.relay_only = true;
  hand_out_made_ahead(matched, proposal, partner);
  outlet_.send(id, matched);
}

void Desk::commit(TicketId ticket, RoomId room) {
  store_.commit(ticket, room, [this, ticket, room](Result<CommitReply, StoreError> reply) {
    if (!reply) {
      uncommitted_.emplace_back(ticket, room);
      return;
    }
    const Client* client = owner_of(ticket).second;
    if (!client || client->search->stage != Stage::kMatched || client->search->room != room) return;
    if (*reply == CommitReply::kKept) {
      client->search->kept = true;
    } else if (!client->search->kept) {
      // Once kept, a room that is over was left by those who met in it: no reason to search on. Had
      // it fallen through, a release would tell.
      on_release({ticket, room, 0});
    }
  });
}

void Desk::on_release(const Release& release) {
  const auto [id, client] = owner_of(release.ticket);
  if (!client) return;
  Search& search = *client->search;
  switch (search.stage) {
    case Stage::kMatched: {
      if (search.room != release.room) return;
      // The ticket was consumed by the room that fell through. The search goes on under a new one,
      // in the old place.
      encounters_.missed(client->visitor, release.room);
      tickets_.erase(search.ticket);
      store_.withdraw(search.ticket, [](auto) {});  // in case the store has it in two minds
      search.ticket = TicketId::random(random_);
      search.room = RoomId{};
      search.kept = false;
      search.told = Told::kNothing;
      tickets_.emplace(search.ticket, id);
      schedule_widenings(*client);
      return ask(id, *client);
    }
    case Stage::kWaiting:
      return ask(id, *client);
    case Stage::kAsking:
    case Stage::kUnheard:
      return;  // the store hears of it anyway
  }
}

void Desk::tick() {
  time_out_hellos();
  forget_matched();
  widen();
  tell_news();
  const MonotonicTime now = clock_.monotonic();
  encounters_.forget_old(now);
  reported_.forget_old(now);
  call_results_.tick();
  if (now - node_renewed_ < kNodeRenewPeriod) return;
  node_renewed_ = now;
  renew();
  store_.sweep([](auto) {});
}

void Desk::renew() {
  std::vector<TicketId> tickets;
  const MonotonicTime now = clock_.monotonic();
  if (now - tickets_renewed_ >= kTicketRenewPeriod - kNodeRenewPeriod / 2) {
    tickets_renewed_ = now;
    for (const auto& [ticket, id] : tickets_) {
      if (clients_.at(id).search->stage == Stage::kWaiting) tickets.push_back(ticket);
    }
  }
  store_.renew(options_.node, std::move(tickets),
               [this](auto reply) { on_renewed(std::move(reply)); });
}

void Desk::on_renewed(Result<RenewReply, StoreError> reply) {
  // A fail-over loses the latest writes. A ticket that was asked again under a wider plan is then
  // known, with the old plan.
  const bool may_have_lost_writes = !store_ready_;
  if (store_ready_ != reply.has_value()) {
    store_ready_ = reply.has_value();
    if (store_ready_) {
      log_.info("store_ready", {{"node", options_.node.value}});
    } else {
      log_.warn("store_unavailable", {{"node", options_.node.value}});
    }
  }
  if (!reply) return;
  homes_ = std::move(reply->homes);
  waiting_ = reply->waiting;
  for (Proposal& proposal : reply->proposed) on_proposal(std::move(proposal));
  const auto find_again = [this](TicketId ticket) {
    const auto [id, client] = owner_of(ticket);
    if (client && client->search->stage == Stage::kWaiting) ask(id, *client);
  };
  if (reply->lapsed || may_have_lost_writes) {
    // Finds of others may have passed them over, and two that wait do not find each other.
    for (const auto& [ticket, id] : tickets_) find_again(ticket);
  } else {
    for (const TicketId ticket : reply->unknown) find_again(ticket);
  }
  retry_commits();
  if (!homes_.empty()) retry_unheard();
}

/// How the queue stands now, to those who wait and were not told by something else since.
void Desk::tell_news() {
  const MonotonicTime now = clock_.monotonic();
  for (int told = 0; told < kQueueNewsPerTick; ++told) {
    if (news_due_.empty() || news_due_.front().at > now) return;
    const Later due = news_due_.front();
    news_due_.pop_front();
    const auto [id, client] = owner_of(due.ticket);
    if (!client || client->search->told != Told::kQueued) continue;
    if (client->search->news_due == due.at) tell_queued(id, *client);
  }
}

void Desk::retry_commits() {
  for (const auto& [ticket, room] : std::exchange(uncommitted_, {})) {
    const Client* client = owner_of(ticket).second;
    if (client && client->search->stage == Stage::kMatched && client->search->room == room) {
      commit(ticket, room);
    }
  }
}

void Desk::retry_unheard() {
  for (const TicketId ticket : std::exchange(unheard_, {})) {
    const auto [id, client] = owner_of(ticket);
    if (client && client->search->stage == Stage::kUnheard) ask(id, *client);
  }
}

void Desk::forget_matched() {
  const MonotonicTime now = clock_.monotonic();
  while (!matched_.empty() && matched_.front().at <= now) {
    Client* client = owner_of(matched_.front().ticket).second;
    matched_.pop_front();
    if (client && client->search->stage == Stage::kMatched) drop_search(*client);
  }
}

void Desk::schedule_widenings(const Client& client) {
  const Search& search = *client.search;
  for (const Widening& widening :
       widenings(search.profile, acquaintances_of(client), waited(search), options_.patience)) {
    widenings_due_.emplace(search.began + widening.after, WideningDue{search.ticket, widening.to});
  }
}

void Desk::widen() {
  const MonotonicTime now = clock_.monotonic();
  while (!widenings_due_.empty() && widenings_due_.begin()->first <= now) {
    const WideningDue due = widenings_due_.begin()->second;
    widenings_due_.erase(widenings_due_.begin());
    const auto [id, client] = owner_of(due.ticket);
    if (!client || client->search->stage == Stage::kMatched) continue;
    outlet_.send(id, protocol::Widened{.find = client->search->find, .to = due.to});
    renew_plan(id, *client);
  }
}

/// The store shall search by the plan as it is now.
void Desk::renew_plan(ClientId id, Client& client) {
  switch (client.search->stage) {
    case Stage::kWaiting:
      return ask(id, client);
    case Stage::kAsking:
      client.search->outdated = true;
      return;
    case Stage::kUnheard:  // takes the new plan along when it is asked
    case Stage::kMatched:
      return;
  }
}

Acquaintances Desk::acquaintances_of(const Client& client) const {
  return {client.blocked, encounters_.partners_of(client.visitor, clock_.monotonic())};
}

std::chrono::milliseconds Desk::waited(const Search& search) const {
  return clock_.monotonic() - search.began;
}

Home Desk::choose_home(const NodeName& hint) {
  const auto hinted = std::find_if(homes_.begin(), homes_.end(),
                                   [&](const Home& home) { return home.node == hint; });
  if (hinted != homes_.end()) return *hinted;
  // The less loaded of two at random: near the optimum without herding onto one node.
  const auto first = random_.below(homes_.size());
  const auto second = random_.below(homes_.size());
  return homes_[static_cast<std::size_t>(std::min(first, second))];
}

std::pair<ClientId, Desk::Client*> Desk::owner_of(TicketId ticket) {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return {};
  return {found->second, &clients_.at(found->second)};
}

}  // namespace nexus::matching
