// The faults in force, and how often each struck. Which request is struck depends on the plan, the
// seed and the requests only: a draw by probability is a function of seed, fault, target and how
// often that target was asked for, so the order in which requests arrive does not change it.
#ifndef TESTS_FAKE_CHECKMARX_ONE_FAULT_PLAN_H_
#define TESTS_FAKE_CHECKMARX_ONE_FAULT_PLAN_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "fault_spec.h"

namespace fake_cx1 {

using FaultPtr = std::shared_ptr<const FaultSpec>;

// What strikes one request, by stage. Of the stages where only one can take hold, the first of the
// plan does; what it displaces does not count the request.
struct StruckFaults {
  std::vector<FaultPtr> delays;
  bool revokes = false;
  FaultPtr reply;
  std::vector<FaultPtr> windows;
  std::vector<FaultPtr> pages;
  FaultPtr bytes;
  FaultPtr delivery;
};

// Thread-safe.
class FaultPlan {
 public:
  // Throws std::invalid_argument.
  FaultPlan(std::uint64_t seed, const std::vector<std::string>& specs);

  // Takes the place of the plan; all counts start at nought. Throws std::invalid_argument and then
  // changes nothing.
  void Replace(const std::vector<std::string>& specs);

  // Null: the connection is served.
  FaultPtr Accept(ListenerKind listener);
  StruckFaults Strike(const Request& request);

  // {"faults":[{"spec","matched","fired"}]}, in the order of the plan.
  std::string Json() const;

 private:
  struct Count {
    std::uint64_t matched = 0;
    std::uint64_t fired = 0;
  };
  struct Fault {
    FaultPtr spec;
    Count all;
    std::map<std::string, Count, std::less<>> by_target;
  };
  static std::vector<Fault> Read(const std::vector<std::string>& specs);
  bool Fires(std::size_t index, const std::string& target);

  const std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_FAULT_PLAN_H_
