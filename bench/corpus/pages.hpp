// pages.hpp - pages of results as the two connectors emit them, made of the simulated tenant's
// rows: the same number gives the same bytes on every machine. For what is measured without a
// tenant. Pure. [thread-safe]
#pragma once

#include <ingest/connector.h>

#include <cstdint>
#include <string>

namespace ingest::bench {

struct CorpusPage {
  std::string unit;
  std::string key;
  std::string body;
  std::string context;
  std::uint64_t place = 1;
  std::uint64_t rows = 0;

  ingest_record record() const noexcept;  // borrows
};

// Engines kAll: 55 of 100 rows are SCA's, the others are those of the tenant's other engines.
enum class Engines { kScaOnly, kAll };
// About 7.5 MB for 5,000 rows of SCA, 4.3 MB for as many of all engines.
CorpusPage sca_page(std::uint64_t number, std::uint64_t rows, Engines engines);
CorpusPage dast_page(std::uint64_t number, std::uint64_t rows);

}  // namespace ingest::bench
