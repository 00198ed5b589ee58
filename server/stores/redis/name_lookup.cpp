// SPDX-License-Identifier: MIT
#include "stores/redis/name_lookup.hpp"

#include <atomic>
#include <cstring>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace nexus::stores {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;
using Found = Result<Addresses, std::string>;

namespace {

std::atomic<int> running{0};

asio::ip::address address_of(const sockaddr* found) {
  if (found->sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, found, sizeof four);
    return asio::ip::address_v4(ntohl(four.sin_addr.s_addr));
  }
  sockaddr_in6 six{};
  std::memcpy(&six, found, sizeof six);
  asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
  return asio::ip::address_v6(bytes, six.sin6_scope_id);
}

Found look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  if (const int status = ::getaddrinfo(host.c_str(), nullptr, &hints, &list); status != 0) {
    return fail(host + ": " + ::gai_strerror(status));
  }
  Addresses addresses;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    if (one->ai_family != AF_INET && one->ai_family != AF_INET6) continue;
    addresses.push_back(address_of(one->ai_addr));
  }
  ::freeaddrinfo(list);
  return addresses;
}

}  // namespace

/// Shared by the NameLookup and the thread; outlives whichever ends first.
struct NameLookup::Shared {
  std::mutex mutex;
  asio::io_context* loop = nullptr;  ///< nullptr after the NameLookup's end
  Done done;                         ///< for the loop's thread only
};

NameLookup::NameLookup(asio::io_context& loop, std::string host, Done done)
    : shared_(std::make_shared<Shared>()) {
  shared_->loop = &loop;
  shared_->done = std::move(done);
  const auto deliver = [](const std::shared_ptr<Shared>& shared, Found found) {
    const std::lock_guard lock(shared->mutex);
    if (shared->loop == nullptr) return;
    asio::post(*shared->loop, [shared, found = std::move(found)]() mutable {
      if (const auto callback = std::exchange(shared->done, nullptr)) callback(std::move(found));
    });
  };
  if (running.fetch_add(1) >= kLookupsMax) {
    running.fetch_sub(1);
    deliver(shared_, fail(host + ": too many lookups hang; does the name server answer?"));
    return;
  }
  try {
    std::thread([shared = shared_, host, deliver] {
      Found found = look_up(host);
      running.fetch_sub(1);
      deliver(shared, std::move(found));
    }).detach();
  } catch (const std::system_error& error) {
    running.fetch_sub(1);
    deliver(shared_, fail(host + ": " + error.what()));
  }
}

NameLookup::~NameLookup() {
  const std::lock_guard lock(shared_->mutex);
  shared_->loop = nullptr;
  shared_->done = nullptr;
}

}  // namespace nexus::stores
