// The checks of a deployment. Each asks real servers, changes nothing that lasts, and ends in time.
// SPDX-License-Identifier: MIT
#pragma once

#include "apps/config.hpp"
#include "doctor/finding.hpp"
#include "doctor/redis_connection.hpp"

#include <string>
#include <vector>

namespace nexus::doctor {

/// A signalling node and where pages find it.
struct Home {
  std::string node;
  std::string url;  ///< as signalling.url
};

/// What is examined.
struct Case {
  const apps::Program& program;
  const apps::Config& config;
  std::vector<Home> homes{};  ///< those of the deployment; check_members() finds them
};

/// Redis: reached, user and password, version, eviction, a write, clock; then check_members().
/// nexuschat has no Redis, and is its own home.
void check_redis(Case& given, Diagnosis& findings);

/// The processes that enrolled in the Redis of that connection: secrets, names, versions.
void check_members(Case& given, RedisConnection& connection, Diagnosis& findings);

/// This machine: files and folders as this user may use them, space, the proxy.
void check_host(Case& given, Diagnosis& findings);

/// Each of ice.turn_urls: a relay for our secret, peers that it must refuse, its certificate.
void check_turn(Case& given, Diagnosis& findings);

/// Each of server.allowed_origins, as a visitor sees it: certificate, the service, its socket, what
/// must not be reached from outside.
void check_site(Case& given, Diagnosis& findings);

/// The running process of these settings, by its metrics: its version, its descriptors, and whether
/// the proxy names its visitors. After check_site(), whose requests went through that proxy.
void check_process(Case& given, Diagnosis& findings);

}  // namespace nexus::doctor
