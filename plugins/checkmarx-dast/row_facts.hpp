// row_facts.hpp - what the connector works out of a result row for the transform map, under names
// that start with '$' so that they can't be taken for members of the source. Pure functions.
// [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/map/row_reader.hpp"

namespace checkmarx::dast {

struct Endpoint {
  std::string protocol;  // "https"; empty when the URL does not say
  uint16_t port = 0;     // explicit or the protocol's; 0: unknown
};

Endpoint endpoint_of(std::string_view url);

// Of a result in the web interface, up to the result's id; empty unless all parts are known.
std::string link_prefix(std::string_view base, std::string_view environment, std::string_view scan);

// Of a row, for the transform and what it computes; by these numbers in its plan.
enum Member : std::size_t { kWithheld, kUrl, kMethod, kPath, kId };
ingest::sdk::RowPlan row_plan(const ingest::sdk::TransformMap& map);

// What of the page's context a row needs.
struct RowContext {
  std::string scan;
  std::string link;  // of the results, up to their ids
};

// Adds to a row, as text or as a tree:
//   $location.protocol, .port, .instance ("GET /search?q=1")
//   $link
// and $detail, the result's detail, is there already where it was asked for.
void add_facts(ingest::sdk::RowReader& row, const RowContext& context);
void add_facts(boost::json::object& row, const RowContext& context);

}  // namespace checkmarx::dast
