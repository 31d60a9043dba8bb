// The flags, grouped by who reads them.
#ifndef TESTS_FAKE_CHECKMARX_ONE_OPTIONS_H_
#define TESTS_FAKE_CHECKMARX_ONE_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fake_cx1 {

struct ServerOptions {
  std::uint16_t port = 0;
  std::uint16_t iam_port = 0;
  bool plain = false;
  bool gzip = false;
  unsigned threads = 2;
  unsigned latency_ms = 0;
  std::string dir;
  std::string request_log;
  bool die_with_parent = false;
};

enum class KeyState { kActive, kExpired, kRevoked };

struct IdentityOptions {
  std::string tenant = "acme";
  std::string azp = "ast-app";
  KeyState key_state = KeyState::kActive;
  std::optional<std::int64_t> key_expires_in;
  std::int64_t token_ttl = 1800;
  std::string ast_base_url;  // empty: the URL of the API listener
  std::vector<std::string> roles;
  bool dast_enabled = true;
  std::uint64_t revoke_tokens_after = 0;  // 0: never
};

enum class OffsetUnit { kPages, kItems, kIgnored };
enum class UnknownScan { k400, k404, kEmpty };

struct ScaOptions {
  std::uint64_t projects = 25;
  std::uint64_t rows_min = 10;
  std::uint64_t rows_max = 40;
  std::optional<std::uint64_t> big_scan;
  std::uint64_t big_scan_every = 0;  // 0: of project 0 alone
  bool engines_mixed = false;
  std::uint64_t projects_cap = 0;  // 0: none
  std::uint64_t last_scan_cap = 0;
  std::uint64_t results_cap = 0;
  bool cap_moves_pages = true;
  OffsetUnit results_offset = OffsetUnit::kPages;
  UnknownScan unknown_scan = UnknownScan::k404;
  bool past_end_is_null = false;
  bool sees_no_projects = false;
  bool sca_status_hides_partial = false;
};

enum class DastBase { kZero, kOne };
enum class DastEnd { kExclusive, kInclusive };
enum class DastInfo { kFlat, kWrapped };

struct DastOptions {
  std::uint64_t environments = 8;
  std::uint64_t rows_min = 3;
  std::uint64_t rows_max = 12;
  std::optional<std::uint64_t> big_scan;
  DastBase from = DastBase::kZero;
  DastEnd to = DastEnd::kExclusive;
  std::uint64_t default_window = 20;  // when "to" is not given
  std::uint64_t window_cap = 0;       // 0: none
  DastInfo info = DastInfo::kFlat;
  bool lost_results = false;
  bool absent = false;
};

struct Options {
  ServerOptions server;
  IdentityOptions identity;
  ScaOptions sca;
  DastOptions dast;
  std::uint64_t seed = 1;
  std::string canary = "CANARY-MUST-NOT-LEAVE-THE-CONNECTOR";
  std::string samples;  // empty: generated data
  std::vector<std::string> faults;
  std::string truth_file;
  bool print_truth = false;
};

// Returns the exit status when the program is to end here (help, bad usage).
std::optional<int> ParseOptions(int argc, char** argv, Options& options);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_OPTIONS_H_
