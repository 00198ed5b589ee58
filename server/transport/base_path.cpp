// SPDX-License-Identifier: MIT
#include "transport/base_path.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace nexus::transport {
namespace {

/// First parts of the server's own paths: a folder of that name would hide them.
constexpr std::array<std::string_view, 4> kOwnPaths{"v1", "assets", "livez", "readyz"};

bool is_part(std::string_view part) {
  const auto fits = [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~';
  };
  return !part.empty() && part != "." && part != ".." &&
         std::all_of(part.begin(), part.end(), fits);
}

bool is_base_path(std::string_view text) {
  if (text.size() > kBasePathBytesMax || !text.starts_with('/')) return false;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    if (!is_part(text.substr(0, end))) return false;
    text.remove_prefix(end);
  }
  return true;
}

}  // namespace

std::optional<std::string> BasePath::problem_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (!is_base_path(text)) {
    std::string problem = fmt::format(
        "must be a path such as /chat, of {} letters, digits, dots, dashes, underscores and "
        "slashes "
        "at most, without a slash at its end, not \"{}\"",
        kBasePathBytesMax, text);
    std::string guess(text);
    while (guess.ends_with('/')) guess.pop_back();
    if (!guess.starts_with('/')) guess.insert(0, "/");
    if (is_base_path(guess)) problem += fmt::format("; did you mean {}?", guess);
    return problem;
  }
  const std::string_view first = text.substr(1, text.find('/', 1) - 1);
  if (std::find(kOwnPaths.begin(), kOwnPaths.end(), first) == kOwnPaths.end()) return std::nullopt;
  return fmt::format("must not begin with /{}, which is a path of the server itself", first);
}

std::optional<HttpResponse> BasePath::enter(HttpRequest& request) const {
  if (path_.empty() || !request.path.starts_with(path_)) return std::nullopt;
  if (request.path.size() == path_.size()) {
    HttpResponse redirect = problem(308, "the site is at " + path_ + "/");
    redirect.headers.push_back(
        {"Location", path_ + "/" + (request.query.empty() ? "" : "?" + request.query)});
    return redirect;
  }
  if (request.path[path_.size()] == '/') request.path.erase(0, path_.size());
  return std::nullopt;
}

}  // namespace nexus::transport
