// The web app's files in memory, in all their encodings.
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
#include <vector>

namespace nexus::transport {

/// Replaces a text wherever a file has it.
struct TextEdit {
  std::string from;  ///< not empty
  std::string to;
};

/// Reads everything once: a request cannot reach the file system, so no path can lead out of it.
/// Leaves out names that start with a dot, and symbolic links.
class StaticFiles {
 public:
  /// Throws std::runtime_error if `index.html` is missing or the files exceed `bytes_max`.
  StaticFiles(const std::filesystem::path& directory, std::size_t bytes_max);

  /// The response for a GET or HEAD of this path: 200 or 304; nullopt if the file does not exist.
  /// "/" is index.html. 400 if the path's percent encoding is malformed.
  [[nodiscard]] std::optional<Reply> respond(const HttpRequest& request) const;
  /// Serves a file with these edits, applied in order to the file as it was read; without its
  /// compressed encodings if that changes it. A file that does not exist is left out.
  void edit(const std::string& path, const std::vector<TextEdit>& edits);
  /// Whether a GET of this path gets a file.
  [[nodiscard]] bool has(std::string_view path) const;

 private:
  struct Encoded {
    std::shared_ptr<const std::string> bytes;  // null: this encoding does not exist
    std::string etag;
  };
  struct File {
    std::string content_type;
    bool is_immutable = false;  // the bundler puts a hash of the content into the name
    Encoded identity, gzip, brotli;
  };

  static Encoded load(const std::filesystem::path& path);
  static Encoded encoded(std::string bytes);
  [[nodiscard]] const File* find(std::string_view decoded_path) const;
  [[nodiscard]] static Reply reply(const File& file, const HttpRequest& request);

  std::unordered_map<std::string, File> files_;
  std::unordered_map<std::string, File> unedited_;  // the edited files as they were read
};

[[nodiscard]] std::string_view content_type_of(std::string_view path);
/// Whether Accept-Encoding (RFC 9110, section 12.5.3) accepts this coding; false if absent.
[[nodiscard]] bool accepts_encoding(std::string_view accept, std::string_view coding);
/// Whether If-None-Match (RFC 9110, section 13.1.2) names this entity tag.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace nexus::transport
