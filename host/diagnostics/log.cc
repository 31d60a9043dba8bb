// log.cc - see log.hpp. spdlog brings the locked sink and the level test; the line's form is ours.
#include "diagnostics/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/streams.hpp"

namespace ingest::host {
namespace {

// Never freed: a thread may be in the midst of a line when another one takes its place.
struct Log {
  LogOptions options;
  std::shared_ptr<spdlog::logger> logger;
  const Log* before = nullptr;
};

class ErrorSink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& line) override {
    spdlog::memory_buf_t text;
    formatter_->format(line, text);
    write_error({text.data(), text.size()});
  }
  void flush_() override {}
};

std::atomic<const Log*> current{nullptr};  // never freed: threads may log until the very end

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::err;
}

std::string_view level_name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
    case LogLevel::kOff:
      break;
  }
  return "off";
}

std::string_view color_of(LogLevel level) {
  switch (level) {
    case LogLevel::kWarn:
      return "\x1b[33m";
    case LogLevel::kError:
      return "\x1b[31m";
    default:
      return "\x1b[2m";
  }
}

// text is plain: of what JSON must escape only these two are left.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string members_of(const LogContext& context) {
  if (context.connection.empty()) return {};
  std::string members = ",\"connection\":" + in_quotes(plain_text(context.connection, 128));
  if (!context.run.empty()) members += ",\"run\":" + in_quotes(plain_text(context.run, 128));
  return members;
}

std::string now_utc() {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - seconds).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), ms);
}

}  // namespace

bool may_color(int descriptor) noexcept {
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && ::isatty(descriptor) == 1;
}

std::string log_line(const LogOptions& options, std::string_view time, LogLevel level,
                     std::string_view source, std::string_view message) {
  const std::string text = plain_text(redactor().apply(message));
  const std::string from = plain_text(source, 64);
  if (options.format == LogFormat::kJson)
    return fmt::format(R"({{"time":"{}","level":"{}","source":{}{},"message":{}}})", time,
                       level_name(level), in_quotes(from), members_of(options.context),
                       in_quotes(text));
  const std::string prefix = from.empty() ? std::string() : from + ": ";
  if (!options.color) return fmt::format("{} {:<5} {}{}", time, level_name(level), prefix, text);
  return fmt::format("{} {}{:<5}\x1b[0m {}{}", time, color_of(level), level_name(level), prefix,
                     text);
}

void set_up_log(const LogOptions& options) {
  auto sink = std::make_shared<ErrorSink>();
  sink->set_pattern("%v");
  auto logger = std::make_shared<spdlog::logger>("ingest", std::move(sink));
  logger->set_level(spdlog_level(options.level));
  current.store(new Log{options, std::move(logger), current.load()}, std::memory_order_release);
}

bool log_enabled(LogLevel level) noexcept {
  const Log* log = current.load(std::memory_order_acquire);
  return log != nullptr && log->logger->should_log(spdlog_level(level));
}

const LogOptions& log_options() noexcept {
  static const LogOptions kNone;
  const Log* log = current.load(std::memory_order_acquire);
  return log == nullptr ? kNone : log->options;
}

void set_log_context(const LogContext& context) {
  const Log* before = current.load(std::memory_order_acquire);
  if (before == nullptr) return;
  LogOptions options = before->options;
  options.context = context;
  current.store(new Log{std::move(options), before->logger, before}, std::memory_order_release);
}

void log(LogLevel level, std::string_view source, std::string_view message) noexcept {
  log(level, source, message, log_options().context);
}

void log(LogLevel level, std::string_view source, std::string_view message,
         const LogContext& context) noexcept {
  if (!log_enabled(level)) return;
  try {
    const Log* log = current.load(std::memory_order_acquire);
    LogOptions options = log->options;
    options.context = context;
    log->logger->log(spdlog_level(level), log_line(options, now_utc(), level, source, message));
  } catch (...) {  // a line that cannot be written is no reason to end the work
  }
}

}  // namespace ingest::host
