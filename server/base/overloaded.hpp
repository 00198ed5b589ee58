// The overload set for std::visit. Without a catch-all, a new alternative breaks the build.
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
