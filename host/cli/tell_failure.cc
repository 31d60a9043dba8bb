#include "cli/tell_failure.hpp"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "diagnostics/log.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

std::string labelled(const char* label, const std::string& text) {
  const bool color = may_color(STDERR_FILENO);
  return std::string(color ? "\033[1;31m" : "") + label + (color ? "\033[0m" : "") + " " +
         plain_lines(redactor().apply(text)) + "\n";
}

}  // namespace

void tell_failure(const Failure& failure) {
  std::string lines = labelled("error:", failure.what());
  if (!failure.hint().empty()) lines += labelled("hint:", failure.hint());
  std::fwrite(lines.data(), 1, lines.size(), stderr);
}

}  // namespace ingest::host
