// yaml_value.cc - see yaml_value.hpp.
#include "connection/yaml_value.hpp"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;
constexpr std::size_t kLongestScalar = 64U << 10U;

Place place_of(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

// Hears of a document and keeps nothing of it.
class Deaf final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// 0, 1, or 2 for several. Not YAML::LoadAll: after some texts, ",NULLd b" for one, it finds new
// documents without end.
int count_documents(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Deaf deaf;
  int documents = 0;
  while (documents < 2 && parser.HandleNextDocument(deaf)) ++documents;
  return documents;
}

std::string shown(const std::string& text) { return "'" + plain_text(text, 80) + "'"; }

}  // namespace

void fail_at(const std::filesystem::path& file, Place place, const std::string& what,
             const std::string& hint) {
  std::string text = file.string();
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  throw Failure(ExitStatus::kConfig, text + ": " + what, hint);
}

void YamlValue::fail_at(Place place, const std::string& what, const std::string& hint) const {
  host::fail_at(*file_, place, what, hint);
}

void YamlValue::fail(const std::string& what, const std::string& hint) const {
  fail_at(place_, name_.empty() ? what : name_ + " " + what, hint);
}

YamlValue YamlValue::parse(const std::string& text, const std::filesystem::path& file) {
  if (text.size() > kLargestFile)
    host::fail_at(file, {}, "larger than 1 MiB: not a connection file");
  if (!is_utf8(text)) host::fail_at(file, {}, "not UTF-8 text");
  int documents = 0;
  YAML::Node document;
  try {
    documents = count_documents(text);
    document = YAML::Load(text);
  } catch (const YAML::Exception& e) {
    host::fail_at(file, place_of(e.mark), "not YAML: " + plain_text(e.msg, 200));
  }
  if (documents != 1)
    host::fail_at(file, {}, documents == 0 ? "empty" : "holds more than one YAML document");
  const Place place = place_of(document.Mark());
  return YamlValue(document, std::make_shared<const std::filesystem::path>(file), {}, {}, place);
}

std::string YamlValue::text() const {
  if (!node_.IsScalar()) fail("must be a single value, not a list or mapping");
  std::string text = node_.Scalar();
  if (text.empty()) fail("is empty");
  if (text.size() > kLongestScalar) fail("is longer than 64 KiB");
  // The text itself is not shown: it may be a secret in the wrong place.
  if (plain_text(text, text.size() + 1) != text) fail("holds control characters or line ends");
  return text;
}

std::vector<YamlValue> YamlValue::members(const std::vector<std::string>& known) const {
  if (!node_.IsMap())
    fail((name_.empty() ? "the file " : "") + std::string("must be a mapping of keys to values"));
  std::vector<YamlValue> all;
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    const Place place = place_of(entry.first.Mark());
    if (!entry.first.IsScalar()) fail_at(place, "a key must be a plain word", {});
    const std::string key = entry.first.Scalar();
    const std::string name = name_.empty() ? key : name_ + "." + key;
    if (!known.empty() && std::find(known.begin(), known.end(), key) == known.end())
      fail_at(place,
              "unknown key " + shown(key) + (name_.empty() ? "" : " in " + name_) + "; " +
                  suggestion(key, known),
              {});
    if (!seen.insert(key).second) fail_at(place, "key " + shown(key) + " is given twice", {});
    if (entry.second.IsNull()) continue;
    const Place value = place_of(entry.second.Mark());
    all.push_back(YamlValue(entry.second, file_, key, name, value.line > 0 ? value : place));
  }
  return all;
}

std::vector<YamlValue> YamlValue::list() const {
  if (!node_.IsSequence()) fail("must be a list, e.g. [a, b]");
  std::vector<YamlValue> all;
  for (const auto& entry : node_)
    all.push_back(YamlValue(entry, file_, {}, name_, place_of(entry.Mark())));
  return all;
}

}  // namespace ingest::host
