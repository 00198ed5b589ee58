// Expected failures as values.
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <tl/expected.hpp>

namespace nexus {

/// Either a `T` or the error `E`. Exceptions are for start-up failures and bugs only.
template <class T, class E>
using Result = tl::expected<T, E>;

/// Makes the failed side of a Result: `return fail(StoreError::kUnavailable);`
template <class E>
[[nodiscard]] auto fail(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace nexus
