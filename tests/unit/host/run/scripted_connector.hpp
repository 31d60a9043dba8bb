// scripted_connector.hpp - a connector whose fetch a test writes, and whose transform understands
// a small language of one statement a line:
//
//   A <asset>                    an asset
//   F <asset> <key> [<row>]      a finding, in row <row> if given
//   X <reason> <count>           filtered rows
//   R <row> <reason>             a rejected row
//   E <message>                  transform fails with INGEST_E_BAD_DATA
//
// transform is a pure function of its page and may run on several threads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>
#include <ingest/v1/source_page.pb.h>

#include "run/run_connector.hpp"

namespace ingest::host {

v1::Asset sample_asset(const std::string& external_id);
v1::Finding sample_finding(const std::string& asset, const std::string& key);
v1::UnitReport complete_report(const std::string& unit, std::uint64_t pages, std::uint64_t rows);

// What fetch does, one call a statement. Each throws when the host wants fetch to stop.
class Fetch {
 public:
  Fetch(const CallContext& context, RecordSink& sink) : context_(context), sink_(sink) {}

  bool begin(const std::string& unit);
  void page(const std::string& unit, std::uint64_t place, const std::string& body,
            std::uint64_t rows);
  void end(const v1::UnitReport& report, const std::string& unit = {});
  void listing(const v1::Listing& listing);
  void emit(std::uint32_t kind, const std::string& type, const std::string& payload);
  // A unit of one page.
  void unit(const std::string& name, const std::string& body, std::uint64_t rows);
  const CallContext& context() const { return context_; }

 private:
  const CallContext& context_;
  RecordSink& sink_;
};

class ScriptedConnector final : public RunConnector {
 public:
  using FetchScript = std::function<std::optional<ConnectorError>(Fetch&)>;
  using TransformHook = std::function<void(const ingest_record&, RecordSink&)>;

  explicit ScriptedConnector(std::function<void(Fetch&)> script);
  ScriptedConnector(FetchScript script, int) : script_(std::move(script)) {}
  // Runs before the page's statements.
  void before_transform(TransformHook hook) { hook_ = std::move(hook); }

  std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink) override;
  std::optional<ConnectorError> transform(const CallContext& context, const ingest_record& page,
                                          RecordSink& sink) override;

 private:
  FetchScript script_;
  TransformHook hook_;
};

void emit_record(RecordSink& sink, std::uint32_t kind, std::string_view type,
                 std::string_view payload);

}  // namespace ingest::host
