// Messages by hand: no protobuf library in the connector at all.
#include <ingest/sdk/connector.hpp>
#include <stdexcept>

#include "demo_messages.hpp"
#include "demo_wire.h"

namespace demo {
namespace {

template <class Fill>
std::string written(Fill fill) {
  wire w{};
  fill(&w);
  if (w.overflow) throw std::length_error("the demo's buffer is too small");
  return {reinterpret_cast<const char*>(w.data), w.size};
}

}  // namespace

using ingest::sdk::bytes;

std::string descriptor(const char* id) {
  return written([&](wire* w) { demo_wire_descriptor(w, id); });
}
std::string check() { return written(demo_wire_check); }
std::string listing() { return written(demo_wire_listing); }
std::string report(const demo_unit& unit) {
  return written([&](wire* w) { demo_wire_report(w, &unit); });
}
std::string asset(std::string_view unit, std::string_view name) {
  return written([&](wire* w) { demo_wire_asset(w, bytes(unit), bytes(name)); });
}
std::string finding(std::string_view unit, const demo_row& row) {
  return written([&](wire* w) { demo_wire_finding(w, bytes(unit), &row); });
}
std::string filtered() { return written(demo_wire_filtered); }
std::string rejected(std::string_view unit, std::uint64_t number, const demo_row& row) {
  return written([&](wire* w) { demo_wire_rejected(w, bytes(unit), number, &row); });
}

}  // namespace demo
