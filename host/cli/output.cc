// output.cc - see output.hpp.
#include "cli/output.hpp"

#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>
#include <string>

#include "diagnostics/failure.hpp"
#include "diagnostics/streams.hpp"

namespace ingest::host {
namespace {

void append_indented(std::string& out, const boost::json::value& value, std::size_t depth) {
  const std::string pad(2 * (depth + 1), ' ');
  const std::string end(2 * depth, ' ');
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out += "{\n";
    bool first = true;
    for (const auto& member : *object) {
      if (!first) out += ",\n";
      first = false;
      out += pad + boost::json::serialize(boost::json::string(member.key())) + ": ";
      append_indented(out, member.value(), depth + 1);
    }
    out += "\n" + end + "}";
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    out += "[\n";
    bool first = true;
    for (const auto& element : *array) {
      if (!first) out += ",\n";
      first = false;
      out += pad;
      append_indented(out, element, depth + 1);
    }
    out += "\n" + end + "]";
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

bool print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(output_descriptor(), text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EPIPE) {
      return false;
    } else if (errno != EINTR) {
      throw Failure(ExitStatus::kInternal,
                    std::string("cannot write to standard output: ") + std::strerror(errno));
    }
  }
  return true;
}

bool print_json(const boost::json::value& value) {
  std::string text;
  append_indented(text, value, 0);
  return print(text + "\n");
}

}  // namespace ingest::host
