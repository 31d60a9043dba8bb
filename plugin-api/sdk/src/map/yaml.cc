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

Place place_of(const YAML::Mark& mark) {
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

[[noreturn]] void fail(const YAML::Mark& mark, const std::string& what) {
  throw YamlError(place_of(mark), what);
}

class Writer : public YAML::EventHandler {
 public:
  std::string json;

  Places places() { return Places(std::move(root_)); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases (*name) are not allowed");
  }
  // A plain null, or what is left out after "key:" or "-".
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (takes_key()) fail(mark, "a key is missing or null; quote it");
    // The mark of what is left out is that of whatever comes next.
    before_value(levels_.empty() || !levels_.back().mapping
                     ? place_of(mark)
                     : levels_.back().node->inside.back().key_at);
    json += "null";
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!" && !tag.empty()) fail(mark, "tags (!name) are not allowed");
    if (takes_key()) return put_key(mark, value);
    before_value(place_of(mark));
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
    Places::Node* node;  // stays where it is until the level is closed
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
    level.node->inside.emplace_back();
    level.node->inside.back().key = key;
    level.node->inside.back().key_at = place_of(mark);
  }
  Places::Node& before_value(Place at) {
    if (levels_.empty()) {
      root_.value_at = at;
      return root_;
    }
    Level& level = levels_.back();
    if (level.mapping) {
      level.key_due = true;
    } else {
      if (!level.first) json += ',';
      level.first = false;
      level.node->inside.emplace_back();
    }
    Places::Node& node = level.node->inside.back();
    node.value_at = at;
    return node;
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, char bracket) {
    refuse_anchor(mark, anchor);
    if (tag != "?" && !tag.empty()) fail(mark, "tags (!name) are not allowed");
    if (takes_key()) fail(mark, "a key must be a plain text");
    if (levels_.size() == kDeepest) {
      fail(mark, "more than " + std::to_string(kDeepest) + " levels deep");
    }
    Places::Node& node = before_value(place_of(mark));
    node.mapping = bracket == '{';
    json += bracket;
    levels_.push_back({bracket == '{', bracket == '{', true, {}, &node});
  }
  void close(char bracket) {
    levels_.pop_back();
    json += bracket;
  }

  std::vector<Level> levels_;
  Places::Node root_;
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
  Places places;
  return yaml_to_json(yaml, places);
}

std::string yaml_to_json(std::string_view yaml, Places& places) {
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
    places = writer.places();
    return std::move(writer.json);
  } catch (const YAML::Exception& e) {
    if (e.mark.is_null()) throw Error(INGEST_E_CONFIG, "not YAML: " + e.msg);
    fail(e.mark, "not YAML: " + e.msg);
  }
}

}  // namespace ingest::sdk
