// SPDX-License-Identifier: MIT
#include "base/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nexus {
namespace {

constexpr std::string_view kPrefix = "nexuschat_";

std::string_view type_text(bool is_counter, bool is_gauge) {
  return is_counter ? "counter" : is_gauge ? "gauge" : "histogram";
}

/// The text format's escapes. Help texts contain none of these characters.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

Metric::Metric(MetricGroup& group, Type type, std::string_view name, std::string_view help,
               std::initializer_list<LabelTexts> labels)
    : name_(name.starts_with("process_") ? name : std::string(kPrefix).append(name)),
      head_(fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name_, help,
                        type_text(type == Type::kCounter, type == Type::kGauge))),
      series_{""} {
  for (const LabelTexts& label : labels) {
    std::vector<std::string> longer;
    for (const std::string& so_far : series_) {
      for (const std::string& value : label.values) {
        longer.push_back(fmt::format("{}{}{}=\"{}\"", so_far, so_far.empty() ? "" : ",", label.name,
                                     escaped(value)));
      }
    }
    series_ = std::move(longer);
  }
  group.metrics_.push_back(this);
}

void Metric::write(std::string& out, bool with_head) const {
  if (with_head) out += head_;
  for (std::size_t series = 0; series < series_.size(); ++series) write_series(out, series);
}

void Metric::begin_line(std::string& out, std::size_t series, std::string_view suffix,
                        std::string_view more) const {
  const std::string& labels = series_[series];
  out.append(name_).append(suffix);
  if (!labels.empty() || !more.empty()) {
    out.append("{").append(labels);
    if (!labels.empty() && !more.empty()) out += ',';
    out.append(more).append("}");
  }
  out += ' ';
}

std::vector<std::string> Metric::bound_texts(std::span<const double> bounds) {
  std::vector<std::string> texts;
  for (const double bound : bounds) texts.push_back(fmt::format("le=\"{}\"", bound));
  texts.emplace_back("le=\"+Inf\"");
  return texts;
}

std::string exposition(std::span<const MetricGroup* const> groups) {
  std::vector<const Metric*> metrics;
  for (const MetricGroup* const group : groups) {
    metrics.insert(metrics.end(), group->metrics().begin(), group->metrics().end());
  }
  std::stable_sort(metrics.begin(), metrics.end(), [](const Metric* one, const Metric* other) {
    return one->name() < other->name();
  });
  std::string text;
  std::string_view family;
  for (const Metric* const metric : metrics) {
    metric->write(text, metric->name() != family);
    family = metric->name();
  }
  return text;
}

void append_number(std::string& out, std::uint64_t value) { out += fmt::format("{}", value); }
void append_number(std::string& out, std::int64_t value) { out += fmt::format("{}", value); }
void append_number(std::string& out, double value) { out += fmt::format("{}", value); }

}  // namespace nexus
