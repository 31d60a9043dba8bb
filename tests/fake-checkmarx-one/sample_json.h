// Reading of the sample files.
#ifndef TESTS_FAKE_CHECKMARX_ONE_SAMPLE_JSON_H_
#define TESTS_FAKE_CHECKMARX_ONE_SAMPLE_JSON_H_

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fake_cx1 {

inline boost::json::value ReadSample(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return boost::json::parse(text.str());
}

// Empty when the member is absent or null. The view lives as long as `object`.
inline std::string_view SampleText(const boost::json::value& object, std::string_view name) {
  const boost::json::value* value = object.as_object().if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

// Empty for null.
inline std::vector<std::string> SampleTexts(const boost::json::value& array) {
  std::vector<std::string> texts;
  if (array.is_null()) return texts;
  for (const boost::json::value& item : array.as_array()) texts.emplace_back(item.as_string());
  return texts;
}

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_SAMPLE_JSON_H_
