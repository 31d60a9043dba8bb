// worker_descriptors.hpp - which descriptor of a worker is what, when it begins. 0 is /dev/null; 1
// and 2 lead to the supervisor, and are for what the connector prints.
#pragma once

namespace ingest::host {

enum WorkerDescriptor : int {
  kChannelDescriptor = 3,
  kBoxDescriptor = 4,
  kOutputDescriptor = 5,     // the standard output of the supervisor
  kErrorDescriptor = 6,      // its standard error
  kConnectorDescriptor = 7,  // the vetted file
  kSecretsDescriptor = 8,    // see secrets/secret_handover.hpp
  kCandidateDescriptor = 9,  // the text of a connection that is not saved yet; may be absent
};
constexpr int kFirstFreeDescriptor = 10;

// "ingest __worker WORDS..." is what a supervisor starts; WORDS are those of the person.
constexpr const char* kWorkerCommand = "__worker";

}  // namespace ingest::host
