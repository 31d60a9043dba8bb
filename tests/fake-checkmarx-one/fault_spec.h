// One fault as the caller words it: a kind, which requests it concerns, how often, and its
// measures.
//
//   kind=status,code=503,match=/api/results,from=3,times=2,retry-after=1
#ifndef TESTS_FAKE_CHECKMARX_ONE_FAULT_SPEC_H_
#define TESTS_FAKE_CHECKMARX_ONE_FAULT_SPEC_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.h"

namespace fake_cx1 {

// Where a fault takes hold, in the order in which a request meets them.
enum class FaultStage {
  kConnection,  // when a connection is accepted; knows no request
  kDelay,       // before anything is answered
  kToken,       // the tokens that are valid
  kReply,       // instead of the service's answer
  kWindow,      // which rows the service picks
  kPage,        // the page that it made
  kBytes,       // the body's bytes
  kDelivery,    // how the answer travels
};

class FaultSpec {
 public:
  // Throws std::invalid_argument with what is wrong.
  static FaultSpec Parse(std::string_view text);

  const std::string& text() const { return text_; }
  const std::string& kind() const { return kind_; }
  FaultStage stage() const { return stage_; }
  bool Concerns(ListenerKind listener) const;
  // All of the match texts are in the target, as received.
  bool Concerns(const Request& request) const;

  std::uint64_t from() const { return Number("from", 1); }  // counted from 1
  std::uint64_t every() const { return Number("every", 1); }
  std::uint64_t times() const { return Number("times", 0); }  // 0: without end
  bool counts_each_target() const { return Text("count") == "target"; }
  std::optional<double> probability() const { return probability_; }

  std::string Text(std::string_view name, std::string_view otherwise = {}) const;
  std::uint64_t Number(std::string_view name, std::uint64_t otherwise) const;
  std::optional<std::int64_t> Signed(std::string_view name) const;

 private:
  void Take(const std::string& name, const std::string& value);
  void CheckNames() const;

  std::string text_;
  std::string kind_;
  FaultStage stage_ = FaultStage::kReply;
  std::optional<ListenerKind> listener_ = ListenerKind::kApi;  // nothing: both
  std::vector<std::string> matches_;
  std::optional<double> probability_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_FAULT_SPEC_H_
