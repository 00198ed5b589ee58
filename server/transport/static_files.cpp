// SPDX-License-Identifier: MIT
#include "transport/static_files.hpp"

#include "base/base64url.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <openssl/sha.h>

namespace nexus::transport {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEtagBytes = 16;

bool is_weight_zero(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return false;
  const std::string_view weight = trimmed(parameters.substr(at + 2));
  return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

bool is_wanted(const fs::directory_entry& entry) {
  return entry.is_regular_file() && !entry.is_symlink() &&
         !entry.path().filename().string().starts_with('.');
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
      {".xml", "application/xml"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".gif", "image/gif"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".ttf", "font/ttf"},
      {".wasm", "application/wasm"},
      {".mp3", "audio/mpeg"},
      {".ogg", "audio/ogg"},
      {".wav", "audio/wav"},
      {".mp4", "video/mp4"},
      {".webm", "video/webm"},
  }};
  for (const auto& [extension, type] : kTypes) {
    if (path.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

bool accepts_encoding(std::string_view accept, std::string_view coding) {
  bool by_star = false;
  while (!accept.empty()) {
    const std::size_t comma = accept.find(',');
    const std::string_view entry = accept.substr(0, comma);
    accept = comma == std::string_view::npos ? std::string_view{} : accept.substr(comma + 1);
    const std::size_t semicolon = entry.find(';');
    const std::string_view name = trimmed(entry.substr(0, semicolon));
    const bool taken =
        semicolon == std::string_view::npos || !is_weight_zero(entry.substr(semicolon + 1));
    if (equal_ignoring_case(name, coding)) return taken;
    if (name == "*") by_star = taken;
  }
  return by_star;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = if_none_match.find(',');
    std::string_view entry = trimmed(if_none_match.substr(0, comma));
    if (entry.starts_with("W/")) entry.remove_prefix(2);
    if (entry == etag || entry == "*") return true;
    if (comma == std::string_view::npos) return false;
    if_none_match.remove_prefix(comma + 1);
  }
  return false;
}

StaticFiles::Encoded StaticFiles::load(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + path.string());
  return encoded({std::istreambuf_iterator<char>(in), {}});
}

StaticFiles::Encoded StaticFiles::encoded(std::string bytes) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string etag = "\"" + base64url_encode(std::span(digest).first<kEtagBytes>()) + "\"";
  return {std::make_shared<const std::string>(std::move(bytes)), std::move(etag)};
}

StaticFiles::StaticFiles(const fs::path& directory, std::size_t bytes_max) {
  if (!fs::is_regular_file(directory / "index.html")) {
    throw std::runtime_error("no index.html in " + directory.string());
  }
  std::size_t total_bytes = 0;
  for (auto entry = fs::recursive_directory_iterator(directory);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && entry->path().filename().string().starts_with('.')) {
      entry.disable_recursion_pending();
    }
    if (!is_wanted(*entry)) continue;
    total_bytes += entry->file_size();
    if (total_bytes > bytes_max) {
      throw std::runtime_error("static files exceed " + std::to_string(bytes_max) + " bytes");
    }
    std::string name = "/" + entry->path().lexically_relative(directory).generic_string();
    const bool is_brotli = name.ends_with(".br");
    const bool is_gzip = name.ends_with(".gz");
    fs::path base = entry->path();
    if ((is_brotli || is_gzip) && fs::is_regular_file(base.replace_extension())) {
      name.resize(name.size() - 3);
    }
    File& file = files_[name];
    Encoded& encoding = is_brotli ? file.brotli : is_gzip ? file.gzip : file.identity;
    encoding = load(entry->path());
    file.content_type = content_type_of(name);
    file.is_immutable = name.starts_with("/assets/");
  }
  // Drops an encoding whose plain file was left out above.
  std::erase_if(files_, [](const auto& item) { return !item.second.identity.bytes; });
}

void StaticFiles::edit(const std::string& path, const std::vector<TextEdit>& edits) {
  const auto file = files_.find(path);
  if (file == files_.end()) return;
  file->second = unedited_.try_emplace(path, file->second).first->second;
  std::string text = *file->second.identity.bytes;
  for (const auto& [from, to] : edits) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  if (text == *file->second.identity.bytes) return;
  file->second.identity = encoded(std::move(text));
  file->second.gzip = file->second.brotli = {};
}

std::optional<Reply> StaticFiles::respond(const HttpRequest& request) const {
  const auto path = percent_decoded(request.path);
  if (!path || path->find('\0') != std::string::npos)
    return Reply{problem(400, "broken percent encoding in the path"), nullptr, false};
  const File* const file = find(*path);
  if (file == nullptr) return std::nullopt;
  return reply(*file, request);
}

bool StaticFiles::has(std::string_view path) const {
  const auto decoded = percent_decoded(path);
  return decoded && find(*decoded) != nullptr;
}

const StaticFiles::File* StaticFiles::find(std::string_view decoded_path) const {
  const auto file = files_.find(std::string(decoded_path == "/" ? "/index.html" : decoded_path));
  return file == files_.end() ? nullptr : &file->second;
}

Reply StaticFiles::reply(const File& file, const HttpRequest& request) {
  const std::string accept = request.joined("Accept-Encoding");
  const Encoded* chosen = &file.identity;
  Reply answer;
  auto& headers = answer.response.headers;
  if (file.brotli.bytes && accepts_encoding(accept, "br")) {
    chosen = &file.brotli;
    headers.push_back({"Content-Encoding", "br"});
  } else if (file.gzip.bytes && accepts_encoding(accept, "gzip")) {
    chosen = &file.gzip;
    headers.push_back({"Content-Encoding", "gzip"});
  }
  headers.push_back({"ETag", chosen->etag});
  headers.push_back({"Vary", "Accept-Encoding"});
  headers.push_back(
      {"Cache-Control", file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache"});
  answer.response.content_type = file.content_type;
  if (etag_matches(request.joined("If-None-Match"), chosen->etag)) {
    answer.response.status = 304;
    std::erase_if(headers, [](const HttpHeader& h) { return h.name == "Content-Encoding"; });
  } else {
    answer.file = chosen->bytes;
  }
  return answer;
}

}  // namespace nexus::transport
