// allow_list.hpp - keeping of an object of the source what is known to be free of credentials.
//
// Environments carry the scanner's login data, results the traffic that it saw, and a new member
// may hold either, so all that is not named here is left out, and so is a named member of another
// form than expected. Pure functions. [thread-safe]
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string_view>

namespace checkmarx::dast {

enum class Form {
  kScalar,   // string, number or bool
  kTexts,    // a list of strings, or one
  kObject,   // with scalar members
  kObjects,  // a list of those
};

struct Allowed {
  std::string_view name;
  Form form = Form::kScalar;
  std::span<const std::string_view> members = {};  // of the objects
};

// What is allowed of from, moved out of it. Null members are left out too.
boost::json::object keep(boost::json::object& from, std::span<const Allowed> allowed);

}  // namespace checkmarx::dast
