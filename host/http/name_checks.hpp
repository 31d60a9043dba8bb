// name_checks.hpp - libcurl does not say why a name could not be resolved, and it matters: a name
// that does not exist is a typing error, a resolver that is silent comes back. So the resolver is
// asked again, on a thread of its own because it may take its time, and the transfer waits here.
// Used on the engine's thread only.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/transfer.hpp"

namespace ingest::host::http {

class NameChecks {
 public:
  using TransferPtr = std::unique_ptr<Transfer>;

  // Its attempt ended as AttemptEnd::kUnresolved.
  void add(TransferPtr transfer);
  // Those whose name is known to exist or not to exist by now; the latter are marked.
  std::vector<TransferPtr> take_answered();
  void erase_if(const std::function<bool(const Transfer&)>& unwanted);
  bool empty() const { return waiting_.empty(); }

 private:
  enum class Answer { kNone, kUnknown, kPerhaps };
  // Outlives this object when the resolver does.
  using Check = std::shared_ptr<std::atomic<Answer>>;
  struct Waiting {
    TransferPtr transfer;
    std::string name;
    Check check;
  };
  static Check ask(const std::string& name);

  std::vector<Waiting> waiting_;
};

}  // namespace ingest::host::http
