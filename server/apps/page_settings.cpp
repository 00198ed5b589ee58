// SPDX-License-Identifier: MIT
#include "apps/page_settings.hpp"

#include "moderation/evidence.hpp"
#include "moderation/sealed_box.hpp"
#include "protocol/json_writer.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nexus::apps {
namespace {

std::string_view name_of(matching::ShieldPolicy policy) {
  switch (policy) {
    case matching::ShieldPolicy::kOff:
      return "off";
    case matching::ShieldPolicy::kChoice:
      return "choice";
    case matching::ShieldPolicy::kAlways:
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

}  // namespace

std::string settings_for_pages(const Config& config) {
  return fmt::format(R"(,"shield":"{}","lanes":["{}"],"peer_link":"{}"{})",
                     name_of(config.desk.shield), fmt::join(config.desk.lanes, R"(",")"),
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
