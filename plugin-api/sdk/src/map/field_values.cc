#include "field_values.hpp"

#include <algorithm>
#include <cstring>

namespace ingest::sdk::map {
namespace {

// Objects of real records have few members: each is held against those before it. In a larger one,
// sorted, equal keys are neighbours.
constexpr std::uint32_t kFewMembers = 12;

// Takes the nodes marked by an empty self-reference out of the chain.
std::uint32_t unlink_repeats(Node*& first) {
  std::uint32_t count = 0;
  Node** link = &first;
  while (*link != nullptr) {
    Node* const node = *link;
    if (node->item.kind == Item::Kind::kMissing) {
      *link = node->next;
    } else {
      link = &node->next;
      ++count;
    }
  }
  return count;
}

void keep_later(Node& earlier, Node& later) noexcept {
  earlier.item = later.item;
  later.item = Item();
}

bool merge_few(Node* first) noexcept {
  bool merged = false;
  for (Node* later = first->next; later != nullptr; later = later->next) {
    for (Node* earlier = first; earlier != later; earlier = earlier->next) {
      if (earlier->key != later->key || earlier->item.kind == Item::Kind::kMissing) continue;
      keep_later(*earlier, *later);
      merged = true;
      break;
    }
  }
  return merged;
}

bool merge_many(Node* first, std::uint32_t count) {
  std::vector<Node*> nodes;
  nodes.reserve(count);
  for (Node* node = first; node != nullptr; node = node->next) nodes.push_back(node);
  std::stable_sort(nodes.begin(), nodes.end(),
                   [](const Node* a, const Node* b) { return a->key < b->key; });
  bool merged = false;
  for (std::size_t i = 0; i < nodes.size();) {
    std::size_t end = i + 1;
    while (end < nodes.size() && nodes[end]->key == nodes[i]->key)
      keep_later(*nodes[i], *nodes[end++]);
    merged = merged || end > i + 1;
    i = end;
  }
  return merged;
}

std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }

}  // namespace

FieldValues::FieldValues(const FieldPlan& plan, RecordMemory& memory)
    : plan_(plan),
      memory_(memory),
      values_(plan.size()),
      looked_at_(plan.size(), 0),
      next_(plan.size() + 1, FieldPlan::kNone) {
  frames_.reserve(40);
}

void FieldValues::gate(std::uint32_t field, std::string_view text) {
  gate_ = field;
  gate_text_ = text;
  look(field);
}

void FieldValues::begin() {
  // An Item of nothing is all zeros.
  if (!values_.empty())
    std::memset(static_cast<void*>(values_.data()), 0, values_.size() * sizeof(Item));
  frames_.assign(1, Frame());
  last_ = FieldPlan::kNone;
  field_ = FieldPlan::kNone;
  skip_ = 0;
  closed_ = false;
  was_closed_ = false;
}

void FieldValues::judge(const Item& item) noexcept {
  if (gate_ignored_) return;
  const bool closes = item.kind == Item::Kind::kText && item.text() != gate_text_;
  was_closed_ = was_closed_ || (closed_ && !closes);
  closed_ = closes;
}

void FieldValues::forget(std::uint32_t field) noexcept {
  values_[field] = Item();
  for (std::uint32_t i = field + 1; i < values_.size(); ++i) {
    std::uint32_t outer = plan_.within(i);
    while (outer != FieldPlan::kNone && outer != field) outer = plan_.within(outer);
    if (outer == field) values_[i] = Item();
  }
}

Node* FieldValues::append(const Item& item) {
  Frame& frame = frames_.back();
  Node* const node = memory_.array<Node>(1);
  *node = Node{item, frame.kind == Item::Kind::kObject ? key_ : std::string_view(), nullptr};
  (frame.last == nullptr ? frame.first : frame.last->next) = node;
  frame.last = node;
  ++frame.count;
  return node;
}

void FieldValues::push(Item::Kind kind) {
  Frame frame;
  frame.kind = kind;
  frame.field = field_;
  frame.closed = field_ == FieldPlan::kNone || kind == Item::Kind::kArray;
  if (frames_.back().captures) {
    frame.self = append(Item::inside(kind, nullptr, 0));
    frame.captures = true;
  }
  if (field_ != FieldPlan::kNone) {
    values_[field_] = Item::inside(kind, nullptr, 0);
    frame.captures = frame.captures || plan_.is_whole(field_);
  }
  field_ = FieldPlan::kNone;
  frames_.push_back(frame);
}

void FieldValues::pop() {
  Frame& frame = frames_.back();
  if (frame.captures && frame.count > 1 && frame.kind == Item::Kind::kObject) {
    const bool merged =
        frame.count <= kFewMembers ? merge_few(frame.first) : merge_many(frame.first, frame.count);
    if (merged) frame.count = unlink_repeats(frame.first);
  }
  const Item whole = Item::inside(frame.kind, frame.first, frame.count);
  if (frame.self != nullptr) frame.self->item = whole;
  if (frame.field != FieldPlan::kNone) values_[frame.field] = whole;
  frames_.pop_back();
}

void FieldValues::read(const boost::json::object& record) {
  begin();
  members(record);
}

void FieldValues::members(const boost::json::object& object) {
  for (const auto& member : object) {
    key(view(member.key()));
    if (wants()) value(member.value());
  }
}

// No deeper than what was parsed.
void FieldValues::value(const boost::json::value& json) {
  switch (json.kind()) {
    case boost::json::kind::null:
      return scalar(Item::null());
    case boost::json::kind::bool_:
      return scalar(Item::of(json.get_bool()));
    case boost::json::kind::int64:
      return scalar(Item::of(json.get_int64()));
    case boost::json::kind::uint64:
      return scalar(Item::of(json.get_uint64()));
    case boost::json::kind::double_:
      return scalar(Item::of(json.get_double()));
    case boost::json::kind::string:
      return scalar(Item::of(view(json.get_string())));
    case boost::json::kind::array:
      open(Item::Kind::kArray);
      for (const boost::json::value& element : json.get_array()) {
        if (wants()) value(element);
      }
      return close();
    case boost::json::kind::object:
      open(Item::Kind::kObject);
      members(json.get_object());
      return close();
  }
}

}  // namespace ingest::sdk::map
