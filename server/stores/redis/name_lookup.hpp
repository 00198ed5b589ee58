// Resolves a host's addresses without waiting for silent name servers.
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

/// Maximum number of lookups at once in a process, including cancelled ones. At the limit, a lookup
/// fails.
inline constexpr int kLookupsMax = 8;

/// One lookup by getaddrinfo(3), in its own thread. It cannot be interrupted, so a lookup that
/// hangs must delay neither the next one nor the end of the process. Lives on the loop.
class NameLookup {
 public:
  /// An error is one line for the log.
  using Done = std::function<void(Result<std::vector<boost::asio::ip::address>, std::string>)>;

  /// `done` is called once, later, on the loop.
  NameLookup(boost::asio::io_context& loop, std::string host, Done done);
  /// Cancels the lookup: `done` is not called any more.
  ~NameLookup();
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace nexus::stores
