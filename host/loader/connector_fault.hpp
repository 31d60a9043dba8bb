// connector_fault.hpp - why a file cannot be used as a connector. The Failure's text names the
// file; stage and reason go without it, for lists. Plain data.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "diagnostics/failure.hpp"

namespace ingest::host {

class ConnectorFault : public Failure {
 public:
  // stage: what was being done, "reading its descriptor". All texts are fit to show.
  ConnectorFault(const std::filesystem::path& file, std::string stage, std::string reason,
                 const std::string& hint)
      : Failure(ExitStatus::kConnector,
                "cannot use " + file.string() + " as a connector: " + stage + ": " + reason, hint),
        stage_(std::move(stage)),
        reason_(std::move(reason)) {}
  const std::string& stage() const noexcept { return stage_; }
  const std::string& reason() const noexcept { return reason_; }

 private:
  std::string stage_;
  std::string reason_;
};

}  // namespace ingest::host
