// The overload set for std::visit; there is no catch-all, so a new alternative breaks the build.
// SPDX-License-Identifier: MIT
#pragma once

namespace nexus {

template <class... Callables>
struct Overloaded : Callables... {
  using Callables::operator()...;
};
template <class... Callables>
Overloaded(Callables...) -> Overloaded<Callables...>;

}  // namespace nexus
