// Sources and their parts: which are never reached, which are for nothing.
#include <map>

#include "canonical.hpp"
#include "ingest/sdk/json.hpp"
#include "pointer.hpp"
#include "review_parts.hpp"

namespace ingest::sdk::map {
namespace {

class SourceReview {
 public:
  SourceReview(std::size_t row, Remarks& remarks) : row_(row), remarks_(remarks) {}

  Presence source(const boost::json::value& json, const std::string& pointer) {
    if (!json.is_object()) return Presence::kMaybe;
    const Presence found = source(json.get_object(), pointer);
    return found == Presence::kAlways && json.get_object().contains("when") ? Presence::kMaybe
                                                                            : found;
  }

  // Without its 'when', which for a row is another matter.
  Presence source(const boost::json::object& object, const std::string& pointer) {
    Presence found = Presence::kMaybe;
    const boost::json::value* constant = object.if_contains("const");
    if (constant != nullptr) found = Presence::kAlways;
    if (const auto* parts = object.if_contains("first_of")) {
      found = first_of(json::as_array(*parts), child(pointer, "first_of"));
    } else if (const auto* put = object.if_contains("concat")) {
      found = concat(json::as_array(*put), child(pointer, "concat"));
    }
    return review_functions(object.if_contains("apply"), found, constant, child(pointer, "apply"),
                            row_, remarks_);
  }

 private:
  Presence first_of(const boost::json::array& parts, const std::string& pointer) {
    Presence all = Presence::kNever;
    std::size_t last = 0;  // the part that always has a value, from 1
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string here = child(pointer, i);
      const auto [first, fresh] =
          seen.emplace(boost::json::serialize(canonical_source(parts[i])), i + 1);
      if (last > 0) {
        remarks_.warn("this part is never reached: part " + std::to_string(last) +
                          " of the first_of always has a value",
                      here, row_);
      } else if (!fresh) {
        remarks_.warn("this part is the same as part " + std::to_string(first->second) +
                          " of the first_of, so it is never of use",
                      here, row_);
      }
      const Presence part = source(parts[i], here);
      if (part == Presence::kAlways && last == 0) last = i + 1;
      all = std::max(all, part);
    }
    return all;
  }

  Presence concat(const boost::json::array& parts, const std::string& pointer) {
    Presence all = Presence::kNever;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Presence part = source(parts[i], child(pointer, i));
      const boost::json::object* object = parts[i].if_object();
      if (object == nullptr || !object->contains("const")) all = std::max(all, part);
    }
    if (all == Presence::kNever) {
      remarks_.warn("the concat is always empty: it needs a part that is no constant", pointer,
                    row_);
    }
    return all;
  }

  std::size_t row_;
  Remarks& remarks_;
};

}  // namespace

Presence review_source(const ReviewedRow& row, Remarks& remarks) {
  SourceReview review(row.number, remarks);
  if (!row.json->contains("each")) return review.source(*row.json, row.pointer);
  for (const auto& field : json::object_at(*row.json, "fields")) {
    review.source(field.value(),
                  child(child(row.pointer, "fields"), std::string_view(field.key())));
  }
  return Presence::kMaybe;
}

}  // namespace ingest::sdk::map
