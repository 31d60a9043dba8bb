// The shipped maps with random things done to them: whatever comes of it, the review ends, says
// something where parsing fails and nothing worse than a warning where it does not, and every
// remark is about something that is there.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "ingest/sdk/map/identity_rows.hpp"
#include "ingest/sdk/map/map_error.hpp"
#include "ingest/sdk/map/review.hpp"
#include "map_fixture.hpp"

namespace maptest {
namespace {

using ingest::sdk::map::Level;
using ingest::sdk::map::Remark;

boost::json::value default_map(const std::string& connector) {
  std::ifstream in(
      std::string(PLUGINS_DIR) + "/" + connector + "/maps/" + connector + "-default.yaml",
      std::ios::binary);
  const std::string yaml{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return boost::json::parse(ingest::sdk::yaml_to_json(yaml));
}

class Mutation {
 public:
  explicit Mutation(unsigned seed) : engine_(seed) {}

  void apply(boost::json::value& map) {
    std::vector<boost::json::value*> all;
    collect(map, all);
    boost::json::value& one = *all[below(all.size())];
    const boost::json::value other = *all[below(all.size())];
    switch (below(6)) {
      case 0:
        one = other;
        break;
      case 1:
        one = scalar();
        break;
      case 2:
        if (boost::json::array* list = one.if_array(); list != nullptr && !list->empty()) {
          list->erase(list->begin() + static_cast<std::ptrdiff_t>(below(list->size())));
        } else if (boost::json::object* object = one.if_object();
                   object != nullptr && !object->empty()) {
          object->erase(object->begin() + static_cast<std::ptrdiff_t>(below(object->size())));
        }
        break;
      case 3:
        if (boost::json::array* list = one.if_array()) {
          list->push_back(other);
        } else if (boost::json::object* object = one.if_object()) {
          (*object)[key()] = other;
        }
        break;
      case 4:
        if (boost::json::string* text = one.if_string(); text != nullptr && !text->empty()) {
          (*text)[below(text->size())] = static_cast<char>('a' + below(26));
        }
        break;
      default:
        if (boost::json::object* object = one.if_object()) (*object)[key()] = made();
        break;
    }
  }

  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_);
  }

 private:
  static void collect(boost::json::value& value, std::vector<boost::json::value*>& all) {
    all.push_back(&value);
    if (boost::json::array* list = value.if_array()) {
      for (boost::json::value& one : *list) collect(one, all);
    } else if (boost::json::object* object = value.if_object()) {
      for (auto& member : *object) collect(member.value(), all);
    }
  }

  boost::json::value scalar() {
    static const char* const texts[] = {"null",      "true", "5",        "-1",
                                        "1.5",       "\"\"", "\"trim\"", "\"findings[].id\"",
                                        "\"a/b~c\"", "[]",   "{}",       "\"..\""};
    return boost::json::parse(texts[below(std::size(texts))]);
  }
  const char* key() {
    static const char* const keys[] = {"from",  "const", "first_of", "concat", "apply",
                                       "when",  "to",    "fields",   "each",   "invalid",
                                       "tests", "x/y~z", "default",  "any",    "identifier"};
    return keys[below(std::size(keys))];
  }
  // Whole pieces, which chance would not put together.
  boost::json::value made() {
    static const char* const texts[] = {
        R"({"path":"a","equals":1})",
        R"({"all":[{"path":"a","equals":1},{"not":{"path":"a","equals":1}}]})",
        R"({"any":[{"path":"findings[].a","exists":true},{"path":"b","matches":"x"}]})",
        R"({"not":{"not":{"path":"a","in":[1,2]}}})",
        R"([{"const":"x","apply":[{"drop_if":"x"},"upper"]},{"from":"a","when":{"path":"b","exists":false}}])",
        R"(["upper",{"value_map":{"values":{"a":"b"}}},{"default":"x"},{"default":"y"}])",
        R"([{"name":"t","root":{"a":[{"b":1}],"":{}},"row":{"c.d":null},"expect":{}}])"};
    return boost::json::parse(texts[below(std::size(texts))]);
  }

  std::mt19937 engine_;
};

// Parsing does not mind that the rows which identify are not marked.
bool is_beyond_parsing(const Remark& remark) {
  return remark.text.find("is marked as an identifier") != std::string::npos;
}

TEST(ReviewProperty, ErrorsAreWhatParsingRefuses) {
  int refused = 0;
  int accepted = 0;
  int warned = 0;
  for (const char* connector : {"checkmarx-sca", "checkmarx-dast"}) {
    const boost::json::value original = default_map(connector);
    const ingest::sdk::map::Known known{ingest::sdk::map::known_paths(original)};
    for (unsigned seed = 1; seed <= 1500; ++seed) {
      Mutation mutation(seed);
      boost::json::value map = original;
      const std::size_t times = 1 + mutation.below(4);
      for (std::size_t i = 0; i < times; ++i) mutation.apply(map);
      SCOPED_TRACE(std::string(connector) + " seed " + std::to_string(seed));
      std::string thrown;
      std::string pointer;
      try {
        TransformMap::from_json(map);
      } catch (const ingest::sdk::MapError& e) {
        thrown = e.what();
        pointer = e.pointer();
      }
      const std::vector<Remark> remarks = ingest::sdk::map::review(map, known);
      const Remark* first = nullptr;
      for (const Remark& remark : remarks) {
        warned += remark.level == Level::kWarning ? 1 : 0;
        boost::json::error_code gone;
        EXPECT_NE(map.find_pointer(remark.pointer, gone), nullptr)
            << remark.pointer << " " << remark.text;
        EXPECT_FALSE(remark.text.empty());
        if (first == nullptr && remark.level == Level::kError && !is_beyond_parsing(remark)) {
          first = &remark;
        }
      }
      EXPECT_EQ(first != nullptr, !thrown.empty()) << thrown << (first ? first->text : "");
      if (first != nullptr && !thrown.empty()) {
        EXPECT_TRUE(thrown.ends_with(first->text)) << thrown << " | " << first->text;
        EXPECT_EQ(first->pointer, pointer);
      }
      ingest::sdk::identity_rows(map);
      ingest::sdk::map::known_paths(map);
      ++(thrown.empty() ? accepted : refused);
    }
  }
  // All ways are taken often enough to mean something.
  EXPECT_GT(refused, 300);
  EXPECT_GT(accepted, 300);
  EXPECT_GT(warned, 300);
}

}  // namespace
}  // namespace maptest
