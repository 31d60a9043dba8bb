// metrics_text.hpp - Prometheus' text format 0.0.4, line by line. Not more than one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ingest::host {

// As the format wants them: "\\", "\"" and a line's end escaped; UTF-8.
std::string label_value(std::string_view text);

class MetricsText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;
  enum class Kind { kGauge, kCounter };

  // The samples that follow are this metric's. A metric without samples is not written.
  void begin(std::string_view name, Kind kind, std::string_view help);
  void add(const Labels& labels, double value);
  void add(const Labels& labels, std::uint64_t value);
  const std::string& text() const noexcept { return text_; }

 private:
  void add_text(const Labels& labels, const std::string& value);

  std::string text_;
  std::string name_;
  std::string head_;  // not written yet
};

}  // namespace ingest::host
