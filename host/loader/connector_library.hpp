// connector_library.hpp - one connector's .so, loaded and found fit to use.
//
// A library stays loaded until the process ends: nothing a connector left behind (thread-locals,
// exit handlers, threads) can then point into memory that is gone. Loading the same file again
// yields the same object; a file that changed since it was loaded is refused until the next
// process. load() is thread-safe; everything else is immutable.
//
// Loading runs the library's constructors in this process. Probe a file first (probe.hpp) when
// nobody has looked at it yet.
#pragma once

#include <ingest/connector.h>
#include <ingest/v1/descriptor.pb.h>

#include <filesystem>
#include <functional>
#include <string>

#include "loader/vetted_file.hpp"

namespace ingest::host {

// The stage in which the dynamic linker and the library's own constructors work.
constexpr const char* kLoadingStage = "loading the library";

class ConnectorLibrary {
 public:
  // Throws ConnectorFault, a Failure (kConnector) that names the file, the step that failed, why,
  // and what to do. on_stage is told of each step before it is taken.
  using StageHook = std::function<void(const std::string& stage)>;
  // The file's descriptor is what is loaded; a copy of it stays open as long as the library.
  static ConnectorLibrary& load(const VettedFile& file, const StageHook& on_stage = {});

  ConnectorLibrary(const ConnectorLibrary&) = delete;
  ConnectorLibrary& operator=(const ConnectorLibrary&) = delete;

  const std::string& id() const noexcept { return details_.id(); }
  const std::string& version() const noexcept { return details_.version(); }
  const std::string& name() const noexcept { return name_; }
  const v1::ConnectorDescriptor& details() const noexcept { return details_; }
  const ingest_connector& table() const noexcept { return *table_; }
  // transform may run on several threads at once.
  bool concurrent_transform() const noexcept { return concurrent_transform_; }
  const std::filesystem::path& path() const noexcept { return path_; }  // absolute, canonical
  const std::string& sha256() const noexcept { return sha256_; }        // of the file, hexadecimal

 private:
  ConnectorLibrary() = default;
  ~ConnectorLibrary() = default;
  static ConnectorLibrary* open(const VettedFile& file, const StageHook& on_stage);

  std::filesystem::path path_;
  std::string sha256_;
  const ingest_connector* table_ = nullptr;
  std::string name_;
  v1::ConnectorDescriptor details_;
  bool concurrent_transform_ = false;
};

}  // namespace ingest::host
