// demo_class.cc - a connector with the C++ SDK; DEMO_ID names it. Built as demo-cpp and as
// demo-libcxx.
//
// Settings may ask for trouble in one method ("int@fetch"), which shows what each kind of exception
// becomes at the boundary. transform keeps no state, so it is [thread-safe].
#include <ingest/sdk/connector.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "demo_messages.hpp"

namespace demo {

namespace sdk = ::ingest::sdk;

class Demo {
 public:
  static const ingest_descriptor& descriptor() {
    static const std::string details = demo::descriptor(DEMO_ID);
    static const ingest_descriptor d{sizeof(ingest_descriptor),
                                     0,
                                     INGEST_CAP_CONCURRENT_TRANSFORM,
                                     DEMO_ID,
                                     "Demo in C++",
                                     "1.0.0",
                                     "Demo",
                                     sdk::bytes(details)};
    return d;
  }

  Demo(const sdk::Host& host, std::string_view settings) : host_(host), mode_(settings) {
    trouble("create");
  }

  void test_connection(const sdk::Call&, const sdk::Sink& sink) const {
    trouble("test");
    sink.emit(INGEST_RECORD_CHECK, "ingest.v1.CheckResult", check());
  }

  void fetch(const sdk::Call& call, const sdk::FetchSink& sink) const {
    trouble("fetch");
    while (asks("wait@fetch")) {
      call.check();
      call.progress(0, DEMO_UNITS, "waiting");
    }
    host_.log(INGEST_LOG_INFO, "demo: reading two units");
    sink.emit(INGEST_RECORD_LISTING, "ingest.v1.Listing", listing());
    for (uint64_t i = 0; i < DEMO_UNITS; ++i) {
      call.check();
      const demo_unit& unit = demo_units()[i];
      if (sink.begin_unit(unit.id)) {
        sdk::PageOut page;
        page.unit = unit.id;
        page.key = "rows page 1";
        page.media_type = "text/plain";
        page.body = unit.body;
        page.context = unit.name;
        page.rows = unit.rows;
        sink.emit(page);
        sink.end_unit(unit.id, report(unit));
      }
      call.progress(i + 1, DEMO_UNITS, "units");
    }
  }

  void transform(const sdk::Call&, const sdk::Page& page, const sdk::Sink& sink) const {
    trouble("transform");
    if (!demo_is_utf8(page.body().data(), page.body().size()) ||
        !demo_is_utf8(page.context().data(), page.context().size()))
      throw sdk::Error(INGEST_E_BAD_DATA, "a page that is not UTF-8");
    sink.emit(INGEST_RECORD_ASSET, "ingest.v1.Asset", asset(page.unit(), page.context()));
    demo_text rest{page.body().data(), page.body().size()};
    demo_row row;
    for (uint64_t number = 0; demo_next_row(&rest, &row); ++number) {
      if (std::string_view(row.word) == "skip") {
        sink.emit(INGEST_RECORD_FILTERED, "ingest.v1.FilteredRows", filtered());
      } else if (demo_severity(row.word) == 0) {
        sink.emit(INGEST_RECORD_REJECTED, "ingest.v1.DeadLetter",
                  rejected(page.unit(), number, row));
      } else {
        sink.emit(INGEST_RECORD_FINDING, "ingest.v1.Finding", finding(page.unit(), row));
      }
    }
  }

  const void* extension(std::string_view id) const {
    trouble("extension");
    return id == "demo.mode/1" ? mode_.c_str() : nullptr;
  }

 private:
  bool asks(const std::string& mode) const {
    return demo_mode_is({mode_.data(), mode_.size()}, mode.c_str());
  }
  void trouble(const std::string& method) const {
    if (asks("std@" + method)) throw std::runtime_error(method + ": a std::exception");
    if (asks("int@" + method)) throw 42;
    if (asks("error@" + method)) {
      throw sdk::Error(INGEST_E_RATE_LIMITED, "GET /rows: the source said 429", 429, 1500);
    }
  }

  sdk::Host host_;
  std::string mode_;
};

}  // namespace demo

INGEST_CONNECTOR(demo::Demo)
