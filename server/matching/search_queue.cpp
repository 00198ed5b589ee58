// SPDX-License-Identifier: MIT
#include "matching/search_queue.hpp"

#include "base/overloaded.hpp"
#include "matching/profile.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace nexus::matching {

using protocol::ErrorCode;

SearchQueue::SearchQueue(const DeskOptions& options, const DeskPorts& ports, Homes& homes,
                         CoolDowns& cool_downs, const credentials::Credentials& credentials,
                         MatchingMetrics& metrics, const Clock& clock, Random& random, Log log)
    : options_(options),
      store_(ports.store),
      outlet_(ports.outlet),
      metrics_(metrics),
      homes_(homes),
      clock_(clock),
      random_(random),
      recent_(options.recent),
      conduct_(options.conduct),
      cool_downs_(cool_downs),
      popular_(options.popular),
      factory_(options, credentials, conduct_, cool_downs, metrics, clock, random),
      timers_(searches_),
      introductions_(options, credentials, conduct_, metrics, clock),
      news_(ports.outlet, credentials.places, clock),
      lease_(options.node, ports.store, clock, std::move(log),
             [this](RenewReply reply, bool may_have_lost_writes) {
               on_renewed(std::move(reply), may_have_lost_writes);
             }) {}

void SearchQueue::begin(ClientId client, const credentials::Session& session,
                        const NetworkTags& network, protocol::Find find) {
  // A new search does not bring a new allowance.
  const Search* const former = searches_.of(client);
  const guard::TokenBucket renewals = former ? former->renewals : guard::TokenBucket();
  end(client, SearchEnd::kReplaced);
  std::string answer = std::move(find.answer).value_or("");
  Search& search = searches_.add(factory_.make(client, session, network, std::move(find)));
  search.renewals = renewals;
  metrics_.searches.count(search.lane, search.profile.mode);
  metrics_.waiting.add(1, search.lane, search.profile.mode);
  // Other lanes may have wishes that not everybody wants to read.
  if (search.lane == LaneIndex{} && !search.was_delayed) popular_.count(search.profile, network);
  add_timers(search);
  ask(search, std::move(answer));
}

void SearchQueue::add_timers(const Search& search) {
  if (search.was_delayed) timers_.add_delay_end(search);
  const MonotonicTime now = clock_.monotonic();
  for (const Widening& widening :
       widenings(search.profile, avoided_by(search, now), search.waited(now), options_.patience)) {
    timers_.add_widening(search, widening);
  }
}

void SearchQueue::set_offer(ClientId client, protocol::Offer offer) {
  Search* const search = searches_.of(client);
  if (!search || search->find != offer.find) return;
  search->offer = std::move(offer.offer);
  renew_plan(*search);
}

void SearchQueue::set_blocked(ClientId client, const credentials::Blocks& blocked) {
  Search* const search = searches_.of(client);
  if (!search || search->blocked == blocked) return;
  search->blocked = blocked;
  renew_plan(*search);
}

void SearchQueue::cancel(ClientId client, std::int64_t find) {
  const Search* const search = searches_.of(client);
  if (search && search->find == find) end(client, SearchEnd::kCancelled);
}

void SearchQueue::end(ClientId client, SearchEnd why) {
  const Search* const search = searches_.of(client);
  if (!search) return;
  const bool is_matched = search->stage == Stage::kMatched;
  metrics_.searches_ended.count(is_matched ? SearchEnd::kMatched : why);
  if (is_matched) {
    leave_match(*search);
  } else {
    metrics_.waiting.add(-1, search->lane, search->profile.mode);
    store_.withdraw(search->ticket, [](auto) {});
  }
  searches_.erase(*search);
}

/// A committed ticket is not withdrawn: the visitor may be in the room although this socket closed.
/// Only the room's home knows, and it ends the room if the visitor never came.
void SearchQueue::leave_match(const Search& search) {
  const MonotonicTime now = clock_.monotonic();
  const auto passed = now - search.matched_at;
  if (passed < kGlance && !is_stopping_) conduct_.missed(search.network, now);
  if (passed < kJoinWindow) {
    if (!is_stopping_) store_.give_up(search.ticket, search.room, [](auto) {});
    return;
  }
  // A match of a delayed search, within one network or of two visitors that asked to meet again
  // proves nothing: it may be arranged.
  const bool counts = search.kept && !search.was_delayed && search.met_in.is_none() &&
                      search.partner_network.host != search.network.host;
  if (counts) conduct_.came(search.partner_network, now);
}

void SearchQueue::deliver(OutboxEvent event) {
  std::visit(Overloaded{
                 [&](const Proposal& proposal) { on_proposal(proposal); },
                 [&](const Release& release) { on_release(release); },
             },
             event);
}

void SearchQueue::tick() {
  const MonotonicTime now = clock_.monotonic();
  run_timers(now);
  if (conduct_sweep_.is_due(now)) conduct_.forget_good(now);
  popular_.tick(now);
  news_.tick(searches_);
  recent_.forget_old(now);
  lease_.tick(searches_);
}

void SearchQueue::run_timers(MonotonicTime now) {
  while (const Search* const search = timers_.take_rematch_end(now)) {
    end(search->client, SearchEnd::kMatched);
  }
  while (const auto widening = timers_.take_widening(now)) widen(*widening->search, widening->to);
  while (Search* const search = timers_.take_delay_end(now)) renew_plan(*search);
  while (Search* const search = timers_.take_look(now)) ask(*search, {}, search->look_after);
  while (Search* const search = timers_.take_renewal(now)) {
    search->outdated = false;
    renew_plan(*search);
  }
}

void SearchQueue::ask(Search& search, std::string answer, Place look_after) {
  search.stage = Stage::kAsking;
  search.look_after = 0;
  search.outdated = false;
  if (homes_.empty()) return on_pending(search, StoreError::kUnavailable);
  const MonotonicTime now = clock_.monotonic();
  Ticket ticket{.id = search.ticket,
                .visitor = search.visitor,
                .network = search.network.host,
                .owner = options_.node,
                .place = search.place,
                .look_after = look_after,
                .profile = encode_profile(search.profile),
                .offer = search.offer,
                .answer = std::move(answer),
                .plan = plan_of(search, now),
                .home = *homes_.choose(search.home_hint, random_),
                .room = RoomId::random(random_)};
  store_.find(std::move(ticket),
              [this, id = search.ticket](auto reply) { on_found(id, std::move(reply)); });
}

Plan SearchQueue::plan_of(const Search& search, MonotonicTime now) const {
  const Avoided avoid = avoided_by(search, now);
  if (!search.was_delayed) {
    return make_plan(search.profile, avoid, search.waited(now), options_.patience);
  }
  return make_delayed_plan(search.profile, avoid, search.waited(now), options_.patience,
                           now < search.delayed_until);
}

Avoided SearchQueue::avoided_by(const Search& search, MonotonicTime now) const {
  Avoided avoid{search.blocked, recent_.partners_of(search.visitor, now)};
  std::erase_if(avoid.recent, [&](VisitorId visitor) {
    return std::find(search.liked.begin(), search.liked.end(), visitor) != search.liked.end();
  });
  return avoid;
}

void SearchQueue::on_found(TicketId ticket, Result<FindReply, StoreError> reply) {
  Search* const search = searches_.of(ticket);
  if (search && !reply) return on_pending(*search, reply.error());
  if (!reply) return;
  if (const auto* proposal = std::get_if<Proposal>(&*reply)) return on_proposal(*proposal);
  // The search may have ended meanwhile; then its withdraw may have overtaken the find.
  if (!search) return store_.withdraw(ticket, [](auto) {});
  if (search->stage != Stage::kAsking) return;  // a proposal overtook this reply
  const auto& queued = std::get<Queued>(*reply);
  search->stage = Stage::kWaiting;
  search->place = queued.place;
  news_.set_waiting(queued.waiting);
  if (std::exchange(search->outdated, false)) {
    renew_plan(*search);
  } else if (queued.look_after != 0) {
    search->look_after = queued.look_after;
    timers_.add_look(*search, clock_.monotonic() + kLookPeriod);
  }
  if (search->notified != Notified::kQueued) news_.send(*search);
}

void SearchQueue::on_pending(Search& search, StoreError error) {
  if (search.stage != Stage::kAsking) return;
  search.stage = Stage::kPending;
  retry_later(search);
  if (std::exchange(search.notified, Notified::kUnavailable) == Notified::kUnavailable) return;
  const bool full = error == StoreError::kFull;
  outlet_.send(search.client,
               protocol::Error{.code = full ? ErrorCode::kFull : ErrorCode::kUnavailable,
                               .message = full ? "too many visitors are waiting"
                                               : "the store does not answer; the search goes on",
                               .of = std::string(protocol::Find::kType),
                               .find = search.find,
                               .retry_after_ms = 1000});
}

void SearchQueue::on_proposal(const Proposal& proposal) {
  Search* const search = searches_.of(proposal.ticket);
  const bool is_matched = search && search->stage == Stage::kMatched;
  if (is_matched && search->room == proposal.room) {
    return commit(proposal.ticket, proposal.room);  // delivered again
  }
  if (!search || is_matched) return store_.abandon(proposal.ticket, proposal.room, [](auto) {});
  enter_match(*search, proposal);
  count_match(*search);
  search->notified = Notified::kNothing;
  commit(search->ticket, proposal.room);
  outlet_.send(search->client, introductions_.matched(*search, proposal));
}

void SearchQueue::enter_match(Search& search, const Proposal& proposal) {
  const MonotonicTime now = clock_.monotonic();
  const Profile partner = decode_profile(proposal.partner_profile);
  search.stage = Stage::kMatched;
  search.room = proposal.room;
  search.place = proposal.place;
  search.partner = proposal.partner;
  search.partner_network = {.host = partner.network, .site = {}, .region = partner.region};
  search.met_in = met_in(search.profile, partner);
  search.matched_at = now;
  search.rematch_until = now + kRematchWindow;
  timers_.add_rematch_end(search);
}

void SearchQueue::count_match(const Search& search) {
  metrics_.waiting.add(-1, search.lane, search.profile.mode);
  metrics_.matches.count(search.lane, search.profile.mode);
  const auto waited = search.waited(search.matched_at);
  metrics_.match_wait.observe(waited, search.lane, search.profile.mode);
  recent_.met(search.visitor, search.partner, search.matched_at);
  // Visitors choose with whom they meet again, and could so dilute the reports of their network.
  if (!search.met_in.is_none()) return metrics_.reunions.count();
  cool_downs_.met(search.profile.network);
  if (search.notified == Notified::kQueued) news_.add_wait(search);
}

void SearchQueue::commit(TicketId ticket, RoomId room) {
  store_.commit(ticket, room, [this, ticket, room](Result<CommitReply, StoreError> reply) {
    Search* const search = searches_.of(ticket);
    if (!search || search->stage != Stage::kMatched || search->room != room) return;
    if (!reply) return retry_later(*search);
    if (*reply == CommitReply::kKept) {
      search->kept = true;
    } else if (!search->kept) {
      // A room that was confirmed and is over now was left by its members, so the search does not
      // go on. If the match had fallen through, the store would send a release.
      fall_through(*search, FellThrough::kTooLate);
    }
  });
}

void SearchQueue::on_release(const Release& release) {
  Search* const search = searches_.of(release.ticket);
  if (!search) return;
  switch (search->stage) {
    case Stage::kMatched:
      if (search->room != release.room) return;
      if (release.no_show) conduct_.missed(search->partner_network, clock_.monotonic());
      return fall_through(*search, release.no_show ? FellThrough::kNoShow : FellThrough::kGivenUp);
    case Stage::kWaiting:
      return ask(*search);
    case Stage::kAsking:
    case Stage::kPending:
      return;  // a find is in flight, or will be sent
  }
}

/// The room consumed the ticket. The search goes on under a new one, in the old place.
void SearchQueue::fall_through(Search& search, FellThrough why) {
  metrics_.fell_through.count(why);
  metrics_.waiting.add(1, search.lane, search.profile.mode);
  recent_.missed(search.visitor, search.partner);
  store_.withdraw(search.ticket, [](auto) {});  // in case the store still holds it
  searches_.change_ticket(search, TicketId::random(random_));
  search.room = RoomId{};
  search.kept = false;
  search.retry_due = false;
  search.notified = Notified::kNothing;
  ask(search);
}

void SearchQueue::on_renewed(RenewReply reply, bool may_have_lost_writes) {
  homes_.replace(std::move(reply.homes));
  news_.set_waiting(reply.waiting);
  for (const Proposal& proposal : reply.proposed) on_proposal(proposal);
  // After a lapse, finds of others may have passed these tickets over. After lost writes, the store
  // may know a widened search by its old plan. Two tickets that both wait never find each other.
  const bool all = reply.lapsed || may_have_lost_writes;
  for (const TicketId ticket : all ? searches_.waiting() : reply.unknown) {
    Search* const search = searches_.of(ticket);
    if (search && search->stage == Stage::kWaiting) ask(*search);
  }
  for (const TicketId ticket : std::exchange(retries_, {})) {
    Search* const search = searches_.of(ticket);
    if (!search) continue;
    search->retry_due = false;
    if (search->stage == Stage::kPending) ask(*search);
    if (search->stage == Stage::kMatched && !search->kept) commit(ticket, search->room);
  }
}

void SearchQueue::retry_later(Search& search) {
  if (std::exchange(search.retry_due, true)) return;
  // Removes tickets of ended searches, which would otherwise pile up while the store is
  // unavailable.
  if (retries_.size() >= 2 * searches_.size()) {
    std::erase_if(retries_, [&](TicketId ticket) { return !searches_.of(ticket); });
  }
  retries_.push_back(search.ticket);
}

void SearchQueue::renew_plan(Search& search) {
  switch (search.stage) {
    case Stage::kWaiting: {
      const MonotonicTime now = clock_.monotonic();
      if (search.outdated) return;  // it is due already
      if (search.renewals.take(kRenewalRate, now)) return ask(search);
      search.outdated = true;
      return timers_.add_renewal(search, now + search.renewals.wait(kRenewalRate, now));
    }
    case Stage::kAsking:
      search.outdated = true;
      return;
    case Stage::kPending:  // its find will carry the new plan
    case Stage::kMatched:
      return;
  }
}

void SearchQueue::widen(Search& search, std::optional<protocol::WidenedTo> to) {
  if (to) outlet_.send(search.client, protocol::Widened{.find = search.find, .to = *to});
  renew_plan(search);
}

}  // namespace nexus::matching
