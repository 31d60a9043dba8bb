// field_values.hpp - the values of a plan's fields for one record, which is handed over token by
// token, from a parser or a tree. What no field wants is passed over. Texts and keys are borrowed
// until begin(). Not thread-safe; one owner.
//
// A member that comes twice counts as it came last, as in a tree.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "field_plan.hpp"
#include "item.hpp"
#include "record_memory.hpp"

namespace ingest::sdk::map {

class FieldValues {
 public:
  // Both are borrowed.
  FieldValues(const FieldPlan& plan, RecordMemory& memory);

  // One for each field, by number.
  const Item* all() const noexcept { return values_.data(); }
  const Item& operator[](std::uint32_t field) const noexcept { return values_[field]; }

  // A new record; what follows is the inside of its object.
  void begin();
  // The whole record at once.
  void read(const boost::json::object& record);

  // Records that say something else than text in the field are none of ours: of them only the
  // fields that look() names are read on. Once, before the first record.
  void gate(std::uint32_t field, std::string_view text);
  void look(std::uint32_t field) { looked_at_[field] = 1; }
  // The gate was closed and opened again: something may be missing. read() without it, then.
  bool was_closed() const noexcept { return was_closed_; }
  void ignore_gate(bool ignore) noexcept { gate_ignored_ = ignore; }

  // The tokens.
  void key(std::string_view name) {
    if (skip_ != 0) return;
    const Frame& frame = frames_.back();
    key_ = name;
    field_ = frame.closed ? FieldPlan::kNone : find(frame.field, name);
    if (field_ == FieldPlan::kNone) return;
    if (closed_ && looked_at_[field_] == 0) {
      field_ = FieldPlan::kNone;
    } else if (values_[field_].kind != Item::Kind::kMissing) {
      forget(field_);
    }
  }
  // Whether anybody wants the value that comes next.
  bool wants() const noexcept {
    return skip_ == 0 && (field_ != FieldPlan::kNone || frames_.back().captures);
  }
  void scalar(const Item& item) {
    if (!wants()) return;
    if (field_ != FieldPlan::kNone) {
      values_[field_] = item;
      if (field_ == gate_) judge(item);
      field_ = FieldPlan::kNone;
    }
    if (frames_.back().captures) append(item);
  }
  void open(Item::Kind kind) {
    if (!wants()) {
      ++skip_;
      return;
    }
    push(kind);
  }
  void close() {
    if (skip_ != 0) {
      --skip_;
      return;
    }
    pop();
  }

 private:
  // An array or object whose inside is being read.
  struct Frame {
    std::uint32_t field = FieldPlan::kNone;  // that it is the value of; kNone: the record, or none
    bool closed = false;                     // no field is a member of it
    bool captures = false;                   // its inside is kept
    Item::Kind kind = Item::Kind::kObject;
    Node* self = nullptr;  // in what captures it
    Node* first = nullptr;
    Node* last = nullptr;
    std::uint32_t count = 0;
  };

  // Members come in much the same order in every record: what came after the last one, before?
  std::uint32_t find(std::uint32_t within, std::string_view name) {
    std::uint32_t& next = next_[last_ + 1];
    if (next == FieldPlan::kNone || !plan_.is(next, within, name)) {
      const std::uint32_t found = plan_.find(within, name);
      if (found == FieldPlan::kNone) return found;
      next = found;
    }
    return last_ = next;
  }

  Node* append(const Item& item);
  void push(Item::Kind kind);
  void pop();
  void forget(std::uint32_t field) noexcept;
  void judge(const Item& item) noexcept;
  void value(const boost::json::value& value);
  void members(const boost::json::object& object);

  const FieldPlan& plan_;
  RecordMemory& memory_;
  std::vector<Item> values_;
  std::vector<Frame> frames_;
  std::vector<std::uint8_t> looked_at_;
  std::vector<std::uint32_t> next_;         // the field that came after each, and first of all
  std::uint32_t last_ = FieldPlan::kNone;   // the field that came last
  std::uint32_t field_ = FieldPlan::kNone;  // of the value to come
  std::size_t skip_ = 0;                    // arrays and objects open that nobody wants
  std::string_view key_;
  std::uint32_t gate_ = FieldPlan::kNone;
  std::string_view gate_text_;
  bool closed_ = false;
  bool was_closed_ = false;
  bool gate_ignored_ = false;
};

}  // namespace ingest::sdk::map
