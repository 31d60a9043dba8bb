// connector.hpp - a connector's transform, called through the ABI as the host calls it, with a sink
// that counts. One thread; nothing is unloaded.
#pragma once

#include <ingest/connector.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "corpus/pages.hpp"

namespace ingest::bench {

// What a transform emitted. digest tells whether two emitted the same: FNV-1a over kinds and bytes.
struct Emitted {
  std::size_t findings = 0;
  std::size_t others = 0;  // records of other kinds
  std::size_t bytes = 0;
  std::uint64_t digest = 0xCBF29CE484222325U;
  bool digests = false;  // else nothing is computed of them
};

class Connector {
 public:
  // Throws std::runtime_error with what went wrong.
  Connector(const std::string& file, const std::string& settings);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Throws when transform fails.
  void transform(const Page& page, Emitted& out) const;

 private:
  ingest_host host_{};
  const ingest_connector* table_ = nullptr;
  ingest_instance* instance_ = nullptr;
};

}  // namespace ingest::bench
