// expiry_notice.hpp - credentials that expire, told before they do: to people, to the log, to the
// state that "ingest connections list" shows. One thread.
#pragma once

#include <boost/json/array.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "run/open_connection.hpp"

namespace ingest::host {

struct ExpiryNotice {
  std::string sentence;
  std::string hint;
};

// Of what has expired or will within kExpiryNotice.
std::vector<ExpiryNotice> expiry_notices(const OpenConnection& open);

// Of all that say when: key, moment, and the sentence where there is a notice.
boost::json::array expiries_json(const OpenConnection& open);

// Notes the expiries of a connection of the configuration folder in the state, if there is one.
// What goes wrong with that is logged: it is no reason not to test or run the connection.
void remember_expiries(const OpenConnection& open, const Surroundings& surroundings);

}  // namespace ingest::host
