#include "parts/open_connector.hpp"

#include <filesystem>
#include <stdexcept>

#include "connection/connection.hpp"

namespace ingest::bench {
namespace {

std::string_view view(ingest_bytes bytes) {
  return {static_cast<const char*>(bytes.data), bytes.size};
}

class KeepingSink final : public host::RecordSink {
 public:
  explicit KeepingSink(std::vector<Emitted>& all) : all_(all) {}
  ingest_status emit(const ingest_record& record) override {
    all_.push_back(
        {record.kind, std::string(view(record.type)), std::string(view(record.payload))});
    return INGEST_OK;
  }

 private:
  std::vector<Emitted>& all_;
};

host::Connection connection_of(std::string_view plugin) {
  const std::string text = "kind: connection\nname: bench\nplugin: " + std::string(plugin) +
                           "\nconfig: {region: deu, tenant: acme, api_key: '${env:NONE}'}\n";
  return host::parse_connection(text, "bench.yaml");
}

}  // namespace

OpenConnector::OpenConnector(std::string_view plugin) {
  host::Surroundings surroundings;
  surroundings.program = INGEST_BINARY;
  surroundings.config_dir = folder_.path() / "config";
  surroundings.state_dir = folder_.path() / "state";
  surroundings.plugin_folders = host::plugin_folders({}, "", surroundings.program);
  open_ = std::make_unique<host::OpenConnection>(connection_of(plugin), host::SecretSource::Store{},
                                                 surroundings, host::Purpose::kReplay);
}

void OpenConnector::transform(const Page& page, host::RecordSink& sink) {
  const auto error = instance().transform({}, page.record(), sink);
  if (error) throw std::runtime_error(error->message);
}

std::vector<Emitted> OpenConnector::emitted(const Page& page) {
  std::vector<Emitted> all;
  KeepingSink sink(all);
  transform(page, sink);
  return all;
}

}  // namespace ingest::bench
