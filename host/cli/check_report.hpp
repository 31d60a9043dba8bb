// check_report.hpp - what "ingest plugins check" prints: a line for each case as it ends, and the
// sums; or all of it as one JSON object. One thread.
#pragma once

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/check_request.hpp"

namespace ingest::host {

class CheckReport {
 public:
  enum class Form { kText, kJson };
  CheckReport(Form form, std::filesystem::path file, std::uint64_t seed);

  void begin(const conformance::CheckHead& head);
  void add(const conformance::Case& one, const conformance::Verdict& verdict);
  // The last line, or the whole object.
  void end();
  bool all_well() const noexcept;  // nothing failed or crashed

 private:
  std::string shown(conformance::Outcome outcome) const;
  std::string block(const std::string& text) const;
  void flush_likewise();
  std::size_t count(conformance::Outcome outcome) const noexcept {
    return counts_[static_cast<std::size_t>(outcome)];
  }

  const Form form_;
  const std::filesystem::path file_;
  const std::uint64_t seed_;
  const bool color_;
  const std::size_t width_;
  std::size_t name_width_ = 0;
  std::array<std::size_t, 5> counts_{};
  std::string last_reason_;
  std::vector<std::string> likewise_;  // cases left out for last_reason_ too
  boost::json::object head_;
  boost::json::array cases_;
};

// "--list": names and sentences.
void print_case_list(CheckReport::Form form);

}  // namespace ingest::host
