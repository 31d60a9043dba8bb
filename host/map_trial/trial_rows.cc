// trial_rows.cc - see trial_rows.hpp.
#include "map_trial/trial_rows.hpp"

#include <optional>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/redactor.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kMostReasons = 10;
constexpr std::size_t kReasonMax = 512;

std::string_view view(ingest_text text) {
  return text.size == 0 ? std::string_view()
                        : std::string_view(static_cast<const char*>(text.data), text.size);
}

class PageSink final : public RowSink {
 public:
  PageSink(const ingest_record& page, TrialVisitor& visitor) : visitor_(visitor) {
    at_.unit = view(page.unit);
    at_.page = view(page.key);
    at_.place = page.place;
  }
  ingest_status root(const boost::json::object& object) override {
    root_ = object;
    visitor_.root(at_, root_);
    return INGEST_OK;
  }
  ingest_status row(std::uint64_t number, const boost::json::object& object) override {
    at_.row = number;
    enough_ = !visitor_.row(at_, root_, object);
    return enough_ ? INGEST_E_CANCELLED : INGEST_OK;
  }
  bool enough() const noexcept { return enough_; }

 private:
  TrialVisitor& visitor_;
  RowPlace at_;
  boost::json::object root_;
  bool enough_ = false;
};

}  // namespace

ReadPages visit_rows(ConnectorInstance& instance, TrialSource& source, TrialVisitor& visitor,
                     const std::stop_token& cancelled) {
  if (!instance.offers_rows())
    throw Failure(ExitStatus::kConfig,
                  "the connector " + instance.library().id() + " " + instance.library().version() +
                      " does not show what its map sees of a page (" INGEST_EXT_ROWS ")",
                  "Its maps can be checked with 'ingest maps validate', and tried with a run.");
  ReadPages read;
  CallContext context;
  context.run_id = "maps";
  context.cancelled = cancelled;
  source.read(
      [&](const ingest_record& page) {
        ++read.pages;
        PageSink sink(page, visitor);
        const std::optional<ConnectorError> error = instance.rows(context, page, sink);
        if (sink.enough()) return false;
        if (!error) return true;
        if (error->code == INGEST_E_CANCELLED)
          throw Failure(ExitStatus::kInternal, "stopped before all rows were read");
        ++read.unreadable;
        if (read.reasons.size() < kMostReasons)
          read.reasons.push_back(plain_text(view(page.key), kReasonMax) + " of " +
                                 plain_text(view(page.unit), kReasonMax) +
                                 " can't be read: " + redactor().apply(error->message));
        return true;
      },
      cancelled);
  return read;
}

}  // namespace ingest::host
