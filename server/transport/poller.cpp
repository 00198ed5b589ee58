// SPDX-License-Identifier: MIT
#include "transport/poller.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::transport {

namespace asio = boost::asio;

namespace {

int make_epoll() {
  const int descriptor = epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return descriptor;
}

}  // namespace

struct Poller::Impl : std::enable_shared_from_this<Impl> {
  asio::posix::stream_descriptor epoll;
  asio::steady_timer timer;
  std::chrono::milliseconds tick;
  Callbacks callbacks;
  bool stopped = false;
  std::array<epoll_event, kEventsPerTurn> events{};

  Impl(EventLoop& loop, std::chrono::milliseconds period, Callbacks what)
      : epoll(loop.context(), make_epoll()),
        timer(loop.context(), period),
        tick(period),
        callbacks(std::move(what)) {}

  // The shared pointer keeps the object alive for handlers that Asio still holds when the poller is
  // destroyed.
  void wait_for_events() {
    epoll.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](const boost::system::error_code& error) {
                       if (error || self->stopped) return;
                       self->turn();
                     });
  }

  void turn() {
    const int count =
        epoll_wait(epoll.native_handle(), events.data(), static_cast<int>(events.size()), 0);
    if (count > 0) callbacks.on_events(std::span(events).first(static_cast<std::size_t>(count)));
    if (!stopped) wait_for_events();
  }

  void wait_for_tick() {
    timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || self->stopped) return;
      const auto late = asio::steady_timer::clock_type::now() - self->timer.expiry();
      self->timer.expires_after(self->tick);
      self->callbacks.on_tick(late);
      if (!self->stopped) self->wait_for_tick();
    });
  }
};

Poller::Poller(EventLoop& loop, std::chrono::milliseconds tick, Callbacks callbacks)
    : impl_(std::make_shared<Impl>(loop, tick, std::move(callbacks))) {
  impl_->wait_for_events();
  impl_->wait_for_tick();
}

Poller::~Poller() {
  impl_->stopped = true;
  impl_->callbacks = {};
  boost::system::error_code ignored;
  impl_->epoll.close(ignored);
  impl_->timer.cancel();
}

bool Poller::add(int descriptor, std::uint32_t events, std::uint64_t tag) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  return epoll_ctl(impl_->epoll.native_handle(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::modify(int descriptor, std::uint32_t events, std::uint64_t tag) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  epoll_ctl(impl_->epoll.native_handle(), EPOLL_CTL_MOD, descriptor, &event);
}

void Poller::remove(int descriptor) {
  epoll_ctl(impl_->epoll.native_handle(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void Poller::defer(std::function<void()> work) {
  asio::post(impl_->epoll.get_executor(), [self = std::weak_ptr(impl_), work = std::move(work)] {
    const auto poller = self.lock();
    if (poller && !poller->stopped) work();
  });
}

}  // namespace nexus::transport
