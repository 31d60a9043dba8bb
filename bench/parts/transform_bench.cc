// A connector's transform of a page of 5,000 rows (DAST: 100, as the source gives at most), its
// findings thrown away; beside it a bare pass of Boost.JSON's parser over the same page, which
// hands every value to a handler that does nothing.
#include <benchmark/benchmark.h>

#include <boost/json/basic_parser_impl.hpp>

#include "parts/open_connector.hpp"

namespace ingest::bench {
namespace {

namespace json = boost::json;

struct NoHandler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Error = json::error_code;
  using Text = json::string_view;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t, Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_key_part(Text, std::size_t, Error&) { return true; }
  bool on_key(Text, std::size_t, Error&) { return true; }
  bool on_string_part(Text, std::size_t, Error&) { return true; }
  bool on_string(Text, std::size_t, Error&) { return true; }
  bool on_number_part(Text, Error&) { return true; }
  bool on_int64(std::int64_t, Text, Error&) { return true; }
  bool on_uint64(std::uint64_t, Text, Error&) { return true; }
  bool on_double(double, Text, Error&) { return true; }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(Text, Error&) { return true; }
  bool on_comment(Text, Error&) { return true; }
};

void count(benchmark::State& state, const CorpusPage& page) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(page.body.size()));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(page.rows));
}

void sax_pass(benchmark::State& state, const CorpusPage& page) {
  json::basic_parser<NoHandler> parser{json::parse_options{}};
  for (auto _ : state) {
    json::error_code error;
    parser.reset();
    const std::size_t read = parser.write_some(false, page.body.data(), page.body.size(), error);
    if (error || read != page.body.size()) state.SkipWithError("no JSON");
  }
  count(state, page);
}

void transform(benchmark::State& state, const char* plugin, const CorpusPage& page) {
  OpenConnector connector(plugin);
  EmptySink sink;
  for (auto _ : state) connector.transform(page, sink);
  count(state, page);
}

const int registered = [] {
  static const CorpusPage sca = sca_page(0, 5000, Engines::kScaOnly);
  static const CorpusPage mixed = sca_page(0, 5000, Engines::kAll);
  static const CorpusPage dast = dast_page(0, 100);
  const auto pair = [](const std::string& name, const char* plugin, const CorpusPage& page) {
    benchmark::RegisterBenchmark(("sax_pass/" + name).c_str(),
                                 [&page](benchmark::State& state) { sax_pass(state, page); });
    benchmark::RegisterBenchmark(
        ("transform/" + name).c_str(),
        [&page, plugin](benchmark::State& state) { transform(state, plugin, page); });
  };
  pair("sca", "checkmarx-sca", sca);
  pair("sca_mixed", "checkmarx-sca", mixed);
  pair("dast", "checkmarx-dast", dast);
  return 0;
}();

}  // namespace
}  // namespace ingest::bench
