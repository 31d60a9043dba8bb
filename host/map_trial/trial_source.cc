// trial_source.cc - see trial_source.hpp.
#include "map_trial/trial_source.hpp"

#include <array>
#include <exception>
#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"
#include "map_trial/page_handover.hpp"
#include "recording/page_record.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostRemarks = 10;
constexpr std::size_t kReasonMax = 512;
// Units wanted, round by round; the last one is all.
constexpr std::array<std::size_t, 3> kRounds = {16, 128, std::numeric_limits<std::size_t>::max()};

[[noreturn]] void stopped() {
  throw Failure(ExitStatus::kInternal, "stopped before enough rows were read");
}

}  // namespace

void TrialSource::remark(std::string sentence) {
  if (remarks_.size() < kMostRemarks) remarks_.push_back(redactor().apply(sentence));
}

void LiveSource::read(const Take& take, const std::stop_token& cancelled) {
  for (const std::size_t most_units : kRounds)
    if (read_some(most_units, take, cancelled)) return;
}

bool LiveSource::read_some(std::size_t most_units, const Take& take,
                           const std::stop_token& cancelled) {
  PageHandover pages(read_, most_units);
  const std::stop_callback passes_on(cancelled, [&pages] { pages.stop(); });
  std::optional<ConnectorError> error;
  std::exception_ptr thrown;
  std::jthread reading([&] {
    try {
      CallContext context;
      context.run_id = "maps-try";
      context.cancelled = pages.stopped();
      error = open_.instance().fetch(context, pages);
    } catch (...) {
      thrown = std::current_exception();
    }
    pages.finish();
  });
  bool enough = false;
  try {
    while (const std::optional<KeptPage> page = pages.next()) {
      enough = !take(page->record());
      if (!enough && ++pages_ >= most_pages()) {
        remark("stopped after " + std::to_string(pages_) +
               " pages, before there were as many rows as asked for");
        enough = true;
      }
      if (enough) break;
    }
  } catch (...) {
    pages.stop();
    throw;
  }
  if (enough) pages.stop();
  reading.join();
  if (cancelled.stop_requested()) stopped();
  for (const std::string& failed : pages.failed_units()) remark(failed);
  if (enough) return true;
  if (thrown) std::rethrow_exception(thrown);
  if (error) throw failure_of(open_.library().id(), "reading from the source", *error);
  return !pages.left_units_out();
}

RecordedSource::RecordedSource(const std::filesystem::path& folder, const OpenConnection& open)
    : recording_(folder) {
  const v1::Recording& manifest = recording_.manifest();
  if (manifest.versions().connector() != open.connection().plugin)
    throw Failure(ExitStatus::kConfig,
                  "the recording in " + folder.string() + " is of " +
                      manifest.versions().connector() + ", the connection " +
                      open.connection().name + " is of " + open.connection().plugin,
                  "Name a connection whose plugin is " + manifest.versions().connector() + ".");
  if (!manifest.finished())
    remark("the recording is not finished: it holds what was read until the run broke off");
  if (manifest.secrets_taken_out() > 0)
    remark("the recording lacks " + std::to_string(manifest.secrets_taken_out()) +
           " secrets that its pages held; it says [redacted] there");
}

void RecordedSource::read(const Take& take, const std::stop_token& cancelled) {
  for (v1::RecordedUnit unit; recording_.next_unit(unit);) {
    RecordedPages pages = recording_.pages_of(unit);
    for (v1::SourcePage page; pages.next(page);) {
      if (cancelled.stop_requested()) stopped();
      if (!take(record_of(page))) return;
    }
    if (unit.report().outcome() == v1::UNIT_OUTCOME_FAILED)
      remark(plain_text(unit.unit(), kReasonMax) +
             " could not be read: " + plain_text(unit.report().reason(), kReasonMax));
  }
}

}  // namespace ingest::host
