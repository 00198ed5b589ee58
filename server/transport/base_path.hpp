// The folder of a site that shares its host with others, such as https://example.org/chat/.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/http.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::transport {

inline constexpr std::size_t kBasePathBytesMax = 100;

/// Proxies may keep the folder in the paths that they pass on, or remove it: both kinds of requests
/// reach the same routes. Health checks need no folder.
class BasePath {
 public:
  /// Empty, or as problem_of() accepts.
  explicit BasePath(std::string path) : path_(std::move(path)) {}

  /// Half a sentence that follows the setting's name; nullopt for a sound text. Empty is sound.
  [[nodiscard]] static std::optional<std::string> problem_of(std::string_view text);

  /// Removes the folder from the request's path. The response to a request for the folder without
  /// its last slash: the page's addresses are relative, so a browser must add the slash.
  [[nodiscard]] std::optional<HttpResponse> enter(HttpRequest& request) const;

 private:
  std::string path_;
};

}  // namespace nexus::transport
