// check_request.hpp - what is to be checked, and what comes back. Plain data.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/outcome.hpp"
#include "conformance/subject.hpp"

namespace ingest::host::conformance {

struct CheckRequest {
  std::filesystem::path file;      // absolute; likewise the others
  int descriptor = -1;             // of the file, the caller's: what it holds is what is checked
  std::filesystem::path check;     // empty: beside the file, where there is one
  std::filesystem::path settings;  // in place of the check file's; empty: those
  std::filesystem::path pages;     // a recording; empty: what fetch emits
  std::vector<std::string> cases;  // empty: all
  std::vector<std::string> skip;
  std::uint64_t seed = 1;
  std::chrono::seconds time{20};  // of one case
  unsigned at_once = 0;           // processes; 0: as many as there are cores
};

// Without its descriptor, which becomes kCheckedFile on its way.
std::string request_text(const CheckRequest& request);
CheckRequest request_of_text(const std::string& text);  // throws std::exception when it is none

// What there is to know before the first case, of a request with a descriptor. Throws Failure
// (kConfig) when a file can't be read.
Subject subject_of(const CheckRequest& request);
// The cases in question, in order. Throws Failure (kUsage) for a name that is none.
std::vector<const Case*> chosen_cases(const CheckRequest& request);

// What is known of the connector when its cases begin.
struct CheckHead {
  std::string id;  // empty: it did not come so far
  std::string version;
  std::string check_file;  // as given; empty: there is none
  std::size_t pages = 0;
  std::string pages_from;
  std::string missing;  // why no more of it can be tried; empty: everything can
  std::string hint;
};
CheckHead head_of(const Subject& subject);

struct CheckListener {
  std::function<void(const CheckHead&)> begun;
  std::function<void(const Case&, const Verdict&)> done;  // in the cases' order
};

// Checks in other processes. program is this executable. Throws Failure.
void check_connector(const std::filesystem::path& program, const CheckRequest& request,
                     const CheckListener& listener);
// Makes the subject ready in another process, for running a case in this one. Throws Failure.
Subject prepared_subject(const std::filesystem::path& program, const CheckRequest& request);

constexpr const char* kConformanceCommand = "__conformance";
constexpr int kConformanceDescriptor = 3;
constexpr int kCheckedFile = 4;  // a descriptor of the connector's file
// The other side of the two above: a process of one thread that runs each case in a child. Ends the
// process. text: see request_text.
[[noreturn]] void run_conformance_driver(const std::string& text, bool prepare_only, int result_fd);

}  // namespace ingest::host::conformance
