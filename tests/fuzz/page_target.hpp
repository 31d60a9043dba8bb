// page_target.hpp - a connector whose transform is fed pages that nobody has vetted: what it may
// answer is checked here, for every connector alike. One thread.
#pragma once

#include <ingest/connector.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/sdk/connector.hpp"
#include "scripted_host.hpp"

namespace ingest::fuzz {

// Ends the program as a finding of the fuzzer when holds is false.
void require(bool holds, const char* what);

// What transform made of one page.
struct Account {
  ingest_status status = INGEST_OK;
  std::uint64_t rows = 0;  // findings + filtered + rejected
  std::string output;      // all that was emitted, in order
};

class PageTarget {
 public:
  // The connector that is linked into the program, created with these settings.
  explicit PageTarget(const std::string& settings);

  // Checks each record against the contract; the page claims rows rows.
  Account transform(std::string_view context, std::string_view body, std::uint64_t place,
                    std::uint64_t rows) const;

 private:
  test::ScriptedHost host_;
  const ingest_connector* connector_;
  ingest_instance* instance_ = nullptr;
};

// The page that transform is given.
ingest_record page_of(std::string_view context, std::string_view body, std::uint64_t place,
                      std::uint64_t rows);

// What transform gave is what the long way gives, which throws where transform fails.
template <class LongWay>
void require_same(const Account& account, LongWay long_way) {
  try {
    const std::string output = long_way();
    require(account.status == INGEST_OK, "transform refuses what the long way takes");
    require(account.output == output, "the long way gives something else");
  } catch (const sdk::Error& error) {
    require(account.status == error.code(), "transform does not fail as the long way does");
  }
}

// The input as a page: "context 0x1e body", or a body alone; an empty body is page 0.
struct PageInput {
  std::string_view context;  // empty: none of its own
  std::string_view body;
};
PageInput split_input(const std::uint8_t* data, std::size_t size);

}  // namespace ingest::fuzz
