// field_tally.cc - see field_tally.hpp.
#include "map_trial/field_tally.hpp"

#include <algorithm>

#include "diagnostics/plain_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kExampleMax = 60;

std::string example_of(const boost::json::value& value) {
  const boost::json::string* text = value.if_string();
  if (text == nullptr) return boost::json::serialize(value);
  return "\"" + plain_text({text->data(), text->size()}, kExampleMax) + "\"";
}

}  // namespace

FieldTally::FieldTally(PathStart start, const std::vector<std::string>& reads) : start_(start) {
  for (const std::string& path : reads) read_places_.push_back(place_of(path));
}

void FieldTally::add(const boost::json::object& object) {
  ++objects_;
  each_field(
      object, start_,
      [this](const std::string& path, const std::string& place, const boost::json::value& value) {
        auto found = fields_.find(path);
        if (found == fields_.end()) {
          if (fields_.size() >= kMostFields) {
            has_more_ = true;
            return;
          }
          found = fields_.emplace(path, Entry{place, 0, 0, example_of(value)}).first;
        }
        Entry& entry = found->second;
        if (entry.last == objects_) return;
        entry.last = objects_;
        ++entry.objects;
      });
}

bool FieldTally::is_read(const std::string& place) const {
  return std::any_of(read_places_.begin(), read_places_.end(),
                     [&place](const std::string& outer) { return is_within(place, outer); });
}

std::vector<FieldTally::Field> FieldTally::unread() const {
  std::vector<Field> all;
  for (const auto& [path, entry] : fields_)
    if (!is_read(entry.place)) all.push_back({path, entry.objects, entry.example});
  std::sort(all.begin(), all.end(), [](const Field& a, const Field& b) { return a.path < b.path; });
  return all;
}

}  // namespace ingest::host
