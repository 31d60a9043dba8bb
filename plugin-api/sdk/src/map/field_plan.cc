#include "field_plan.hpp"

namespace ingest::sdk::map {

void FieldPlan::put(std::uint32_t field) noexcept {
  std::size_t at = slot(nodes_[field].within, nodes_[field].name);
  while (index_[at] != kNone) at = (at + 1) & (index_.size() - 1);
  index_[at] = field;
}

std::uint32_t FieldPlan::member(std::uint32_t within, std::string_view name) {
  const std::uint32_t known = find(within, name);
  if (known != kNone) return known;
  const auto field = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({within, static_cast<std::uint32_t>(name.size()), false, std::string(name)});
  if (4 * nodes_.size() > index_.size()) {  // most look-ups are of members that nobody reads
    index_.assign(2 * index_.size(), kNone);
    for (std::uint32_t i = 0; i < field; ++i) put(i);
  }
  put(field);
  return field;
}

}  // namespace ingest::sdk::map
