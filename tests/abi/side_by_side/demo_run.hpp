// demo_run.hpp - one whole run of a demo connector: fetch, then transform of each page.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "company.hpp"
#include "loaded_connector.hpp"

namespace abitest {

inline std::string mode(const std::string& mode) {
  return R"({"connection":"demo","config":{"mode":")" + mode + R"("}})";
}

// The pages of a fetch without trouble.
inline std::vector<Record> fetched_pages(Instance& instance) {
  RecordingCall call;
  RecordingSink sink(RecordingSink::Of::kFetch);
  EXPECT_EQ(instance.fetch(call, sink), INGEST_OK) << instance.message();
  EXPECT_EQ(sink.begun().size(), sink.ended().size());
  return sink.of_kind(INGEST_RECORD_PAGE);
}

// What transform makes of them.
inline std::vector<Record> transformed(Instance& instance, const std::vector<Record>& pages) {
  RecordingCall call;
  RecordingSink sink(RecordingSink::Of::kOther);
  for (const Record& page : pages) {
    EXPECT_EQ(instance.transform(call, page, sink), INGEST_OK) << instance.message();
  }
  return sink.records();
}

}  // namespace abitest
