// run_pipeline.hpp - the threads of a run: one fetches, some transform, the caller's own watches.
// Whatever goes wrong on one of them stops all and is thrown on the caller's thread.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "diagnostics/failure.hpp"
#include "run/fetch_intake.hpp"
#include "run/page_mapper.hpp"
#include "run/page_queue.hpp"
#include "run/progress.hpp"
#include "run/run_connector.hpp"
#include "run/run_request.hpp"
#include "run/unit_table.hpp"

namespace ingest::host {

class RunPipeline {
 public:
  RunPipeline(RunConnector& connector, const RunRequest& request, std::string run_id,
              UnitTable& units, RunCounters& counters);

  // Returns when every page is fetched, transformed and in its segment. tick is called several
  // times a second on this thread. Throws a Failure when the run can't go on.
  std::vector<v1::Listing> run(const std::function<void()>& tick);

 private:
  void fetch();
  void transform();
  void transform_page(SourcePage page, PageMapper& mapper);
  std::optional<ConnectorError> transform(const SourcePage& page, PageMapper& mapper);
  void guarded(void (RunPipeline::*body)());
  void fail(std::exception_ptr error) noexcept;
  CallContext context() const;
  Failure fetch_failure(const ConnectorError& error) const;
  void count_units();

  RunConnector& connector_;
  const RunRequest& request_;
  const std::string run_id_;
  UnitTable& units_;
  RunCounters& counters_;
  PageQueue queue_;
  FetchIntake intake_;
  std::stop_source stop_;

  std::mutex mutex_;
  std::condition_variable ended_;
  unsigned running_ = 0;  // threads
  std::exception_ptr first_error_;
  std::exception_ptr fetch_error_;  // counts when nothing else went wrong
};

}  // namespace ingest::host
