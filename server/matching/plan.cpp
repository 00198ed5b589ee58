// SPDX-License-Identifier: MIT
#include "matching/plan.hpp"

namespace nexus::matching {

Plan make_plan(const Profile& profile) {
  const Bucket bucket{protocol::to_text(profile.mode)};
  return Plan{{{bucket}}, {bucket}, {}};
}

}  // namespace nexus::matching
