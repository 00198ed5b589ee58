// Something that counts for a limit as long as it is held.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace nexus {

/// Its destruction gives the counted thing back. nullptr: nothing is counted.
using Hold = std::shared_ptr<void>;

}  // namespace nexus
