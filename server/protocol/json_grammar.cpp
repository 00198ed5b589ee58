// SPDX-License-Identifier: MIT
#include "protocol/json_grammar.hpp"

namespace nexus::protocol {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A recursive descent over the grammar; recursion is bounded by kJsonDepthMax.
class Judge {
 public:
  explicit Judge(std::string_view text) : rest_(text) {}

  bool whole_object() {
    skip_space();
    if (peek() != '{' || !value(0)) return false;
    skip_space();
    return rest_.empty();
  }

 private:
  // NUL is valid nowhere in JSON, so it may stand for the end.
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool word(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }

  void skip_space() {
    while (take(' ') || take('\t') || take('\n') || take('\r')) {
    }
  }

  bool value(int depth) {
    switch (peek()) {
      case '{':
        return depth < kJsonDepthMax && members(depth + 1);
      case '[':
        return depth < kJsonDepthMax && items(depth + 1);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  bool members(int depth) {
    take('{');
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      if (!string()) return false;
      skip_space();
      if (!take(':')) return false;
      skip_space();
      if (!value(depth)) return false;
      skip_space();
    } while (take(','));
    return take('}');
  }

  bool items(int depth) {
    take('[');
    skip_space();
    if (take(']')) return true;
    do {
      skip_space();
      if (!value(depth)) return false;
      skip_space();
    } while (take(','));
    return take(']');
  }

  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) rest_.remove_prefix(1);
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  bool string() {
    if (!take('"')) return false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    const char c = peek();
    if (!rest_.empty()) rest_.remove_prefix(1);
    if (c != 'u')
      return c != '\0' && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    const int unit = four_hex_digits();
    if (unit < 0xD800 || unit > 0xDFFF) return unit >= 0;
    if (unit >= 0xDC00 || !word("\\u")) return false;
    const int low = four_hex_digits();
    return low >= 0xDC00 && low <= 0xDFFF;
  }

  int four_hex_digits() {
    if (rest_.size() < 4) return -1;
    int unit = 0;
    for (const char c : rest_.substr(0, 4)) {
      const char lower = static_cast<char>(c | 0x20);
      if (is_digit(c)) {
        unit = unit * 16 + (c - '0');
      } else if (lower >= 'a' && lower <= 'f') {
        unit = unit * 16 + (lower - 'a' + 10);
      } else {
        return -1;
      }
    }
    rest_.remove_prefix(4);
    return unit;
  }

  std::string_view rest_;
};

}  // namespace

bool is_json_object(std::string_view text) { return Judge(text).whole_object(); }

}  // namespace nexus::protocol
