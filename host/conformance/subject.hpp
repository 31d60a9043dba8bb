// subject.hpp - the connector under check, and all that its cases may know of it. Plain data, made
// once by whoever prepares the check, then only read.
#pragma once

#include <ingest/v1/descriptor.pb.h>
#include <ingest/v1/source_page.pb.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/check_file.hpp"

namespace ingest::host::conformance {

// A name for what a descriptor of this process holds, in this process and its forks. It leads there
// whatever is put in the place of the file's own name.
std::filesystem::path opened_name(int descriptor);

// How far a connector came when it was made ready: what a case needs of it is one of these.
enum class Ready {
  kFile,      // there is a file
  kLoaded,    // it loads, and has an entry point
  kTable,     // which returns a table
  kDetails,   // that can be called, and its descriptor makes sense
  kInstance,  // create takes the settings
  kPages,     // there are pages to transform
};

// Of pages no more than this is tried.
inline constexpr std::size_t kMostPages = 200;
inline constexpr std::size_t kMostPageBytes = std::size_t{64} << 20U;

struct Subject {
  std::filesystem::path file;    // absolute; for messages, and for what lies beside it
  std::filesystem::path opened;  // what is read and loaded: see opened_name()
  std::uint64_t seed = 1;
  CheckFile check;

  Ready ready = Ready::kFile;
  std::string why_no_more;  // what came in the way of the next step; empty when all are done
  std::string hint;         // what to do about that; may be empty

  v1::ConnectorDescriptor details;    // from kDetails on
  std::uint64_t capabilities = 0;     // likewise
  std::string settings;               // likewise: what create takes, JSON
  std::vector<std::string> secrets;   // likewise: what must never be seen again
  std::vector<v1::SourcePage> pages;  // from kPages on
  std::string pages_from;             // "fetch", or the recording's folder
};

// Composes settings and secrets from details and check, as a connection file would be.
void compose_settings(Subject& subject);

}  // namespace ingest::host::conformance
