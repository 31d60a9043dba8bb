// cases_records.cc - what is handed over: kinds, types, messages, identities, sums.
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/check.pb.h>
#include <ingest/v1/finding.pb.h>
#include <ingest/v1/source_page.pb.h>

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/emitted.hpp"
#include "conformance/scene.hpp"
#include "diagnostics/plain_text.hpp"
#include "records/record_check.hpp"

namespace ingest::host::conformance {
namespace {

// One of each call, on an instance of its own.
struct Calls {
  explicit Calls(Trial& trial) : scene(trial) {
    auto checks = std::make_unique<CheckSink>(CallKind::kTest);
    scene.test(*checks);
    sinks.push_back(std::move(checks));
    auto pages = std::make_unique<CheckSink>(CallKind::kFetch);
    scene.fetch(*pages);
    sinks.push_back(std::move(pages));
    for (const v1::SourcePage& page : trial.subject().pages) {
      auto rows = std::make_unique<CheckSink>(CallKind::kTransform);
      scene.transform(page, *rows);
      sinks.push_back(std::move(rows));
    }
  }
  Scene scene;
  std::vector<std::unique_ptr<CheckSink>> sinks;
};

void records_are_sound(Trial& trial) {
  const Calls calls(trial);
  for (const auto& sink : calls.sinks)
    if (const auto breaches = sink->breaches(); !breaches.empty())
      throw Fault{breaches.front(), "see ingest_record and ingest_sink in connector.h"};
  for (const auto& sink : calls.sinks)
    for (const SinkEvent& page : sink->of_kind(INGEST_RECORD_PAGE)) {
      if (page.unit.empty()) throw Fault{"fetch emitted a page without a unit", {}};
      if (page.key.empty())
        trial.warn("a page has no key", "it names the page for people: \"page 3\"");
      if (page.type.empty()) trial.warn("a page has no media type");
    }
}

void emits_only_declared_types(Trial& trial) {
  const Calls calls(trial);
  for (const auto& sink : calls.sinks)
    for (const SinkEvent& event : sink->events()) {
      if (event.what != SinkEvent::What::kEmit) continue;
      const std::string call = name_of(sink->kind());
      if (!may_emit(sink->kind(), event.kind))
        throw Fault{call + " emitted a record of kind " + std::to_string(event.kind) +
                        ", which is not its to emit",
                    "the comments at INGEST_RECORD_* in connector.h name the calls"};
      const std::string_view type = message_type(event.kind);
      if (!type.empty() && event.type != type)
        throw Fault{call + " emitted a record of kind " + std::to_string(event.kind) +
                        " and type '" + plain_text(event.type, 80) + "'; it is " +
                        std::string(type),
                    {}};
    }
}

void parses_as_declared_type(Trial& trial) {
  const Calls calls(trial);
  for (const auto& sink : calls.sinks)
    for (const SinkEvent& event : sink->events())
      if (event.what == SinkEvent::What::kEmit && !parses(event))
        throw Fault{std::string(name_of(sink->kind())) + " emitted a record whose payload is no " +
                        std::string(message_type(event.kind)),
                    "wrong wire format, or a string field that is not UTF-8"};
}

void identity_present(Trial& trial) {
  Scene scene(trial);
  for (const auto& events : transform_all(scene, trial.subject()))
    for (const SinkEvent& event : events) {
      v1::Asset asset;
      v1::Finding finding;
      std::string fault;
      if (event.kind == INGEST_RECORD_ASSET && asset.ParseFromString(event.payload))
        fault = fault_of(asset);
      if (event.kind == INGEST_RECORD_FINDING && finding.ParseFromString(event.payload))
        fault = fault_of(finding);
      if (!fault.empty())
        throw Fault{
            std::string(event.kind == INGEST_RECORD_ASSET ? "an asset's " : "a finding's ") +
                plain_text(fault, 300),
            "the host would write it to dead-letters.ndjson"};
    }
}

void findings_have_assets(Trial& trial) {
  Scene scene(trial);
  const auto all = transform_all(scene, trial.subject());
  std::set<std::string> assets;
  const auto key = [](const auto& record) {
    return record.vendor_product_name() + '\x1F' + std::to_string(record.asset_class()) + '\x1F' +
           record.external_asset_id();
  };
  std::size_t findings = 0;
  for (const auto& events : all)
    for (const SinkEvent& event : events) {
      v1::Asset asset;
      if (event.kind == INGEST_RECORD_ASSET && asset.ParseFromString(event.payload))
        assets.insert(key(asset));
    }
  for (const auto& events : all)
    for (const SinkEvent& event : events) {
      v1::Finding finding;
      if (event.kind != INGEST_RECORD_FINDING || !finding.ParseFromString(event.payload)) continue;
      ++findings;
      if (assets.count(key(finding)) == 0)
        throw Fault{
            "the finding '" + plain_text(finding.identity_key(), 80) + "' is about the asset '" +
                plain_text(finding.external_asset_id(), 80) + "' of class " +
                std::to_string(finding.asset_class()) + ", which no page yields",
            "a finding's external_asset_id, asset_class and vendor_product_name are its asset's"};
    }
  if (findings == 0) throw Skipped{"its pages hold no finding", {}};
}

void rows_accounted(Trial& trial) {
  Scene scene(trial);
  for (const v1::SourcePage& page : trial.subject().pages) {
    CheckSink sink(CallKind::kTransform);
    const CallEnd end = scene.transform(page, sink);
    if (!end.ok()) throw Fault{"transform of " + shown(page) + " failed: " + end.shown(), {}};
    const RowSums sums = sums_of(sink.events());
    if (sums.all() != page.rows())
      throw Fault{"of the " + std::to_string(page.rows()) + " rows of " + shown(page) + " came " +
                      std::to_string(sums.findings) + " findings, " +
                      std::to_string(sums.filtered) + " filtered and " +
                      std::to_string(sums.rejected) + " rejected",
                  "each row comes out once, and page.rows counts them"};
  }
}

constexpr std::array kRecordCases = {
    Case{"records-are-sound",
         "Sizes, texts and pointers of what it emits are as the contract says.", Ready::kInstance,
         records_are_sound},
    Case{"emits-only-declared-types", "Each call emits the kinds that are its own, by their types.",
         Ready::kInstance, emits_only_declared_types},
    Case{"parses-as-declared-type",
         "What it emits can be read as the message that it is said to be.", Ready::kInstance,
         parses_as_declared_type},
    Case{"identity-present", "Assets and findings have what is required, their identity above all.",
         Ready::kPages, identity_present},
    Case{"findings-have-assets", "The asset of each finding is emitted too.", Ready::kPages,
         findings_have_assets},
    Case{"rows-accounted", "Each row of a page is a finding, filtered, or rejected.", Ready::kPages,
         rows_accounted},
};

}  // namespace

std::span<const Case> record_cases() { return kRecordCases; }

}  // namespace ingest::host::conformance
