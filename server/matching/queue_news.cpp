// SPDX-License-Identifier: MIT
#include "matching/queue_news.hpp"

namespace nexus::matching {

void QueueNews::add_wait(const Search& search) {
  const MonotonicTime now = clock_.monotonic();
  waits_.add(search.profile, search.waited(now), now);
}

void QueueNews::send(Search& search) {
  const MonotonicTime now = clock_.monotonic();
  protocol::Queued queued{.find = search.find,
                          .waiting = static_cast<std::int64_t>(waiting_),
                          .place = places_.issue({search.visitor, search.place, search.waited(now),
                                                  search.away, clock_.wall()})};
  if (const auto estimate = waits_.median(search.profile, now)) {
    queued.estimate_ms = estimate->count();
  }
  search.notified = Search::Notified::kQueued;
  search.news_due = now + kQueueNews;
  due_.add(search.news_due, search.ticket);
  outlet_.send(search.client, queued);
}

void QueueNews::tick(Searches& searches) {
  const MonotonicTime now = clock_.monotonic();
  const auto is_not_queued = [&](TicketId ticket) {
    const Search* const search = searches.of(ticket);
    return !search || search->notified != Search::Notified::kQueued;
  };
  for (int sent = 0; sent < kQueueNewsPerTick; ++sent) {
    const auto ticket = due_.take_due(now, is_not_queued);
    if (!ticket) return;
    Search& search = *searches.of(*ticket);
    if (search.news_due <= now) send(search);
  }
}

}  // namespace nexus::matching
