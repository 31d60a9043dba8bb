// resume_point.hpp - where a run begins: at the start, or where an interrupted one was stopped. One
// thread.
#pragma once

#include <ingest/v1/run.pb.h>

#include <string>
#include <vector>

#include "output/run_folder.hpp"
#include "run/open_unit.hpp"
#include "run/run_request.hpp"

namespace ingest::host {

// A replay costs no source anything: it begins anew, and leaves interrupted runs alone.
bool can_be_gone_on_with(const RunRequest& request);

// Chooses what the run begins with, tells the person so through request.notice, and writes the
// run's manifest; from then on the run can be gone on with. Fills run's resumed_from. The units are
// those that the interrupted run left, each read to its last byte. Throws a Failure (kConfig) when
// there is an interrupted run that this one can't go on with.
std::vector<FinishedUnit> begin_work(const RunRequest& request, RunFolder& folder, v1::Run& run);

}  // namespace ingest::host
