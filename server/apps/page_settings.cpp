// SPDX-License-Identifier: MIT
#include "apps/page_settings.hpp"

#include "base/text.hpp"
#include "moderation/evidence.hpp"
#include "moderation/sealed_box.hpp"
#include "protocol/json_writer.hpp"
#include "transport/origin_policy.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::apps {
namespace {

std::string_view name_of(matching::RelayPolicy policy) {
  switch (policy) {
    case matching::RelayPolicy::kOff:
      return "off";
    case matching::RelayPolicy::kChoice:
      return "choice";
    case matching::RelayPolicy::kAlways:
      return "always";
  }
  return "";
}

/// What the operator may leave out.
std::string site_info(const Config& config) {
  std::string fields;
  const auto add = [&fields](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    protocol::write_name(name, fields.empty(), fields);
    protocol::append_json_string(value, fields);
  };
  const SiteOptions& site = config.site;
  add("name", site.name);
  add("contact_url", site.contact_url);
  add("privacy_url", site.privacy_url);
  add("hotline_url", site.hotline_url);
  std::string info = fmt::format(R"(,"site":{{{}}})", fields);
  if (config.evidence_key.empty()) return info;
  return info + fmt::format(R"(,"evidence":{{"key":"{}","bytes_max":{}}})",
                            moderation::bare_public_key(config.evidence_key),
                            moderation::kEvidenceBytesMax);
}

/// The name that the files of the web app have.
constexpr std::string_view kBuiltName = "NexusChat";

std::string html_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::vector<transport::TextEdit> entry_page_edits(const Config& config) {
  std::vector<transport::TextEdit> edits;
  if (!config.site.name.empty()) {
    edits.push_back({std::string(kBuiltName), html_text(config.site.name)});
  }
  const auto& origins = config.server.allowed_origins;
  const auto origin = std::find_if(origins.begin(), origins.end(), [](const std::string& one) {
    return transport::OriginPolicy::is_origin(one);
  });
  if (origin != origins.end()) {
    edits.push_back(
        {R"(content="./)", fmt::format(R"(content="{}{}/)", *origin, config.server.base_path)});
  }
  return edits;
}

std::vector<transport::TextEdit> manifest_edits(const Config& config) {
  if (config.site.name.empty()) return {};
  std::string name;
  protocol::append_json_string(config.site.name, name);
  return {{fmt::format(R"("{}")", kBuiltName), std::move(name)}};
}

std::string settings_for_pages(const Config& config) {
  return fmt::format(R"(,"shield":"{}","lanes":["{}"],"peer_link":"{}"{})",
                     name_of(config.desk.relay_policy), joined(config.desk.lanes, R"(",")"),
                     config.peer_link == PeerLink::kNative ? "native" : "simple-peer",
                     site_info(config));
}

std::string interests_for_pages(const std::vector<std::string>& popular) {
  if (popular.empty()) return {};
  std::string items;
  for (const std::string& interest : popular) {
    if (!items.empty()) items.push_back(',');
    protocol::append_json_string(interest, items);
  }
  return fmt::format(R"(,"popular":[{}])", items);
}

}  // namespace nexus::apps
