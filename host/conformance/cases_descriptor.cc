// cases_descriptor.cc - what the connector says of itself.
#include <array>
#include <string>
#include <thread>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/scene.hpp"
#include "diagnostics/plain_text.hpp"
#include "loader/descriptor_check.hpp"
#include "loader/table_check.hpp"
#include "maps/map_review.hpp"

namespace ingest::host::conformance {
namespace {

// All that the C descriptor says, as bytes.
std::string image_of(const ingest_descriptor* d) {
  std::string image = std::to_string(d->struct_size) + '\x1F' +
                      std::to_string(d->required_host_minor) + '\x1F' +
                      std::to_string(d->capabilities);
  for (const char* text : {d->id, d->name, d->version, d->vendor})
    image += '\x1F' + std::string(text);
  return image.append(static_cast<const char*>(d->details.data), d->details.size);
}

void describe_is_constant(Trial& trial) {
  const ingest_connector& table = trial.table();
  trial.stage("describe");
  const ingest_descriptor* const first = table.describe();
  const std::string before = image_of(first);
  const auto expect_same = [&](const char* when) {
    const ingest_descriptor* again = table.describe();
    if (again != first) throw Fault{std::string("describe returned another pointer ") + when, {}};
    if (image_of(again) != before)
      throw Fault{std::string("its descriptor had changed ") + when,
                  "the host reads it once and keeps it: let it be constant data"};
  };
  for (int again = 0; again < 100; ++again) expect_same("when it was called again");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&table] {
      for (int again = 0; again < 100; ++again) table.describe();
    });
  for (std::thread& thread : threads) thread.join();
  expect_same("after several threads had called it");
  if (trial.subject().ready < Ready::kInstance) return;
  {
    Scene scene(trial);
    CheckSink checks(CallKind::kTest);
    scene.test(checks);
    CheckSink pages(CallKind::kFetch);
    scene.fetch(pages);
    trial.stage("describe, with an instance open");
    expect_same("while an instance was open");
  }
  trial.stage("describe, after an instance");
  expect_same("after an instance had lived");
}

void descriptor_strings(Trial& trial) {
  const ingest_connector& table = trial.table();
  if (const std::string fault = table_fault(&table); !fault.empty()) throw Skipped{fault, {}};
  trial.stage("describe");
  if (const std::string fault = descriptor_text_fault(table.describe()); !fault.empty())
    throw Fault{fault, "see ingest_descriptor in connector.h"};
}

void descriptor_message(Trial& trial) {
  const ingest_connector& table = trial.table();
  if (const std::string fault = table_fault(&table); !fault.empty()) throw Skipped{fault, {}};
  trial.stage("describe");
  if (!descriptor_text_fault(table.describe()).empty())
    throw Skipped{"its C descriptor is not right, so nothing of the details is believed", {}};
  const CheckedTable checked = check_table(&table);
  if (!checked.fault.empty())
    throw Fault{checked.fault, "see ingest.v1.ConnectorDescriptor in descriptor.proto"};
  for (const v1::ConfigField& field : checked.details.config_fields())
    if (field.label().empty() || field.help().empty())
      trial.warn("its configuration field '" + field.key() + "' has no label or no help",
                 "'ingest connections add' shows them to whoever fills it in");
  if (checked.details.product_name().empty() || checked.details.summary().empty())
    trial.warn("it gives no product_name or no summary",
               "'ingest plugins list' and 'show' print them");
  if (checked.details.unit_noun().empty())
    trial.warn("it gives no unit_noun", "so that a run can say \"12 projects\"");
}

void default_map_is_valid(Trial& trial) {
  const v1::ConnectorDescriptor& details = trial.subject().details;
  if (details.maps().empty()) throw Skipped{"it ships no transform map", {}};
  const MapCatalogue catalogue({details}, "/nonexistent");
  for (const MapFile& map : shipped_maps(details)) {
    const std::string name = "its map '" + plain_text(map.name, 80) + "'";
    const MapReview review = review_map(map, catalogue);
    for (const MapRemark& remark : review.remarks) {
      const std::string text =
          name + ", line " + std::to_string(remark.line) + ": " + plain_text(remark.text, 400);
      if (remark.error) throw Fault{text, "docs/maps.md describes the file"};
      trial.warn(text);
    }
    if (map.connector != details.id())
      throw Fault{name + " is for '" + plain_text(map.connector, 80) + "'", {}};
  }
}

void unknown_extension_is_null(Trial& trial) {
  Scene scene(trial);
  const std::string longest(100'000, 'x');
  for (const std::string& id : {std::string("no-such-extension/1"), std::string("ingest.rows/999"),
                                std::string("ingest.http/1"), std::string(), longest}) {
    const std::string name = id.empty() ? "an empty id" : "'" + id.substr(0, 40) + "'";
    trial.stage("get_extension of " + name);
    if (scene.instance.extension(id.c_str()) != nullptr)
      throw Fault{"get_extension returned a table for " + name,
                  "compare the whole id, its number included"};
  }
}

constexpr std::array kDescriptorCases = {
    Case{"describe-is-constant", "describe returns the same descriptor, whatever went before.",
         Ready::kDetails, describe_is_constant},
    Case{"descriptor-strings", "Id, name, version and vendor are as the contract wants them.",
         Ready::kTable, descriptor_strings},
    Case{"descriptor-message", "Its details are a ConnectorDescriptor that makes sense.",
         Ready::kTable, descriptor_message},
    Case{"default-map-is-valid", "The transform maps that it ships have no errors.",
         Ready::kDetails, default_map_is_valid},
    Case{"unknown-extension-is-null", "It returns NULL for an extension that it lacks.",
         Ready::kInstance, unknown_extension_is_null},
};

}  // namespace

std::span<const Case> descriptor_cases() { return kDescriptorCases; }

}  // namespace ingest::host::conformance
