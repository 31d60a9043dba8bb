// pages.hpp - pages as the connectors' fetch emits them, made of the simulated tenant's rows: the
// same bytes on every machine. Pure. [thread-safe]
#pragma once

#include <ingest/connector.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace ingest::bench {

struct Page {
  static constexpr std::string_view kUnit = "a1b2c3d4-0000-4000-8000-000000000001";
  static constexpr std::string_view kKey = "results page 1";
  static constexpr std::uint64_t kPlace = 1;

  std::string context;
  std::string body;
  std::size_t rows = 0;

  ingest_record record() const noexcept;  // borrows
};

// kind: "sca", "sca-mixed" (45 of 100 rows are other engines'), "dast". Throws
// std::invalid_argument for another.
Page make_page(std::string_view kind, std::size_t rows);

}  // namespace ingest::bench
