// Request targets and form bodies: splitting and percent-decoding.
#ifndef TESTS_FAKE_CHECKMARX_ONE_URL_FORM_H_
#define TESTS_FAKE_CHECKMARX_ONE_URL_FORM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fake_cx1 {

class FormFields {
 public:
  // Names and values are decoded; "+" means a blank. Nothing when an escape is malformed.
  static std::optional<FormFields> Parse(std::string_view encoded);

  std::optional<std::string_view> Get(std::string_view name) const;
  // Empty when absent.
  std::string_view GetOrEmpty(std::string_view name) const;
  // All values of a name, each also split at commas; empty parts are dropped.
  std::vector<std::string> List(std::string_view name) const;

  enum class NumberState { kAbsent, kValid, kInvalid };
  NumberState Number(std::string_view name, std::uint64_t& out) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

std::vector<std::string> SplitList(std::string_view text, char separator);

// The decoded segments of a path; a trailing slash adds none. Nothing when an escape is malformed.
std::optional<std::vector<std::string>> PathSegments(std::string_view path);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_URL_FORM_H_
