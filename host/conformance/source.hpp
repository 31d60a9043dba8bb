// source.hpp - who answers a connector's requests: the check file's answers, improvised ones, or a
// source that is broken in one way. Belongs to one CannedHttp, which calls it under its lock.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/check_file.hpp"

namespace ingest::host::conformance {

class Source {
 public:
  virtual ~Source() = default;
  virtual void call_begins() {}
  virtual Answer answer(const Request& request) = 0;
};

// What check answers, or else what may pass for an answer; check must outlive it.
class ScriptedSource final : public Source {
 public:
  explicit ScriptedSource(const CheckFile& check) : check_(check) {}
  void call_begins() override { used_.clear(); }
  Answer answer(const Request& request) override;
  // Requests that the check file has no answer for, each once, at most 20.
  const std::vector<std::string>& unanswered() const noexcept { return unanswered_; }

 private:
  const CheckFile& check_;
  std::map<const AnswerRule*, unsigned> used_;
  std::vector<std::string> unanswered_;
};

// As another source, but that what broken says takes the place of its answers from the first'th
// request of each call on (the first is 0).
class BrokenSource final : public Source {
 public:
  using Broken = std::function<Answer(const Request&, Answer)>;  // given the good answer
  BrokenSource(std::unique_ptr<Source> good, unsigned first, Broken broken)
      : good_(std::move(good)), first_(first), broken_(std::move(broken)) {}
  void call_begins() override;
  Answer answer(const Request& request) override;

 private:
  std::unique_ptr<Source> good_;
  const unsigned first_;
  const Broken broken_;
  unsigned number_ = 0;
};

}  // namespace ingest::host::conformance
