// row_reader.hpp - rows of a page from their JSON text to findings, without a tree in between: what
// nobody reads is passed over, what is read is borrowed from the text, and the finding is written
// as its message would be serialized. The map means the same here as in TransformMap.
//
//   RowPlan plan(map, {"type", "data.package"});     // once
//   RowReader reader(plan, root);                    // a page
//   const std::size_t size = reader.read(text);      // a row
//   if (size != 0 && reader.text(0) == "sca" && reader.map(facts)) emit(reader.finding());
#pragma once

#include "ingest/v1/asset.pb.h"

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/sdk/map/transform_map.hpp"

namespace ingest::sdk {

// What is read of each row: what the map reads of it, and what the connector wants to know.
// Immutable once set up; thread-safe.
class RowPlan {
 public:
  // members: paths within the row, "data.package"; each is known by its place among them. Throws
  // Error(INGEST_E_CONFIG) when one is no path.
  RowPlan(const TransformMap& map, std::initializer_list<std::string_view> members);
  RowPlan(RowPlan&&) noexcept;
  ~RowPlan();

  // Of rows whose member is another text, only that member and the also named are read.
  void only(std::size_t member, std::string text, std::initializer_list<std::size_t> also = {});

 private:
  friend class RowReader;
  struct State;
  std::unique_ptr<State> state_;
};

// What all findings of a page have in common, or the row alone knows. Borrowed for the call.
struct FindingFacts {
  std::string_view external_asset_id;  // where the map gives none
  v1::AssetClass asset_class = v1::ASSET_CLASS_UNSPECIFIED;
  std::string_view unit;  // the page, and the row's place in it
  std::uint64_t place = 0;
  std::uint64_t row = 0;
};

// One row at a time, in memory that is used again for each. Not thread-safe; one a page, say.
class RowReader {
 public:
  static constexpr std::size_t kMaxDepth = 32;  // nested arrays and objects of a row

  // All are borrowed.
  RowReader(const RowPlan& plan, const boost::json::object& root);
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  ~RowReader();

  // The row is the object that text begins with, whatever follows it; how many bytes it has. 0:
  // there is none that is good: JSON, not too deep, without NUL and numbers out of range. text is
  // borrowed until the next row.
  std::size_t read(std::string_view text);
  // The row as a tree; borrowed likewise.
  void read(const boost::json::object& row);

  // A member of the plan: its text, empty when it is none; and any scalar as text.
  std::string_view string(std::size_t member) const;
  std::string_view text(std::size_t member) const;

  // What the connector makes of the row, as if it stood at its end. Names are borrowed until the
  // next row, texts copied.
  void add(std::string_view name, std::string_view text);
  void add(std::string_view name, std::initializer_list<std::string_view> parts);  // of a text
  void add(std::string_view name, std::int64_t number);
  void begin(std::string_view object);  // of which the next ones are members
  void end();

  // The row through the map, once; if it is mapped, finding() is the serialized
  // ingest.v1.Finding until the next row. Throws INGEST_E_TOO_LARGE as serialize() does.
  TransformMap::Outcome map(const FindingFacts& facts);
  std::string_view finding() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ingest::sdk
