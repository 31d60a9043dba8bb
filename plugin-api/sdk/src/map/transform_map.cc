#include "ingest/sdk/map/transform_map.hpp"

#include <boost/container/small_vector.hpp>
#include <utility>

#include "evaluate.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "plan.hpp"

namespace ingest::sdk {
namespace {

constexpr json::Limits kLimits{.depth = 32, .bytes = 1u << 20u};

// The values of a plan's fields for one record, which they borrow from.
class FieldValues {
 public:
  FieldValues(const map::FieldPlans& fields, map::Scope& scope)
      : values_(fields.root.size() + fields.row.size()) {
    fields.root.read(*scope.root, values_.data());
    scope.root_values = values_.data();
    if (scope.row == nullptr) return;
    fields.row.read(*scope.row, values_.data() + fields.root.size());
    scope.row_values = values_.data() + fields.root.size();
  }

 private:
  boost::container::small_vector<const boost::json::value*, 192> values_;
};

}  // namespace

TransformMap::TransformMap(std::shared_ptr<const map::Plan> plan) noexcept
    : plan_(std::move(plan)) {}

TransformMap TransformMap::parse(std::string_view text) {
  const boost::json::value map = [&] {
    try {
      return json::parse(text, kLimits);
    } catch (const Error& e) {
      throw Error(INGEST_E_CONFIG, std::string("map: ") + e.what());
    }
  }();
  return from_json(map);
}

TransformMap TransformMap::from_json(const boost::json::value& map) {
  return TransformMap(std::make_shared<const map::Plan>(map::parse_plan(map)));
}

const std::string& TransformMap::name() const noexcept { return plan_->name; }
const std::string& TransformMap::title() const noexcept { return plan_->title; }
std::uint32_t TransformMap::version() const noexcept { return plan_->version; }
const std::string& TransformMap::connector() const noexcept { return plan_->connector; }
const std::vector<TransformMap::Row>& TransformMap::rows() const noexcept { return plan_->rows; }

TransformMap::Outcome TransformMap::map_asset(const boost::json::object& root,
                                              v1::Asset& asset) const {
  map::Scope scope;
  scope.root = &root;
  const FieldValues values(plan_->asset_fields, scope);
  return map::evaluate(*plan_, scope, asset);
}

TransformMap::Outcome TransformMap::map_finding(const boost::json::object& root,
                                                const boost::json::object& row,
                                                v1::Finding& finding) const {
  map::Scope scope;
  scope.root = &root;
  scope.row = &row;
  const FieldValues values(plan_->finding_fields, scope);
  return map::evaluate(*plan_, scope, finding);
}

TransformMap::Outcome TransformMap::trace_asset(const boost::json::object& root, v1::Asset& asset,
                                                map::Trace& trace) const {
  map::Scope scope;
  scope.root = &root;
  trace = {};
  const FieldValues values(plan_->asset_fields, scope);
  return map::evaluate(*plan_, scope, asset, &trace);
}

TransformMap::Outcome TransformMap::trace_finding(const boost::json::object& root,
                                                  const boost::json::object& row,
                                                  v1::Finding& finding, map::Trace& trace) const {
  map::Scope scope;
  scope.root = &root;
  scope.row = &row;
  trace = {};
  const FieldValues values(plan_->finding_fields, scope);
  return map::evaluate(*plan_, scope, finding, &trace);
}

}  // namespace ingest::sdk
