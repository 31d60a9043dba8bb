// row_facts.hpp - what the connector works out of a result row for the transform map, under names
// that start with '$' so that they can't be taken for members of the source. Pure functions.
// [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "ingest/sdk/map/row_reader.hpp"

namespace checkmarx::sca {

// Of a result row, for the transform and what it computes; by these numbers in its plan.
enum Member : std::size_t {
  kWithheld,
  kType,
  kPackageIdentifier,
  kCvssVersion,
  kFirstMetric,  // the eight base metrics, then the older names of some
};
inline constexpr std::string_view kEngine = "sca";  // the type of our rows
ingest::sdk::RowPlan row_plan(const ingest::sdk::TransformMap& map);

// Parts of the identifier.
struct PackageParts {
  std::string_view ecosystem;
  std::string_view name;
  std::string_view version;  // empty when it can't be told where it begins
};

// "Npm-on-headers-1.0.2": manager before the first hyphen, version after the last one, provided
// that it looks like one and nothing before it does.
PackageParts split_package(std::string_view identifier);

// "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"; empty unless all base metrics of version 3 are
// known.
std::string cvss_vector(const boost::json::object& cvss);

// Adds to an SCA row, as text or as a tree:
//   $package.ecosystem, .name, .version
//   $cvss.vector
void add_facts(ingest::sdk::RowReader& row);
void add_facts(boost::json::object& row);

}  // namespace checkmarx::sca
