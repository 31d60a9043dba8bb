// run_connector.hpp - what a run asks of a connector. ConnectorInstance answers in production, a
// script in tests; the rules about threads are ConnectorInstance's.
#pragma once

#include <optional>

#include "loader/connector_instance.hpp"

namespace ingest::host {

class RunConnector {
 public:
  virtual ~RunConnector() = default;
  virtual std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink) = 0;
  virtual std::optional<ConnectorError> transform(const CallContext& context,
                                                  const ingest_record& page, RecordSink& sink) = 0;
};

class LoadedConnector final : public RunConnector {
 public:
  explicit LoadedConnector(ConnectorInstance& instance) : instance_(instance) {}
  std::optional<ConnectorError> fetch(const CallContext& context, RecordSink& sink) override {
    return instance_.fetch(context, sink);
  }
  std::optional<ConnectorError> transform(const CallContext& context, const ingest_record& page,
                                          RecordSink& sink) override {
    return instance_.transform(context, page, sink);
  }

 private:
  ConnectorInstance& instance_;
};

}  // namespace ingest::host
