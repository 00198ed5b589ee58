// Languages, soft: a common one first; anybody after a while.
// SPDX-License-Identifier: MIT
#pragma once

#include "matching/criteria/soft_wish.hpp"
#include "matching/profile.hpp"

namespace nexus::matching {

[[nodiscard]] inline Keys language_keys(const Profile& profile, std::chrono::milliseconds waited,
                                        std::chrono::milliseconds patience) {
  return soft_keys(profile.languages, waited, patience);
}

}  // namespace nexus::matching
