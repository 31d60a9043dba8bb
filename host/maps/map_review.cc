// map_review.cc - see map_review.hpp.
#include "maps/map_review.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>
#include <tuple>

#include "diagnostics/failure.hpp"
#include "diagnostics/suggest.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/map/identity_rows.hpp"
#include "ingest/sdk/map/review.hpp"
#include "ingest/sdk/map/yaml.hpp"
#include "maps/map_tests.hpp"

namespace ingest::host {
namespace {

using boost::json::value;

value parsed(const std::string& json) {
  boost::json::error_code error;
  value map = boost::json::parse(json, error);
  return error ? value() : map;
}

const value* at(const value& map, const char* key) {
  const boost::json::object* object = map.if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

// The rows that identify, each on its own.
std::vector<std::string> identities(const value& map) {
  std::vector<std::string> all;
  const value rows = parsed(sdk::identity_rows(map));
  for (const value& row : rows.as_array()) all.push_back(boost::json::serialize(row));
  return all;
}

std::string row_identity(const value& row) {
  return sdk::identity_rows(boost::json::object{{"rows", boost::json::array{row}}});
}

class Review {
 public:
  Review(const MapFile& map, const MapCatalogue& catalogue) : map_(map), catalogue_(catalogue) {}

  MapReview run() {
    if (map_.yaml.empty() && !map_.fault.empty()) {
      put(true, "", false, 0, map_.fault);
      return finished();
    }
    value json;
    try {
      json = parsed(sdk::yaml_to_json(map_.yaml, places_));
    } catch (const sdk::YamlError& error) {
      put(true, "", false, 0, error.text());
      review_.remarks.back().line = error.place().line;
      review_.remarks.back().column = error.place().column;
      return finished();
    } catch (const sdk::Error& error) {
      put(true, "", false, 0, error.what());
      return finished();
    }
    look_at(json);
    return finished();
  }

 private:
  void look_at(const value& json) {
    const MapFile* standard = look_at_connector(json);
    const value standard_json = standard == nullptr ? value() : parsed(standard->json);
    const sdk::map::Known known{sdk::map::known_paths(standard_json)};
    bool tests_named = false;
    for (const sdk::map::Remark& remark : sdk::map::review(json, known)) {
      put(remark.level == sdk::map::Level::kError, remark.pointer, remark.at_key, remark.row,
          remark.text);
      tests_named = tests_named || remark.pointer.starts_with("/tests");
    }
    if (!tests_named && at(json, "tests") != nullptr) look_at_tests(json);
    if (standard_json.is_object()) look_at_identity(json, standard->name, standard_json);
  }

  // The default map of the connector that the map is for; null when there is none.
  const MapFile* look_at_connector(const value& json) {
    const value* written = at(json, "for");
    if (written == nullptr || !written->is_string()) return nullptr;  // an error of its own
    const std::string id(written->get_string());
    if (catalogue_.connector(id) != nullptr) return catalogue_.default_of(id);
    std::vector<std::string> installed;
    for (const MapFile& map : catalogue_.maps())
      if (map.shipped()) installed.push_back(map.connector);
    std::string text = "no connector \"" + id + "\" is installed, so source paths are not checked";
    if (const std::string near = nearest(id, installed); !near.empty())
      text += "; did you mean '" + near + "'?";
    put(false, "/for", false, 0, text);
    return nullptr;
  }

  // The cases as those read them who run them.
  void look_at_tests(const value& json) {
    try {
      const MapTests tests(json);
    } catch (const Failure& failure) {
      put(true, "/tests", true, 0, failure.what());
    }
  }

  void look_at_identity(const value& json, const std::string& name, const value& standard) {
    const std::vector<std::string> theirs = identities(standard);
    if (identities(json) == theirs) return;
    const std::string text =
        "what identifies an asset or finding is not as in " + name +
        ": what was found with that map would not be recognised, and its history splits";
    const value* rows = at(json, "rows");
    const boost::json::array* list = rows == nullptr ? nullptr : rows->if_array();
    if (list == nullptr) return;  // an error of its own
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::string own = row_identity((*list)[i]);
      own = own.substr(1, own.size() - 2);
      if (own.empty() || std::find(theirs.begin(), theirs.end(), own) != theirs.end()) continue;
      put(false, "/rows/" + std::to_string(i), false, i + 1, text);
      return;
    }
    put(false, "/rows", true, 0, text);  // a row is gone, or two have changed places
  }

  void put(bool error, const std::string& pointer, bool at_key, std::size_t row,
           const std::string& text) {
    const sdk::Place place = at_key ? places_.key(pointer) : places_.value(pointer);
    MapRemark remark{error, std::max(place.line, 1U), std::max(place.column, 1U), row, pointer,
                     text};
    review_.remarks.push_back(std::move(remark));
    ++(error ? review_.errors : review_.warnings);
  }

  MapReview finished() {
    std::stable_sort(review_.remarks.begin(), review_.remarks.end(),
                     [](const MapRemark& a, const MapRemark& b) {
                       return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                     });
    return std::move(review_);
  }

  const MapFile& map_;
  const MapCatalogue& catalogue_;
  sdk::Places places_;
  MapReview review_;
};

}  // namespace

MapReview review_map(const MapFile& map, const MapCatalogue& catalogue) {
  return Review(map, catalogue).run();
}

}  // namespace ingest::host
