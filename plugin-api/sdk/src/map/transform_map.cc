#include "ingest/sdk/map/transform_map.hpp"

#include <google/protobuf/io/coded_stream.h>

#include <utility>

#include "draft.hpp"
#include "evaluate.hpp"
#include "field_values.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "ingest/sdk/map/trace.hpp"
#include "plan.hpp"

namespace ingest::sdk {
namespace {

constexpr json::Limits kLimits{.depth = 32, .bytes = 1u << 20u};

// One record, in memory of its own.
struct Record {
  Record(const map::FieldPlans& fields, const map::DraftLayout& layout,
         const boost::json::object& root_object)
      : root(fields.root, scratch.memory),
        row(fields.row, scratch.memory),
        draft(layout, scratch.memory) {
    root.read(root_object);
    scope.root = root.all();
  }
  void read_row(const boost::json::object& row_object) {
    row.read(row_object);
    scope.row = row.all();
  }
  // Adds what was mapped to the message.
  void put(google::protobuf::MessageLite& message) {
    std::string room;
    const std::string_view bytes = draft.write(room);
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                              static_cast<int>(bytes.size()));
    if (!message.MergeFromCodedStream(&in))
      throw Error(INGEST_E_BAD_DATA, "the record holds a text that is not UTF-8");
  }

  map::Scratch scratch;
  map::FieldValues root;
  map::FieldValues row;
  map::Draft draft;
  map::Scope scope;
};

TransformMap::Outcome asset_of(const map::Plan& plan, const boost::json::object& root,
                               v1::Asset& asset, map::Trace* trace) {
  Record record(plan.asset_fields, map::asset_layout(), root);
  TransformMap::Outcome outcome =
      map::evaluate_asset(plan, record.scope, record.draft, record.scratch, trace);
  if (outcome) record.put(asset);
  return outcome;
}

TransformMap::Outcome finding_of(const map::Plan& plan, const boost::json::object& root,
                                 const boost::json::object& row, v1::Finding& finding,
                                 map::Trace* trace) {
  Record record(plan.finding_fields, map::finding_layout(), root);
  record.read_row(row);
  TransformMap::Outcome outcome =
      map::evaluate_finding(plan, record.scope, record.draft, record.scratch, trace);
  if (outcome) record.put(finding);
  return outcome;
}

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
  return asset_of(*plan_, root, asset, nullptr);
}

TransformMap::Outcome TransformMap::map_finding(const boost::json::object& root,
                                                const boost::json::object& row,
                                                v1::Finding& finding) const {
  return finding_of(*plan_, root, row, finding, nullptr);
}

TransformMap::Outcome TransformMap::trace_asset(const boost::json::object& root, v1::Asset& asset,
                                                map::Trace& trace) const {
  trace = {};
  return asset_of(*plan_, root, asset, &trace);
}

TransformMap::Outcome TransformMap::trace_finding(const boost::json::object& root,
                                                  const boost::json::object& row,
                                                  v1::Finding& finding, map::Trace& trace) const {
  trace = {};
  return finding_of(*plan_, root, row, finding, &trace);
}

}  // namespace ingest::sdk
