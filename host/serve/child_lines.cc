// child_lines.cc - see child_lines.hpp.
#include "serve/child_lines.hpp"

#include <array>
#include <boost/json.hpp>
#include <string_view>
#include <utility>

namespace ingest::host {
namespace {

constexpr std::string_view kError = "error: ";

struct Label {
  std::string_view text;
  LogLevel level;
};

// As the command line labels what it tells.
constexpr std::array<Label, 3> kLabels = {
    {{kError, LogLevel::kError}, {"hint: ", LogLevel::kError}, {"warning: ", LogLevel::kWarn}}};

bool starts_with(const std::string& line, std::string_view start) {
  return std::string_view(line).substr(0, start.size()) == start;
}

}  // namespace

bool names_its_connection(const std::string& line) {
  if (line.empty() || line.front() != '{') return false;
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 4;
  const boost::json::value value = boost::json::parse(line, error, {}, options);
  if (error || !value.is_object()) return false;
  const boost::json::object& members = value.get_object();
  for (const char* name : {"time", "level", "connection", "message"}) {
    const boost::json::value* member = members.if_contains(name);
    if (member == nullptr || !member->is_string()) return false;
  }
  return true;
}

LogEntry entry_of(const std::string& line, LogFormat format, const std::string& connection) {
  LogEntry entry{LogLevel::kInfo, line};
  for (const Label& label : kLabels)
    if (starts_with(line, label.text)) entry.level = label.level;
  if (format == LogFormat::kText) entry.message = "[" + connection + "] " + line;
  return entry;
}

std::string error_in(const std::string& line) {
  return starts_with(line, kError) ? line.substr(kError.size()) : std::string();
}

}  // namespace ingest::host
