// open_connector.hpp - a shipped connector, opened as for a replay, with its default map; and what
// its transform emits for a page. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/pages.hpp"
#include "parts/private_folder.hpp"
#include "run/open_connection.hpp"

namespace ingest::bench {

struct Emitted {
  std::uint32_t kind = 0;
  std::string type;
  std::string payload;
};

class OpenConnector {
 public:
  explicit OpenConnector(std::string_view plugin);  // "checkmarx-sca"

  host::ConnectorInstance& instance() noexcept { return open_->instance(); }
  // Throws std::runtime_error when transform fails.
  void transform(const Page& page, host::RecordSink& sink);
  std::vector<Emitted> emitted(const Page& page);

 private:
  PrivateFolder folder_;
  std::unique_ptr<host::OpenConnection> open_;
};

// Takes everything and does nothing with it.
class EmptySink final : public host::RecordSink {
 public:
  ingest_status emit(const ingest_record&) override {
    ++records;
    return INGEST_OK;
  }
  std::uint64_t records = 0;
};

}  // namespace ingest::bench
