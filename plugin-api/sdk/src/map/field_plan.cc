#include "field_plan.hpp"

namespace ingest::sdk::map {

std::uint32_t FieldPlan::member(std::uint32_t within, std::string_view name) {
  const auto next = static_cast<std::uint32_t>(nodes_.size());
  const auto [found, added] = known_.try_emplace({within, std::string(name)}, next);
  if (added) nodes_.push_back({within, std::string(name)});
  return found->second;
}

void FieldPlan::read(const boost::json::object& from,
                     const boost::json::value** values) const noexcept {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    const boost::json::object* object = &from;
    if (node.within != kNone) {
      const boost::json::value* outer = values[node.within];
      object = outer == nullptr ? nullptr : outer->if_object();
    }
    const boost::json::value* value = object == nullptr ? nullptr : object->if_contains(node.name);
    values[i] = value == nullptr || value->is_null() ? nullptr : value;
  }
}

}  // namespace ingest::sdk::map
