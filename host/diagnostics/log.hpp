// log.hpp - the process's log: one line a message on stderr, redacted, as text or as JSON. Set up
// once, before other threads; logging is thread-safe. What has no set-up logger logs nothing.
#pragma once

#include <string>
#include <string_view>

namespace ingest::host {

enum class LogLevel { kDebug, kInfo, kWarn, kError, kOff };
enum class LogFormat { kText, kJson };

// What each line as JSON says of the run that it is about, beside its message.
struct LogContext {
  std::string connection;  // empty: neither is said
  std::string run;         // empty: not known yet
};

struct LogOptions {
  LogLevel level = LogLevel::kWarn;
  LogFormat format = LogFormat::kText;
  bool color = false;  // text only
  LogContext context;
};

void set_up_log(const LogOptions& options);
const LogOptions& log_options() noexcept;
// Of all lines from here on. [thread-safe]
void set_log_context(const LogContext& context);
bool log_enabled(LogLevel level) noexcept;
// source: which part speaks, e.g. a connector's id. Text of any origin: it is made plain, bounded
// and redacted. Never throws.
void log(LogLevel level, std::string_view source, std::string_view message) noexcept;
void log(LogLevel level, std::string_view source, std::string_view message,
         const LogContext& context) noexcept;

// True when descriptor is a terminal and NO_COLOR is unset or empty.
bool may_color(int descriptor) noexcept;

// One line as the log would write it, without its end. time is UTC text.
std::string log_line(const LogOptions& options, std::string_view time, LogLevel level,
                     std::string_view source, std::string_view message);

}  // namespace ingest::host
