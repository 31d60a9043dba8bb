#include "cli/tell_failure.hpp"

#include <string>

#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "diagnostics/streams.hpp"

namespace ingest::host {
namespace {

std::string labelled(const char* label, const std::string& text) {
  const bool color = may_color(error_descriptor());
  return std::string(color ? "\033[1;31m" : "") + label + (color ? "\033[0m" : "") + " " +
         plain_lines(redactor().apply(text)) + "\n";
}

}  // namespace

void tell_failure(const Failure& failure) {
  std::string lines = labelled("error:", failure.what());
  if (!failure.hint().empty()) lines += labelled("hint:", failure.hint());
  write_error(lines);
}

}  // namespace ingest::host
