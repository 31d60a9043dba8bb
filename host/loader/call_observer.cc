// call_observer.cc - see call_observer.hpp.
#include "loader/call_observer.hpp"

namespace ingest::host {
namespace {

CallObserver* the_observer = nullptr;

}  // namespace

void set_call_observer(CallObserver* observer) noexcept { the_observer = observer; }
CallObserver* call_observer() noexcept { return the_observer; }

const char* name_of(ConnectorCall call) noexcept {
  switch (call) {
    case ConnectorCall::kNone:
      break;
    case ConnectorCall::kLoading:
      return "loading";
    case ConnectorCall::kCreate:
      return "create";
    case ConnectorCall::kDestroy:
      return "destroy";
    case ConnectorCall::kTestConnection:
      return "test_connection";
    case ConnectorCall::kFetch:
      return "fetch";
    case ConnectorCall::kTransform:
      return "transform";
    case ConnectorCall::kRows:
      return "ingest.rows/1";
    case ConnectorCall::kGetExtension:
      return "get_extension";
  }
  return "";
}

}  // namespace ingest::host
