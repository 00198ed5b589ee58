// The web app's files, in memory, in every encoding they come in.
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/http_reply.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nexus::transport {

/// Reads everything once: a request can't reach the file system, so no path can lead out of it.
/// Names that start with a dot and symbolic links are left out.
class StaticFiles {
 public:
  /// Throws std::runtime_error when `index.html` is missing or the files exceed `bytes_max`.
  StaticFiles(const std::filesystem::path& directory, std::size_t bytes_max);

  /// The answer for a GET or HEAD of this path: 200, 304, or nothing when there is no such file.
  /// "/" is index.html. 400 when the path's percent encoding is broken.
  [[nodiscard]] std::optional<Reply> respond(const HttpRequest& request) const;
  /// Whether a GET of this path gets a file.
  [[nodiscard]] bool has(std::string_view path) const;

 private:
  struct Encoded {
    std::shared_ptr<const std::string> bytes;  // null: not there in this encoding
    std::string etag;
  };
  struct File {
    std::string content_type;
    bool is_immutable = false;  // the bundler puts a hash of the content into the name
    Encoded identity, gzip, brotli;
  };

  static Encoded load(const std::filesystem::path& path);
  [[nodiscard]] const File* find(std::string_view decoded_path) const;
  [[nodiscard]] static Reply reply(const File& file, const HttpRequest& request);

  std::unordered_map<std::string, File> files_;
};

[[nodiscard]] std::string_view content_type_of(std::string_view path);
/// Whether Accept-Encoding (RFC 9110, section 12.5.3) takes this coding; absent means no to all.
[[nodiscard]] bool accepts_encoding(std::string_view accept, std::string_view coding);
/// Whether If-None-Match (RFC 9110, section 13.1.2) names this entity tag.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace nexus::transport
