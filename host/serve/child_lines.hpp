// child_lines.hpp - what a run's process says, on its way into the log of serve. Lines of a log
// that say which connection they are about go through as they are; everything else becomes a line
// of the log that does. Text of any origin: bounded, made plain, redacted. Pure.
#pragma once

#include <optional>
#include <string>

#include "diagnostics/log.hpp"

namespace ingest::host {

// Whether line is one of a log as JSON, with its connection.
bool names_its_connection(const std::string& line);

// A line of the log that says so, for one that does not. In a log as text it begins with the
// connection's name.
struct LogEntry {
  LogLevel level = LogLevel::kInfo;
  std::string message;
};
LogEntry entry_of(const std::string& line, LogFormat format, const std::string& connection);

// Of the last lines of a run, what it ended with: "error: ..." without the label. Empty when line
// is nothing of that kind.
std::string error_in(const std::string& line);

}  // namespace ingest::host
