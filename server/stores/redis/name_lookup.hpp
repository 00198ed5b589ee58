// A host's addresses, without waiting for name servers that stay silent.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace boost::asio {
class io_context;
}

namespace nexus::stores {

/// Lookups that may run at once in a process, those that were left included: beyond, one fails.
inline constexpr int kLookupsMax = 8;

/// One lookup by getaddrinfo(3), in a thread of its own: nothing can interrupt it, so one that
/// hangs must neither delay the next one nor the end of the process. Lives on the loop.
class NameLookup {
 public:
  /// An error is one line for the log.
  using Done = std::function<void(Result<std::vector<boost::asio::ip::address>, std::string>)>;

  /// `done` is called once, later, on the loop.
  NameLookup(boost::asio::io_context& loop, std::string host, Done done);
  /// Leaves the lookup; `done` is not called any more.
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace nexus::stores
