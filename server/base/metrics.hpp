// Counters, gauges and histograms, and their text for Prometheus.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace nexus {

/// A label and the texts of its values. Values are enumerators that count from 0, so a visitor, a
/// room or an address can never be one: the operator's lanes are the only texts from outside.
template <class E>
struct Label {
  static_assert(std::is_enum_v<E>);
  std::string name;
  std::vector<std::string> values;  ///< by enumerator
};

/// The label of an enumeration whose texts to_text() knows.
template <class E, std::size_t N>
[[nodiscard]] Label<E> label(std::string name, const std::array<E, N>& values) {
  Label<E> label{std::move(name), {}};
  for (const E value : values) label.values.emplace_back(to_text(value));
  return label;
}

void append_number(std::string& out, std::uint64_t value);
void append_number(std::string& out, std::int64_t value);
void append_number(std::string& out, double value);

/// A label whose value is the same for all series of a metric.
enum class Only : std::uint8_t {};
[[nodiscard]] inline Label<Only> only(std::string name, std::string value) {
  return {std::move(name), {std::move(value)}};
}

class Metric;

/// The metrics of one owner, in the order of their declaration. A class that counts owns a struct
/// of this kind, whose members are its metrics:
///
///   struct DoorMetrics : MetricGroup {
///     Counter<Side> opened{*this, "door_opened_total", "Doors opened.", side_label()};
///   };
///
/// Not thread-safe: a process counts and renders on its loop.
class MetricGroup {
 public:
  MetricGroup() = default;
  MetricGroup(const MetricGroup&) = delete;
  MetricGroup& operator=(const MetricGroup&) = delete;

  [[nodiscard]] std::span<const Metric* const> metrics() const { return metrics_; }

 private:
  friend class Metric;
  std::vector<const Metric*> metrics_;
};

/// One family or a part of it: a name, a help text, and a series for each combination of label
/// values. All of them exist from the start: Prometheus cannot see the increase of a counter that
/// begins at 1.
class Metric {
 public:
  Metric(const Metric&) = delete;
  Metric& operator=(const Metric&) = delete;
  virtual ~Metric() = default;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Appends the series in the text format 0.0.4, behind the lines HELP and TYPE.
  void write(std::string& out, bool with_head = true) const;

 protected:
  enum class Type : std::uint8_t { kCounter, kGauge, kHistogram };
  struct LabelTexts {
    std::string name;
    std::vector<std::string> values;
  };

  /// `name` is without the prefix `nexuschat_`, except of process_*.
  Metric(MetricGroup& group, Type type, std::string_view name, std::string_view help,
         std::initializer_list<LabelTexts> labels);

  [[nodiscard]] std::size_t series() const { return series_.size(); }
  /// `name_suffix{labels,more} value`
  template <class Number>
  void write_line(std::string& out, std::size_t series, Number value, std::string_view suffix = {},
                  std::string_view more = {}) const {
    begin_line(out, series, suffix, more);
    append_number(out, value);
    out += '\n';
  }
  /// The label `le` of each bucket of a histogram.
  [[nodiscard]] static std::vector<std::string> bound_texts(std::span<const double> bounds);
  virtual void write_series(std::string& out, std::size_t series) const = 0;

 private:
  void begin_line(std::string& out, std::size_t series, std::string_view suffix,
                  std::string_view more) const;

  std::string name_;
  std::string head_;                 ///< the lines HELP and TYPE
  std::vector<std::string> series_;  ///< the labels of each: `lane="general",mode="video"`
};

/// The text of all metrics, sorted by name. Groups may share a family: then each has label values
/// of its own.
[[nodiscard]] std::string exposition(std::span<const MetricGroup* const> groups);

/// Adds the position of a combination of label values among all series.
template <class... Labels>
class LabelledMetric : public Metric {
 protected:
  LabelledMetric(MetricGroup& group, Type type, std::string_view name, std::string_view help,
                 Label<Labels>... labels)
      : Metric(group, type, name, help, {LabelTexts{labels.name, labels.values}...}),
        sizes_{labels.values.size()...} {}

  /// The last label varies fastest.
  [[nodiscard]] std::size_t at(Labels... values) const {
    std::size_t position = 0;
    [[maybe_unused]] std::size_t label = 0;
    ((position = position * sizes_[label++] + static_cast<std::size_t>(values)), ...);
    return position;
  }

 private:
  std::array<std::size_t, sizeof...(Labels)> sizes_;
};

/// Counts events since the start of the process.
template <class... Labels>
class Counter final : public LabelledMetric<Labels...> {
 public:
  Counter(MetricGroup& group, std::string_view name, std::string_view help, Label<Labels>... labels)
      : LabelledMetric<Labels...>(group, Metric::Type::kCounter, name, help, std::move(labels)...),
        values_(this->series()) {}

  void count(Labels... at) { ++values_[this->at(at...)]; }
  void add(std::uint64_t events, Labels... at) { values_[this->at(at...)] += events; }
  [[nodiscard]] std::uint64_t value(Labels... at) const { return values_[this->at(at...)]; }
  /// Of all series.
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t value : values_) sum += value;
    return sum;
  }

 private:
  void write_series(std::string& out, std::size_t series) const override {
    this->write_line(out, series, values_[series]);
  }

  std::vector<std::uint64_t> values_;
};

/// A number that rises and falls with what happens.
template <class... Labels>
class Gauge final : public LabelledMetric<Labels...> {
 public:
  Gauge(MetricGroup& group, std::string_view name, std::string_view help, Label<Labels>... labels)
      : LabelledMetric<Labels...>(group, Metric::Type::kGauge, name, help, std::move(labels)...),
        values_(this->series()) {}

  void add(std::int64_t difference, Labels... at) { values_[this->at(at...)] += difference; }
  void set(std::int64_t value, Labels... at) { values_[this->at(at...)] = value; }
  [[nodiscard]] std::int64_t value(Labels... at) const { return values_[this->at(at...)]; }

 private:
  void write_series(std::string& out, std::size_t series) const override {
    this->write_line(out, series, values_[series]);
  }

  std::vector<std::int64_t> values_;
};

enum class ReadAs : std::uint8_t { kGauge, kCounter };

/// A number that is read when the metrics are. `read` must be fast: the loop waits for it.
template <class... Labels>
class Reading final : public LabelledMetric<Labels...> {
 public:
  Reading(MetricGroup& group, std::string_view name, std::string_view help,
          std::function<double(Labels...)> read, Label<Labels>... labels)
      : Reading(group, ReadAs::kGauge, name, help, std::move(read), std::move(labels)...) {}
  Reading(MetricGroup& group, ReadAs as, std::string_view name, std::string_view help,
          std::function<double(Labels...)> read, Label<Labels>... labels)
      : LabelledMetric<Labels...>(
            group, as == ReadAs::kGauge ? Metric::Type::kGauge : Metric::Type::kCounter, name, help,
            std::move(labels)...),
        read_(std::move(read)) {
    static_assert(sizeof...(Labels) <= 1);
  }

 private:
  void write_series(std::string& out, std::size_t series) const override {
    this->write_line(out, series, read_(static_cast<Labels>(series)...));
  }

  std::function<double(Labels...)> read_;
};

/// Counts durations by their length, in seconds.
template <class... Labels>
class Histogram final : public LabelledMetric<Labels...> {
 public:
  /// `bounds` are the upper ends of the buckets, in seconds, rising; a last bucket takes the rest.
  Histogram(MetricGroup& group, std::string_view name, std::string_view help,
            std::initializer_list<double> bounds, Label<Labels>... labels)
      : LabelledMetric<Labels...>(group, Metric::Type::kHistogram, name, help,
                                  std::move(labels)...),
        bounds_(bounds),
        bound_texts_(Metric::bound_texts(bounds_)),
        counts_(this->series() * (bounds.size() + 1)),
        sums_(this->series()) {}

  template <class Duration>
  void observe(Duration duration, Labels... at) {
    const std::size_t series = this->at(at...);
    const double seconds = std::chrono::duration<double>(duration).count();
    std::size_t bucket = 0;
    while (bucket < bounds_.size() && seconds > bounds_[bucket]) ++bucket;
    ++counts_[series * (bounds_.size() + 1) + bucket];
    sums_[series] += seconds;
  }
  /// How many durations were observed.
  [[nodiscard]] std::uint64_t count(Labels... at) const { return count_of(this->at(at...)); }
  [[nodiscard]] double seconds(Labels... at) const { return sums_[this->at(at...)]; }

 private:
  [[nodiscard]] std::uint64_t count_of(std::size_t series) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
      sum += counts_[series * (bounds_.size() + 1) + i];
    }
    return sum;
  }

  void write_series(std::string& out, std::size_t series) const override {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
      so_far += counts_[series * (bounds_.size() + 1) + i];
      this->write_line(out, series, so_far, "_bucket", bound_texts_[i]);
    }
    this->write_line(out, series, sums_[series], "_sum");
    this->write_line(out, series, so_far, "_count");
  }

  std::vector<double> bounds_;
  std::vector<std::string> bound_texts_;  ///< `le="0.5"`
  std::vector<std::uint64_t> counts_;     ///< of each series, by bucket
  std::vector<double> sums_;
};

}  // namespace nexus
