// pages.hpp - pages as the connectors' fetch emits them, made of the simulated tenant's rows: the
// same bytes on every machine. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ingest::bench {

struct Page {
  std::string context;
  std::string body;
  std::size_t rows = 0;
};

// kind: "sca", "sca-mixed" (45 of 100 rows are other engines'), "dast". Throws
// std::invalid_argument for another.
Page make_page(std::string_view kind, std::size_t rows);

}  // namespace ingest::bench
