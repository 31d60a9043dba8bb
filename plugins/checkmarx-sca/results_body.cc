// results_body.cc - an event parser: it sees each token once and keeps a hash per row.
#include "checkmarx-sca/results_body.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"

namespace checkmarx::sca {
namespace {

namespace json = ingest::sdk::json;
using boost::json::error_code;
using boost::json::string_view;
using ingest::sdk::Error;

constexpr size_t kMaxDepth = 64;

// The offset basis and prime of FNV-1a, 64 bits.
constexpr uint64_t kHashStart = 14695981039346656037ULL;
constexpr uint64_t kHashPrime = 1099511628211ULL;

// Boost.JSON calls these in the order of the text; each returns true to go on.
class Events {
 public:
  static constexpr size_t max_object_size = static_cast<size_t>(-1);
  static constexpr size_t max_array_size = static_cast<size_t>(-1);
  static constexpr size_t max_key_size = static_cast<size_t>(-1);
  static constexpr size_t max_string_size = static_cast<size_t>(-1);

  ResultsBody body;
  bool results_seen = false;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open('{'); }
  bool on_object_end(size_t, error_code&) { return close('}'); }
  bool on_array_begin(error_code&) {
    if (depth_ == 1 && key_ == "results") {
      in_results_ = true;
      results_seen = true;
    }
    return open('[');
  }
  bool on_array_end(size_t, error_code&) { return close(']'); }
  bool on_key_part(string_view part, size_t, error_code&) {
    add_key(part);
    return true;
  }
  bool on_key(string_view part, size_t, error_code&) {
    add_key(part);
    if (in_row() && key_ == "snippet") body.has_snippets = true;
    mark(':');
    key_ends_ = true;
    return true;
  }
  bool on_string_part(string_view part, size_t, error_code&) {
    begin_scalar();
    mix(part);
    in_string_ = true;
    return true;
  }
  bool on_string(string_view part, size_t, error_code&) {
    begin_scalar();
    mix(part);
    in_string_ = false;
    return end_scalar('"');
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(int64_t number, string_view text, error_code&) {
    if (number >= 0) take_total(static_cast<uint64_t>(number));
    return scalar(text, 'i');
  }
  bool on_uint64(uint64_t number, string_view text, error_code&) {
    take_total(number);
    return scalar(text, 'i');
  }
  bool on_double(double, string_view text, error_code&) { return scalar(text, 'd'); }
  bool on_bool(bool value, error_code&) { return scalar(value ? "t" : "f", 'b'); }
  bool on_null(error_code&) {
    if (depth_ == 1 && key_ == "results") results_seen = true;
    return scalar("", 'n');
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  // Depth 1 is inside the answer's object, 2 inside its results; deeper is inside a row.
  bool in_row() const { return in_results_ && depth_ >= 3; }

  void mix(string_view bytes) {
    for (const char c : bytes) {
      hash_ ^= static_cast<unsigned char>(c);
      hash_ *= kHashPrime;
    }
  }
  void mark(char kind) {
    hash_ ^= static_cast<unsigned char>(kind) + 256U;
    hash_ *= kHashPrime;
  }
  void begin_row() {
    if (in_results_ && depth_ == 2) hash_ = kHashStart;
  }
  void end_row() {
    if (in_results_ && depth_ == 2) body.row_keys.push_back(hash_);
  }
  bool open(char kind) {
    begin_row();
    mark(kind);
    ++depth_;
    return true;
  }
  bool close(char kind) {
    --depth_;
    mark(kind);
    if (in_results_ && depth_ == 1) in_results_ = false;
    end_row();
    return true;
  }
  void begin_scalar() {
    if (!in_string_) begin_row();
  }
  bool end_scalar(char kind) {
    mark(kind);
    end_row();
    return true;
  }
  bool scalar(string_view text, char kind) {
    begin_row();
    mix(text);
    return end_scalar(kind);
  }
  void add_key(string_view part) {
    if (key_ends_) key_.clear();
    key_ends_ = false;
    mix(part);
    // Only short keys matter here; a longer one is no key of interest, cut or whole.
    if (key_.size() < 64) key_.append(part.data(), part.size());
  }
  void take_total(uint64_t number) {
    if (depth_ == 1 && key_ == "totalCount") body.total = number;
  }

  size_t depth_ = 0;
  bool in_results_ = false;
  bool in_string_ = false;
  bool key_ends_ = true;
  std::string key_;
  uint64_t hash_ = kHashStart;
};

}  // namespace

ResultsBody read_results_body(std::string_view body) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<Events> parser(options);
  error_code error;
  const size_t used = parser.write_some(false, body.data(), body.size(), error);
  if (!error && used < body.size()) {
    const size_t rest = body.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) error = boost::json::error::extra_data;
  }
  if (error)
    throw Error(INGEST_E_BAD_DATA, "the results are not JSON: " + error.message() + " near byte " +
                                       std::to_string(used));
  Events& events = parser.handler();
  if (!events.results_seen)
    throw Error(INGEST_E_BAD_DATA, "the answer has no results; is this the API of Checkmarx One?");
  return std::move(events.body);
}

std::string without_snippets(std::string_view body) {
  boost::json::object page = json::parse_object(body, "the results");
  if (boost::json::value* rows = page.if_contains("results"); rows != nullptr && rows->is_array()) {
    for (boost::json::value& row : rows->get_array()) {
      boost::json::object* object = row.if_object();
      if (object == nullptr) continue;
      boost::json::value* data = object->if_contains("data");
      if (data != nullptr && data->is_object()) data->get_object().erase("snippet");
    }
  }
  return boost::json::serialize(page);
}

}  // namespace checkmarx::sca
