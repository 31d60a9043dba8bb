#include "ingest/sdk/map/row_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <utility>
#include <vector>

#include "draft.hpp"
#include "evaluate.hpp"
#include "ingest/sdk/connector.hpp"
#include "plan.hpp"
#include "row_tokens.hpp"

namespace ingest::sdk {
namespace {

boost::json::parse_options bounded() {
  boost::json::parse_options options;
  options.max_depth = RowReader::kMaxDepth;
  return options;
}

void expect_size(std::size_t bytes) {
  if (bytes <= INGEST_PAYLOAD_MAX) return;
  throw Error(INGEST_E_TOO_LARGE, "ingest.v1.Finding of " + std::to_string(bytes) +
                                      " bytes; the limit is " + std::to_string(INGEST_PAYLOAD_MAX));
}

}  // namespace

struct RowPlan::State {
  std::shared_ptr<const map::Plan> plan;
  map::FieldPlan row;                  // the plan's, and the connector's members
  std::vector<std::uint32_t> members;  // fields of row
  std::uint32_t gate = map::FieldPlan::kNone;
  std::string gate_text;
  std::vector<std::uint32_t> looked_at;
};

RowPlan::RowPlan(const TransformMap& map, std::initializer_list<std::string_view> members)
    : state_(std::make_unique<State>()) {
  state_->plan = map.plan_;
  state_->row = map.plan_->finding_fields.row;
  for (const std::string_view text : members) {
    const map::Path path = map::Path::parse(text);
    std::uint32_t field = map::FieldPlan::kNone;
    for (const map::Path::Segment& segment : path.segments())
      field = state_->row.member(field, segment.member);
    state_->members.push_back(field);
  }
}

RowPlan::RowPlan(RowPlan&&) noexcept = default;
RowPlan::~RowPlan() = default;

void RowPlan::only(std::size_t member, std::string text, std::initializer_list<std::size_t> also) {
  state_->gate = state_->members.at(member);
  state_->gate_text = std::move(text);
  for (const std::size_t other : also) state_->looked_at.push_back(state_->members.at(other));
}

struct RowReader::State {
  State(const RowPlan::State& what, const boost::json::object& root_object)
      : plan(what),
        root(what.plan->finding_fields.root, root_memory),
        row(what.row, scratch.memory),
        draft(map::finding_layout(), scratch.memory),
        parser(bounded(), row, scratch.memory) {
    root.read(root_object);
    if (what.gate != map::FieldPlan::kNone) row.gate(what.gate, what.gate_text);
    for (const std::uint32_t field : what.looked_at) row.look(field);
  }

  void begin() {
    draft.clear();
    scratch.memory.release();
    row.begin();
  }
  std::size_t parse(std::string_view text);

  const RowPlan::State& plan;
  map::RecordMemory root_memory;
  map::FieldValues root;
  map::Scratch scratch;
  map::FieldValues row;
  map::Draft draft;
  boost::json::basic_parser<map::RowTokens> parser;
  std::string room;
  std::string_view finding;
};

RowReader::RowReader(const RowPlan& plan, const boost::json::object& root)
    : state_(std::make_unique<State>(*plan.state_, root)) {}

RowReader::~RowReader() = default;

std::size_t RowReader::State::parse(std::string_view text) {
  begin();
  parser.reset();
  parser.handler().begin(text);
  boost::json::error_code error;
  const std::size_t size = parser.write_some(false, text.data(), text.size(), error);
  return error || !parser.handler().is_good() ? 0 : size;
}

std::size_t RowReader::read(std::string_view text) {
  State& state = *state_;
  if (text.empty() || text.front() != '{') return 0;
  const std::size_t size = state.parse(text);
  if (size == 0 || !state.row.was_closed()) return size;
  // It said that it is another's and then that it is not: its last word counts.
  state.row.ignore_gate(true);
  const std::size_t again = state.parse(text);
  state.row.ignore_gate(false);
  return again;
}

void RowReader::read(const boost::json::object& row) {
  state_->begin();
  state_->row.ignore_gate(true);
  state_->row.read(row);
  state_->row.ignore_gate(false);
}

std::string_view RowReader::string(std::size_t member) const {
  const map::Item& item = state_->row[state_->plan.members.at(member)];
  return item.kind == map::Item::Kind::kText ? item.text() : std::string_view();
}

std::string_view RowReader::text(std::size_t member) const {
  const map::Item& item = state_->row[state_->plan.members.at(member)];
  if (item.is_array() || item.is_object()) return {};
  return map::Value::of(item, state_->scratch.memory).text(state_->scratch.memory);
}

void RowReader::add(std::string_view name, std::string_view text) {
  state_->row.key(name);
  state_->row.scalar(map::Item::of(state_->scratch.memory.copy(text)));
}

void RowReader::add(std::string_view name, std::initializer_list<std::string_view> parts) {
  map::TextBuilder text(state_->scratch.memory);
  for (const std::string_view part : parts) text.add(part);
  state_->row.key(name);
  state_->row.scalar(map::Item::of(text.text()));
}

void RowReader::add(std::string_view name, std::int64_t number) {
  state_->row.key(name);
  state_->row.scalar(map::Item::of(number));
}

void RowReader::begin(std::string_view object) {
  state_->row.key(object);
  state_->row.open(map::Item::Kind::kObject);
}

void RowReader::end() { state_->row.close(); }

TransformMap::Outcome RowReader::map(const FindingFacts& facts) {
  State& state = *state_;
  map::Scope scope;
  scope.root = state.root.all();
  scope.row = state.row.all();
  TransformMap::Outcome outcome =
      map::evaluate_finding(*state.plan.plan, scope, state.draft, state.scratch);
  if (!outcome) return outcome;
  const map::OwnFields& own = map::finding_own_fields();
  if (!state.draft.is_filled(own.external_asset_id))
    state.draft.set_text(own.external_asset_id, facts.external_asset_id);
  state.draft.set_number(own.asset_class, static_cast<std::uint64_t>(facts.asset_class));
  state.draft.set_text(own.source_unit, facts.unit);
  state.draft.set_number(own.source_place, facts.place);
  state.draft.set_number(own.source_row, facts.row);
  state.finding = state.draft.write(state.room);
  expect_size(state.finding.size());
  return outcome;
}

std::string_view RowReader::finding() const noexcept { return state_->finding; }

}  // namespace ingest::sdk
