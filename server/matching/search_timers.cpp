// SPDX-License-Identifier: MIT
#include "matching/search_timers.hpp"

namespace nexus::matching {
namespace {

using Stage = Search::Stage;

/// The search of the next deadline that is due, among those for which `search_of` finds one.
template <class Deadline, class SearchOf>
Search* take_search(Deadlines<Deadline>& deadlines, MonotonicTime now, SearchOf search_of) {
  const auto is_over = [&](const Deadline& deadline) { return search_of(deadline) == nullptr; };
  const auto due = deadlines.take_due(now, is_over);
  return due ? search_of(*due) : nullptr;
}

}  // namespace

void SearchTimers::add_widening(const Search& search, const Widening& widening) {
  widenings_.add(search.began + widening.after, {{search.client, search.find}, widening.to});
}

void SearchTimers::add_delay_end(const Search& search) {
  delay_ends_.add(search.delayed_until, {search.client, search.find});
}

void SearchTimers::add_look(const Search& search, MonotonicTime at) {
  looks_.add(at, {search.ticket, search.look_after});
}

void SearchTimers::add_renewal(const Search& search, MonotonicTime at) {
  renewals_.add(at, search.ticket);
}

void SearchTimers::add_rematch_end(const Search& search) {
  rematch_ends_.add(search.rematch_until, search.client);
}

std::optional<SearchTimers::DueWidening> SearchTimers::take_widening(MonotonicTime now) {
  const auto is_over = [&](const WideningOf& widening) {
    return unmatched(widening.search) == nullptr;
  };
  const auto due = widenings_.take_due(now, is_over);
  if (!due) return std::nullopt;
  return DueWidening{unmatched(due->search), due->to};
}

Search* SearchTimers::take_delay_end(MonotonicTime now) {
  return take_search(delay_ends_, now, [this](const FindRef& at) { return unmatched(at); });
}

Search* SearchTimers::take_look(MonotonicTime now) {
  return take_search(looks_, now, [this](const Look& look) { return to_look(look); });
}

Search* SearchTimers::take_renewal(MonotonicTime now) {
  return take_search(renewals_, now, [this](TicketId ticket) { return to_renew(ticket); });
}

Search* SearchTimers::take_rematch_end(MonotonicTime now) {
  const auto search_of = [this](ClientId client) { return matched(client); };
  while (Search* const search = take_search(rematch_ends_, now, search_of)) {
    if (search->rematch_until <= now) return search;  // otherwise matched again since
  }
  return nullptr;
}

Search* SearchTimers::unmatched(const FindRef& at) {
  Search* const search = searches_.of(at.client);
  const bool applies = search && search->find == at.find && search->stage != Stage::kMatched;
  return applies ? search : nullptr;
}

Search* SearchTimers::to_look(const Look& look) {
  Search* const search = searches_.of(look.ticket);
  const bool applies = search && search->stage == Stage::kWaiting && !search->outdated &&
                       search->look_after == look.after;
  return applies ? search : nullptr;
}

Search* SearchTimers::to_renew(TicketId ticket) {
  Search* const search = searches_.of(ticket);
  return search && search->stage == Stage::kWaiting && search->outdated ? search : nullptr;
}

Search* SearchTimers::matched(ClientId client) {
  Search* const search = searches_.of(client);
  return search && search->stage == Stage::kMatched ? search : nullptr;
}

}  // namespace nexus::matching
