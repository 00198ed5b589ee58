// The one translation unit with Beast, whose parser has been fuzzed widely for years.
// SPDX-License-Identifier: MIT
#include "transport/http_parser.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstdint>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace nexus::transport {
namespace {

namespace http = boost::beast::http;
using HeadResult = Result<std::optional<RequestHead>, HeadError>;

constexpr std::string_view kEndOfLine = "\r\n";
constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::size_t kMethodAndVersionBytes = 32;  // the rest of a request line besides its target

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// Splits the target. An absolute one (`http://host/path`, RFC 9112 section 3.2.2) loses its scheme
/// and host.
bool split_target(std::string_view target, HttpRequest& request) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() ||
        !equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      continue;
    }
    target.remove_prefix(scheme.size());
    const std::size_t slash = target.find_first_of("/?");
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    break;
  }
  const bool is_whole_server = request.method == "OPTIONS" && target == "*";
  if (target.empty() || (target.front() != '/' && !is_whole_server)) return false;
  // '#' is never sent over the wire; the parser has already refused control characters and blanks.
  if (target.find('#') != std::string_view::npos) return false;
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  return true;
}

HeadError too_long_or_malformed(const boost::system::error_code& error) {
  if (error == http::error::header_limit) return {431, "request headers too large"};
  return {400, "malformed request"};
}

/// Checks that are possible while the head is incomplete.
HeadResult unfinished(std::string_view bytes, HeadLimits limits) {
  if (bytes.size() > limits.target_bytes_max + kMethodAndVersionBytes &&
      bytes.substr(0, limits.target_bytes_max + kMethodAndVersionBytes).find(kEndOfLine) ==
          std::string_view::npos) {
    return fail(HeadError{414, "request target too long"});
  }
  if (bytes.size() >= limits.header_bytes_max) {
    return fail(HeadError{431, "request headers too large"});
  }
  return std::optional<RequestHead>{};
}

/// Whether a body follows, and how long it is (RFC 9112, section 6.3).
void find_body(RequestHead& head) {
  const auto length = head.request.header("Content-Length");
  const bool is_chunked = head.request.header("Transfer-Encoding").has_value();
  head.has_body = (length && *length != "0") || is_chunked;
  if (length && !is_chunked) head.body_bytes = parse_number<std::uint64_t>(*length);
}

}  // namespace

HeadResult parse_request_head(std::string_view bytes, HeadLimits limits) {
  // A server should skip an empty line before the request (RFC 9112, section 2.2).
  std::size_t skipped = 0;
  if (bytes.starts_with(kEndOfLine)) {
    skipped = kEndOfLine.size();
    bytes.remove_prefix(skipped);
  }
  const std::size_t end = bytes.find(kEndOfHead);
  if (end == std::string_view::npos) return unfinished(bytes, limits);
  bytes = bytes.substr(0, end + kEndOfHead.size());
  if (bytes.size() > limits.header_bytes_max) return unfinished(bytes, limits);

  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(bytes.size()));
  parser.body_limit(boost::none);  // the route limits it
  parser.eager(false);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error) return fail(too_long_or_malformed(error));
  if (!parser.is_header_done()) return fail(HeadError{400, "malformed request"});

  const auto& message = parser.get();
  RequestHead head;
  head.bytes = skipped + bytes.size();
  head.keep_alive = message.keep_alive();
  head.is_http_1_1 = message.version() == 11;
  head.request.method = view(message.method_string());
  if (message.target().size() > limits.target_bytes_max) {
    return fail(HeadError{414, "request target too long"});
  }
  if (!split_target(view(message.target()), head.request)) {
    return fail(HeadError{400, "bad request target"});
  }
  for (const auto& field : message) {
    head.request.headers.push_back(
        {std::string(view(field.name_string())), std::string(view(field.value()))});
  }
  const std::size_t hosts = head.request.count("Host");
  if (hosts > 1 || (hosts == 0 && head.is_http_1_1)) {
    return fail(HeadError{400, "exactly one Host header is required"});
  }
  find_body(head);
  return std::optional<RequestHead>{std::move(head)};
}

}  // namespace nexus::transport
