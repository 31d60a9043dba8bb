// row_handover.cc - see row_handover.hpp.
#include "checkmarx-one/row_handover.hpp"

#include <boost/json/serialize.hpp>

namespace checkmarx::one {

void RowHandover::row(uint64_t number, std::string_view text, ingest::sdk::RowReader&) {
  boost::json::object* const row = parser_.parse(text);
  if (row == nullptr)
    throw ingest::sdk::Error(INGEST_E_INTERNAL,
                             "a row that was read can't be read again: " + parser_.reason());
  add_facts_(*row);
  sink_.row(number, boost::json::serialize(*row));
}

}  // namespace checkmarx::one
