// Events of yaml-cpp straight to JSON text; no tree between them, so there is nothing that an
// alias could multiply.
#include "ingest/sdk/map/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <set>
#include <streambuf>
#include <vector>

#include "ingest/sdk/connector.hpp"
#include "yaml_scalar.hpp"

namespace ingest::sdk {
namespace {

constexpr std::size_t kLargest = 1u << 20u;
constexpr std::size_t kDeepest = 32;

[[noreturn]] void fail(const YAML::Mark& mark, const std::string& what) {
  throw Error(INGEST_E_CONFIG, "line " + std::to_string(mark.line + 1) + ", column " +
                                   std::to_string(mark.column + 1) + ": " + what);
}

class Writer : public YAML::EventHandler {
 public:
  std::string json;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases (*name) are not allowed");
  }
  // A plain null, or what is left out after "key:" or "-".
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (takes_key()) fail(mark, "a key is missing or null; quote it");
    before_value();
    json += "null";
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!" && !tag.empty()) fail(mark, "tags (!name) are not allowed");
    if (takes_key()) return put_key(mark, value);
    before_value();
    if (tag == "!") {
      map::append_json_string(value, json);
    } else if (!map::append_json_scalar(value, json)) {
      fail(mark, "'" + value.substr(0, 40) + "' has no counterpart in JSON; quote it");
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, '[');
  }
  void OnSequenceEnd() override { close(']'); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, '{');
  }
  void OnMapEnd() override { close('}'); }

 private:
  struct Level {
    bool mapping;
    bool key_due;  // in a mapping: what comes next is a key
    bool first;
    std::set<std::string> keys;
  };

  bool takes_key() const { return !levels_.empty() && levels_.back().key_due; }
  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) fail(mark, "anchors (&name) are not allowed");
  }
  void put_key(const YAML::Mark& mark, const std::string& key) {
    Level& level = levels_.back();
    if (!level.keys.insert(key).second)
      fail(mark, "the key '" + key.substr(0, 40) + "' is repeated");
    if (!level.first) json += ',';
    level.first = false;
    level.key_due = false;
    map::append_json_string(key, json);
    json += ':';
  }
  void before_value() {
    if (levels_.empty()) return;
    Level& level = levels_.back();
    if (level.mapping) {
      level.key_due = true;
    } else {
      if (!level.first) json += ',';
      level.first = false;
    }
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, char bracket) {
    refuse_anchor(mark, anchor);
    if (tag != "?" && !tag.empty()) fail(mark, "tags (!name) are not allowed");
    if (takes_key()) fail(mark, "a key must be a plain text");
    if (levels_.size() == kDeepest) {
      fail(mark, "more than " + std::to_string(kDeepest) + " levels deep");
    }
    before_value();
    json += bracket;
    levels_.push_back({bracket == '{', bracket == '{', true, {}});
  }
  void close(char bracket) {
    levels_.pop_back();
    json += bracket;
  }

  std::vector<Level> levels_;
};

// Reads where the text lies.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string& text) {
    setg(text.data(), text.data(), text.data() + text.size());
  }
};

}  // namespace

std::string yaml_to_json(std::string_view yaml) {
  if (yaml.size() > kLargest) {
    throw Error(INGEST_E_CONFIG, "YAML text of " + std::to_string(yaml.size()) +
                                     " bytes; the limit is " + std::to_string(kLargest));
  }
  std::string text(yaml);
  TextBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    Writer writer;
    if (!parser.HandleNextDocument(writer) || writer.json.empty()) {
      throw Error(INGEST_E_CONFIG, "the YAML text is empty");
    }
    Writer second;
    if (parser.HandleNextDocument(second)) {
      throw Error(INGEST_E_CONFIG, "the YAML text holds more than one document");
    }
    return std::move(writer.json);
  } catch (const YAML::Exception& e) {
    if (e.mark.is_null()) throw Error(INGEST_E_CONFIG, "not YAML: " + e.msg);
    fail(e.mark, "not YAML: " + e.msg);
  }
}

}  // namespace ingest::sdk
