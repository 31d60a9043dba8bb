// call_observer.hpp - who is told of the connector calls that this process makes: which one is
// under way on which thread, and of what page. None by default. Set once, before connectors are
// loaded; told on the calls' threads, many at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ingest::host {

enum class ConnectorCall : std::uint32_t {
  kNone,
  kLoading,  // its constructors, its entry point, describe
  kCreate,
  kDestroy,
  kTestConnection,
  kFetch,
  kTransform,
  kRows,  // ingest.rows/1
  kGetExtension,
};

// As the contract names it: "transform".
const char* name_of(ConnectorCall call) noexcept;

// What a call is about, or where it is. Borrowed.
struct CallPlace {
  std::string_view unit;
  std::string_view page;  // its key, for people
  std::uint64_t place = 0;
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void begins(ConnectorCall call, const CallPlace& place) noexcept = 0;
  // fetch: what it has begun or emitted last.
  virtual void is_at(const CallPlace& place) noexcept = 0;
  virtual void ended() noexcept = 0;
  // A call has returned, and is about to count as ended. Throws a Failure (kConnector) when it left
  // the process damaged.
  virtual void examine(const std::string& connector) = 0;
};

// Null: nobody.
void set_call_observer(CallObserver* observer) noexcept;
CallObserver* call_observer() noexcept;

// Around one call.
class ObservedCall {
 public:
  explicit ObservedCall(ConnectorCall call, const CallPlace& place = {}) noexcept
      : observer_(call_observer()) {
    if (observer_ != nullptr) observer_->begins(call, place);
  }
  ~ObservedCall() {
    if (observer_ != nullptr) observer_->ended();
  }
  ObservedCall(const ObservedCall&) = delete;
  ObservedCall& operator=(const ObservedCall&) = delete;

  // The call has returned. Throws what the observer throws.
  void examine(const std::string& connector) {
    if (observer_ != nullptr) observer_->examine(connector);
  }

 private:
  CallObserver* const observer_;
};

}  // namespace ingest::host
