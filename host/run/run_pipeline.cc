#include "run/run_pipeline.hpp"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

constexpr std::chrono::milliseconds kTick{100};

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

// What transform emits, on its way to the page's mapper.
class MapperSink final : public RecordSink {
 public:
  MapperSink(PageMapper& mapper, std::stop_token stop) : mapper_(mapper), stop_(std::move(stop)) {}
  ingest_status emit(const ingest_record& record) override {
    if (stop_.stop_requested()) return INGEST_E_CANCELLED;  // a page may hold 100,000 rows
    mapper_.take(record.kind, {static_cast<const char*>(record.type.data), record.type.size},
                 {static_cast<const char*>(record.payload.data), record.payload.size});
    return INGEST_OK;
  }

 private:
  PageMapper& mapper_;
  const std::stop_token stop_;
};

ingest_record record_of(const SourcePage& page) {
  ingest_record record{};
  record.struct_size = sizeof(record);
  record.kind = INGEST_RECORD_PAGE;
  record.type = bytes(page.media_type);
  record.unit = bytes(page.unit->name());
  record.key = bytes(page.key);
  record.payload = bytes(page.body);
  record.context = bytes(page.context);
  record.place = page.place;
  record.rows = page.rows;
  record.observed_unix_ns = page.observed_unix_ns;
  return record;
}

}  // namespace

RunPipeline::RunPipeline(RunConnector& connector, const RunRequest& request, std::string run_id,
                         UnitTable& units, RunCounters& counters)
    : connector_(connector),
      request_(request),
      run_id_(std::move(run_id)),
      units_(units),
      counters_(counters),
      queue_(request.queue_pages, request.queue_bytes),
      intake_(request, units, queue_) {}

std::vector<v1::Listing> RunPipeline::run(const std::function<void()>& tick) {
  const std::stop_callback stops_queue(stop_.get_token(), [this] { queue_.stop(); });
  const std::stop_callback passes_on(request_.cancelled, [this] { stop_.request_stop(); });
  std::vector<std::jthread> threads;  // joined on every way out
  try {
    running_ = request_.workers + 1;
    threads.emplace_back([this] { guarded(&RunPipeline::fetch); });
    for (unsigned i = 0; i < request_.workers; ++i)
      threads.emplace_back([this] { guarded(&RunPipeline::transform); });

    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kTick, [this] { return running_ == 0; })) {
      lock.unlock();
      count_units();
      tick();
      lock.lock();
    }
  } catch (...) {
    stop_.request_stop();
    throw;
  }
  threads.clear();
  if (!first_error_) first_error_ = fetch_error_;
  if (!request_.cancelled.stop_requested()) {
    if (first_error_) std::rethrow_exception(first_error_);
    units_.drain();
  }
  count_units();
  return intake_.take_listings();
}

void RunPipeline::count_units() {
  const KeptTotals kept = units_.kept();
  counters_.units_done = units_.done();
  counters_.scans = units_.scans();
  counters_.units_kept = kept.units;
  counters_.rows_kept = kept.rows;
  counters_.findings_kept = kept.findings;
}

void RunPipeline::guarded(void (RunPipeline::*body)()) {
  try {
    (this->*body)();
  } catch (...) {
    fail(std::current_exception());
  }
  const std::lock_guard lock(mutex_);
  --running_;
  ended_.notify_all();
}

// The first error is the cause; what follows are threads that were told to stop.
void RunPipeline::fail(std::exception_ptr error) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (!first_error_) first_error_ = std::move(error);
  }
  stop_.request_stop();
}

CallContext RunPipeline::context() const {
  CallContext context;
  context.run_id = run_id_;
  context.cancelled = stop_.get_token();
  return context;
}

void RunPipeline::fetch() {
  CallContext call = context();
  call.progress = [this](std::uint64_t, std::uint64_t total, std::string_view) {
    // Connectors count what they read; kept units are none of that.
    counters_.units_total = total == 0 ? 0 : total + units_.kept().units;
  };
  const std::optional<ConnectorError> error = connector_.fetch(call, intake_);
  if (stop_.stop_requested()) return;  // somebody else knows why
  queue_.finish();
  if (!error) return;
  // The pages that came are still worth a checkpoint.
  const std::lock_guard lock(mutex_);
  fetch_error_ = std::make_exception_ptr(fetch_failure(*error));
}

Failure RunPipeline::fetch_failure(const ConnectorError& error) const {
  if (error.code == INGEST_E_CANCELLED)
    return Failure(ExitStatus::kConnector,
                   request_.versions.connector() + " stopped as if it had been cancelled",
                   "This is a bug of the connector; tell its author.");
  return failure_of(request_.versions.connector(), "reading from the source", error);
}

void RunPipeline::transform() {
  PageMapper mapper(request_.connection, request_.versions.connector(), request_.format);
  while (std::optional<SourcePage> page = queue_.pop()) transform_page(*std::move(page), mapper);
}

std::optional<ConnectorError> RunPipeline::transform(const SourcePage& page, PageMapper& mapper) {
  MapperSink sink(mapper, stop_.get_token());
  return connector_.transform(context(), record_of(page), sink);
}

void RunPipeline::transform_page(SourcePage page, PageMapper& mapper) {
  const PageRef ref{page.unit->name(), page.key, page.place, page.rows};
  mapper.begin(ref, [&](const PageChunk& part) { return page.unit->write_part(part); });
  std::optional<ConnectorError> error = transform(page, mapper);
  if (mapper.wants_it_again()) {
    mapper.begin(ref);
    error = transform(page, mapper);
  }
  if (stop_.stop_requested()) return;  // what came out may be cut short
  PageResult result =
      error ? mapper.fail(redactor().apply(error->message), page.body) : mapper.finish();
  page.body_owner.reset();  // the next one may come while this one is written
  counters_.rows += page.rows;
  counters_.findings += result.findings;
  units_.add(*page.unit, result);
  mapper.reuse(std::move(result));
}

}  // namespace ingest::host
