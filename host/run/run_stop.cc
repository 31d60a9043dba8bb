#include "run/run_stop.hpp"

namespace ingest::host {
namespace {

ExitStatus status_of_stop(const RunRequest& request) {
  const ExitStatus status = request.cancelled_as ? request.cancelled_as() : ExitStatus::kOk;
  return status == ExitStatus::kOk ? ExitStatus::kInterrupted : status;
}

std::string kept_text(const RunRequest& request, std::uint64_t kept) {
  if (kept == 0) return "nothing is kept";
  return count_text(kept, request) + (kept == 1 ? " is kept" : " are kept");
}

std::string how_to_go_on(std::uint64_t kept) {
  return kept == 0 ? "The latest run is what it was."
                   : "Run with --resume to go on from there; the latest run is what it was.";
}

}  // namespace

std::string count_text(std::uint64_t units, const RunRequest& request) {
  return (units == 1 ? "1 of the " : std::to_string(units) + " ") + request.unit_noun;
}

Failure stopped(const RunRequest& request, std::uint64_t kept) {
  return Failure(status_of_stop(request), "stopped on request; " + kept_text(request, kept),
                 how_to_go_on(kept));
}

Failure with_kept(const Failure& failure, const RunRequest& request, std::uint64_t kept) {
  return Failure(failure.status(), std::string(failure.what()) + "; " + kept_text(request, kept),
                 (failure.hint().empty() ? "" : failure.hint() + " ") + how_to_go_on(kept));
}

void throw_when_stopped(const RunRequest& request, std::uint64_t kept) {
  if (request.cancelled.stop_requested()) throw stopped(request, kept);
}

}  // namespace ingest::host
