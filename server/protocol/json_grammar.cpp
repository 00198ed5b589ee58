// Compiles Boost.JSON's parser for the whole server.
// SPDX-License-Identifier: MIT
#include "protocol/json_grammar.hpp"

#include <cstdint>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

namespace nexus::protocol {
namespace {

using boost::json::string_view;
using boost::system::error_code;

/// Discards the parser's values: only its verdict counts.
struct Listener {
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  bool on_document_begin(error_code& /*error*/) { return true; }
  bool on_document_end(error_code& /*error*/) { return true; }
  bool on_object_begin(error_code& /*error*/) { return true; }
  bool on_object_end(std::size_t /*count*/, error_code& /*error*/) { return true; }
  bool on_array_begin(error_code& /*error*/) { return true; }
  bool on_array_end(std::size_t /*count*/, error_code& /*error*/) { return true; }
  bool on_key_part(string_view, std::size_t /*bytes*/, error_code& /*error*/) { return true; }
  bool on_key(string_view, std::size_t /*bytes*/, error_code& /*error*/) { return true; }
  bool on_string_part(string_view, std::size_t /*bytes*/, error_code& /*error*/) { return true; }
  bool on_string(string_view, std::size_t /*bytes*/, error_code& /*error*/) { return true; }
  bool on_number_part(string_view, error_code& /*error*/) { return true; }
  bool on_int64(std::int64_t, string_view, error_code& /*error*/) { return true; }
  bool on_uint64(std::uint64_t, string_view, error_code& /*error*/) { return true; }
  bool on_double(double, string_view, error_code& /*error*/) { return true; }
  bool on_bool(bool, error_code& /*error*/) { return true; }
  bool on_null(error_code& /*error*/) { return true; }
  bool on_comment_part(string_view, error_code& /*error*/) { return true; }
  bool on_comment(string_view, error_code& /*error*/) { return true; }
};

}  // namespace

bool is_json_object(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || text[start] != '{') return false;
  boost::json::parse_options options;
  options.max_depth = kJsonDepthMax;
  boost::json::basic_parser<Listener> parser(options);
  error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  return !error && parser.done() && read == text.size();
}

}  // namespace nexus::protocol
