// SPDX-License-Identifier: MIT
#include "transport/http_reply.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace nexus::transport {
namespace {

// Allows camera, microphone and screen capture for the app itself only, and no other feature.
constexpr std::string_view kFixedSecurityHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(self), microphone=(self), display-capture=(self), "
    "autoplay=(self), fullscreen=(self), picture-in-picture=(self), accelerometer=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), midi=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

void add_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

bool has_content(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

ReplyWriter::ReplyWriter(const ServerOptions& options) {
  // WebAssembly is for the background blur, whose worker gets this policy as well.
  std::string policy =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  for (const std::string& source : options.extra_connect_sources) policy += " " + source;
  policy +=
      "; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; "
      "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      "require-trusted-types-for 'script'; trusted-types nexuschat";
  add_header(security_headers_, "Content-Security-Policy", policy);
  security_headers_ += kFixedSecurityHeaders;
}

std::string ReplyWriter::head(const Reply& reply, bool keep_alive, WallTime now) const {
  const HttpResponse& response = reply.response;
  std::string head;
  head.reserve(1280);
  head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_phrase(response.status)).append("\r\n");
  add_header(head, "Date", http_date(now));
  if (has_content(response.status)) {
    add_header(head, "Content-Type", response.content_type);
    const std::size_t bytes = reply.file ? reply.file->size() : response.body.size();
    add_header(head, "Content-Length", std::to_string(bytes));
  }
  bool says_cache = false;
  for (const HttpHeader& field : response.headers) {
    says_cache = says_cache || equal_ignoring_case(field.name, "Cache-Control");
    add_header(head, field.name, field.value);
  }
  if (!says_cache) add_header(head, "Cache-Control", "no-store");
  if (!keep_alive) add_header(head, "Connection", "close");
  head += security_headers_;
  head += "\r\n";
  return head;
}

std::string ReplyWriter::whole(const Reply& reply, WallTime now) const {
  return head(reply, false, now) + reply.response.body;
}

std::string http_date(WallTime time) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  // Does not use strftime's %a and %b, which depend on the locale.
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto two = [](int number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  return std::string(kDays[static_cast<std::size_t>(parts.tm_wday)]) + ", " + two(parts.tm_mday) +
         " " + kMonths[static_cast<std::size_t>(parts.tm_mon)] + " " +
         std::to_string(parts.tm_year + 1900) + " " + two(parts.tm_hour) + ":" + two(parts.tm_min) +
         ":" + two(parts.tm_sec) + " GMT";
}

}  // namespace nexus::transport
