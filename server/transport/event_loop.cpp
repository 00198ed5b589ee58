// SPDX-License-Identifier: MIT
#include "transport/event_loop.hpp"

#include <list>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace nexus::transport {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

struct Periodic {
  asio::steady_timer timer;
  milliseconds period;
  std::function<void()> work;

  Periodic(asio::io_context& context, milliseconds every, std::function<void()> what)
      : timer(context, every), period(every), work(std::move(what)) {}

  void wait() {
    timer.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      work();
      auto next = timer.expiry() + period;
      const auto now = asio::steady_timer::clock_type::now();
      if (next < now) next = now + period;
      timer.expires_at(next);
      wait();
    });
  }
};

struct Signals {
  asio::signal_set set;
  std::function<void(int)> work;

  Signals(asio::io_context& context, std::function<void(int)> what)
      : set(context), work(std::move(what)) {}

  void wait() {
    set.async_wait([this](const boost::system::error_code& error, int number) {
      if (error) return;
      work(number);
      wait();
    });
  }
};

}  // namespace

struct EventLoop::Impl {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
  std::list<Periodic> periodic;
  std::list<Signals> signals;
  bool leaves_threads_behind = false;
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() {
  // The list is never destroyed: memory that a thread still uses stays valid and reachable.
  static auto* const left_behind = new std::list<std::unique_ptr<Impl>>;
  if (impl_->leaves_threads_behind) left_behind->push_back(std::move(impl_));
}

void EventLoop::leave_threads_behind() { impl_->leaves_threads_behind = true; }

void EventLoop::post(std::function<void()> work) { asio::post(impl_->context, std::move(work)); }

void EventLoop::every(milliseconds period, std::function<void()> work) {
  impl_->periodic.emplace_back(impl_->context, period, std::move(work)).wait();
}

void EventLoop::after(milliseconds delay, std::function<void()> work) {
  auto timer = std::make_unique<asio::steady_timer>(impl_->context, delay);
  asio::steady_timer& armed = *timer;
  armed.async_wait(
      [timer = std::move(timer), work = std::move(work)](const boost::system::error_code& error) {
        if (!error) work();
      });
}

void EventLoop::on_signal(std::initializer_list<int> signals, std::function<void(int)> work) {
  Signals& entry = impl_->signals.emplace_back(impl_->context, std::move(work));
  for (const int number : signals) entry.set.add(number);
  entry.wait();
}

void EventLoop::run() { impl_->context.run(); }
void EventLoop::stop() { impl_->context.stop(); }
asio::io_context& EventLoop::context() { return impl_->context; }

}  // namespace nexus::transport
