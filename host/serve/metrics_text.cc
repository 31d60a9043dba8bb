// metrics_text.cc - see metrics_text.hpp.
#include "serve/metrics_text.hpp"

#include <fmt/format.h>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {

std::string label_value(std::string_view text) {
  std::string escaped;
  // Control characters are made visible by then, so that a line's end is none any more.
  for (const char c : plain_text(text, 1024)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void MetricsText::begin(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  head_ = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help,
                      kind == Kind::kCounter ? "counter" : "gauge");
}

void MetricsText::add(const Labels& labels, double value) {
  add_text(labels, fmt::format("{}", value));
}

void MetricsText::add(const Labels& labels, std::uint64_t value) {
  add_text(labels, std::to_string(value));
}

void MetricsText::add_text(const Labels& labels, const std::string& value) {
  text_ += std::exchange(head_, {});
  text_ += name_;
  const char* before = "{";
  for (const auto& [name, text] : labels) {
    text_ += before;
    text_.append(name).append("=\"").append(label_value(text)) += '"';
    before = ",";
  }
  if (!labels.empty()) text_ += '}';
  text_.append(" ").append(value) += '\n';
}

}  // namespace ingest::host
