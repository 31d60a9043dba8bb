#include "run/previous_run.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "output/file.hpp"

namespace ingest::host {
namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t kBytesMax = std::size_t{1} << 20U;
constexpr std::size_t kTextMax = 256;
constexpr std::size_t kDepthMax = 16;

// Sees the tokens in their order in the text; stops at the accounts, of which there may be many
// thousands, and after which nothing of interest comes.
class Events {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  PreviousRun run;
  bool done = false;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return done = true; }
  bool on_object_begin(error_code&) {
    path_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    path_.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    append(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code& error) {
    append(part);
    path_.back() = std::exchange(text_, {});
    if (path_.size() == 1 && path_.back() == "accounts") {
      done = true;
      error = boost::json::error::exception;  // any will do: it ends the parsing
      return false;
    }
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    append(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    append(part);
    take(std::exchange(text_, {}));
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code&) {
    take(std::to_string(number));
    return true;
  }
  bool on_uint64(std::uint64_t number, string_view, error_code&) {
    take(std::to_string(number));
    return true;
  }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  void append(string_view part) {
    text_.append(part.data(), std::min(part.size(), kTextMax - std::min(kTextMax, text_.size())));
  }

  static std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  // 64-bit numbers are texts in protobuf's JSON.
  void take(const std::string& value) {
    const bool top = path_.size() == 1;
    const std::string_view first = path_.empty() ? std::string_view() : path_.front();
    const std::string_view last = path_.empty() ? std::string_view() : path_.back();
    if (top && last == "run_id") run.run_id = value;
    if (top && last == "replay_of") run.replay_of = value;
    if (top && last == "units") run.units = number(value);
    if (top && last == "units_skipped") run.units_skipped = number(value);
    if (path_.size() == 2 && first == "versions") {
      if (last == "connector") run.connector = value;
      if (last == "map") run.map = value;
      if (last == "map_version") run.map_version = number(value);
      if (last == "identity_sha256") run.identity_sha256 = value;
    }
    if (path_.size() == 2 && first == "listings" && last == "received") run.listed += number(value);
  }

  std::vector<std::string> path_;  // the key under way in each object that is open
  std::string text_;
};

std::uint64_t listed_by(const v1::Run& run) {
  std::uint64_t rows = 0;
  for (const v1::Listing& listing : run.listings()) rows += listing.received();
  return rows;
}

void make_incomplete(v1::Run& run, const std::string& problem) {
  run.add_problems(problem);
  run.set_status(v1::RUN_STATUS_INCOMPLETE);
  run.set_exit_status(static_cast<int>(ExitStatus::kIncomplete));
}

// A replay never takes the place of a run that read the source.
bool may_follow_as_replay(const std::filesystem::path& latest, v1::Run& run) {
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::symlink_status(latest, ignored))) return true;
  std::string why = "is no replay";
  try {
    if (!read_previous_run(latest / "run.json").replay_of.empty()) return true;
  } catch (const std::runtime_error& error) {
    why = plain_text(error.what(), 512);
  }
  run.add_warnings("latest stays where it is: " + (latest / "run.json").string() + " " + why);
  return false;
}

}  // namespace

std::uint64_t PreviousRun::found() const noexcept {
  return std::max(units + units_skipped, listed);
}

PreviousRun read_previous_run(const std::filesystem::path& run_json) {
  const int descriptor = ::open(run_json.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0)
    throw std::runtime_error("can't be opened: " + std::generic_category().message(errno));
  File file = File::adopt(descriptor, run_json);
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
    throw std::runtime_error("is no regular file");

  boost::json::parse_options options;
  options.max_depth = kDepthMax;
  boost::json::basic_parser<Events> parser(options);
  std::string buffer(std::size_t{64} << 10U, '\0');
  std::size_t total = 0;
  while (!parser.handler().done) {
    std::size_t size = 0;
    try {
      size = file.read_some(buffer.data(), buffer.size());
    } catch (const Failure& failure) {
      throw std::runtime_error(std::string("can't be read: ") + failure.what());
    }
    total += size;
    if (total > kBytesMax)
      throw std::runtime_error("has no accounts within its first MiB, where ingest writes them");
    error_code error;
    parser.write_some(size > 0, buffer.data(), size, error);
    if (parser.handler().done) break;
    if (error || size == 0) throw std::runtime_error("is no JSON: " + error.message());
  }
  if (parser.handler().run.run_id.empty() || parser.handler().run.connector.empty())
    throw std::runtime_error("is no account of a run");
  return parser.handler().run;
}

std::string identity_warning(const std::filesystem::path& latest, const v1::Versions& versions) {
  PreviousRun previous;
  try {
    previous = read_previous_run(latest / "run.json");
  } catch (const std::runtime_error&) {
    return {};  // the first run, or one that may_follow has something to say about
  }
  if (previous.connector != versions.connector() || previous.identity_sha256.empty() ||
      versions.identity_sha256().empty() || previous.identity_sha256 == versions.identity_sha256())
    return {};
  return identity_differs(
      "the latest run, " + plain_text(previous.run_id, 64) + ",",
      plain_text(previous.map, 128) + " version " + std::to_string(previous.map_version), versions);
}

std::string identity_differs(const std::string& run, const std::string& map,
                             const v1::Versions& versions) {
  return "map " + plain_text(versions.map(), 128) + " version " +
         std::to_string(versions.map_version()) + " identifies findings in another way than map " +
         map + " of " + run +
         " did: findings and assets get other ids, so history splits: what was known closes, and "
         "comes back as new. If that is not meant, 'ingest maps diff' shows what to undo";
}

bool may_follow(const std::filesystem::path& latest, const std::string& unit_noun, v1::Run& run) {
  if (!run.replay_of().empty()) return may_follow_as_replay(latest, run);
  if (run.units() + run.units_skipped() + listed_by(run) > 0) return true;
  const std::string nothing = "the source lists no " + unit_noun;
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::symlink_status(latest, ignored))) {
    run.add_warnings(nothing + "; if it should, check the key's permissions and the tenant");
    return true;
  }
  PreviousRun previous;
  try {
    previous = read_previous_run(latest / "run.json");
  } catch (const std::runtime_error& error) {
    run.add_warnings(nothing + ", and whether the latest run had some can't be told: " +
                     (latest / "run.json").string() + " " + plain_text(error.what(), 512));
    return true;
  }
  // A replay says what a source once had, another connector what another one has.
  if (previous.connector != run.versions().connector() || !previous.replay_of.empty()) return true;
  if (previous.found() == 0) {
    run.add_warnings(nothing + ", as in the run before");
    return true;
  }
  make_incomplete(run, nothing + " (0), where the latest run, " + plain_text(previous.run_id, 64) +
                           ", had " + std::to_string(previous.found()) +
                           ": check the key's permissions, the tenant and the region with 'ingest "
                           "test'; latest stays where it is. If the source really is empty now, "
                           "remove " +
                           latest.string() + " and run again");
  return false;
}

}  // namespace ingest::host
