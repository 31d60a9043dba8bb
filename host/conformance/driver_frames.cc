// driver_frames.cc - see driver_frames.hpp.
#include "conformance/driver_frames.hpp"

#include <boost/json.hpp>

#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {

std::string head_text(const CheckHead& head) {
  return boost::json::serialize(boost::json::object{{"id", head.id},
                                                    {"version", head.version},
                                                    {"check_file", plain_text(head.check_file)},
                                                    {"pages", head.pages},
                                                    {"pages_from", plain_text(head.pages_from)},
                                                    {"missing", head.missing},
                                                    {"hint", head.hint}});
}

CheckHead head_of_text(std::string_view text) {
  const boost::json::value value = boost::json::parse(text);
  const boost::json::object& all = value.as_object();
  const auto text_at = [&all](const char* key) { return std::string(all.at(key).as_string()); };
  CheckHead head;
  head.id = text_at("id");
  head.version = text_at("version");
  head.check_file = text_at("check_file");
  head.pages = all.at("pages").to_number<std::size_t>();
  head.pages_from = text_at("pages_from");
  head.missing = text_at("missing");
  head.hint = text_at("hint");
  return head;
}

}  // namespace ingest::host::conformance
