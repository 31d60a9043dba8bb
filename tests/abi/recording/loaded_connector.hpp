// loaded_connector.hpp - a connector's .so in this process, as the host loads it, for good; and an
// instance of it with its error. The first is thread-safe, the second belongs to one thread.
#pragma once

#include <ingest/connector.h>

#include <string>

#include "recording_host.hpp"

namespace abitest {

// Throws std::runtime_error with the linker's reason.
const ingest_connector* load(const std::string& file);

class Instance {
 public:
  Instance(const ingest_connector* connector, RecordingHost& host, const std::string& settings);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  ingest_status created() const { return created_; }
  ingest_instance* raw() { return instance_; }
  ingest_error& error() { return error_; }
  std::string message() const { return error_.message; }

  // Each starts with a blank error.
  ingest_status test(RecordingCall& call, RecordingSink& sink);
  ingest_status fetch(RecordingCall& call, RecordingSink& sink);
  ingest_status transform(RecordingCall& call, const Record& page, RecordingSink& sink);

 private:
  void blank();

  const ingest_connector* connector_;
  ingest_instance* instance_ = nullptr;
  ingest_error error_{};
  ingest_status created_ = INGEST_OK;
};

}  // namespace abitest
