// connector.cc - see connector.hpp.
#include "connector.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string_view>

namespace ingest::bench {
namespace {

ingest_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

int is_cancelled(const ingest_call*) noexcept { return 0; }

ingest_status take(const ingest_sink* sink, const ingest_record* record) noexcept {
  Emitted& out = *static_cast<Emitted*>(sink->ctx);
  ++(record->kind == INGEST_RECORD_FINDING ? out.findings : out.others);
  out.bytes += record->payload.size;
  if (!out.digests) return INGEST_OK;
  const auto* data = static_cast<const unsigned char*>(record->payload.data);
  out.digest = (out.digest ^ record->kind) * 0x100000001B3U;
  for (std::size_t i = 0; i < record->payload.size; ++i)
    out.digest = (out.digest ^ data[i]) * 0x100000001B3U;
  return INGEST_OK;
}

}  // namespace

Connector::Connector(const std::string& file, const std::string& settings) {
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  void* symbol = dlsym(library, "ingest_connector_entry_v1");
  if (symbol == nullptr) throw std::runtime_error(file + " is no connector");
  table_ = reinterpret_cast<const ingest_connector* (*)()>(symbol)();
  host_.struct_size = sizeof(host_);
  ingest_error error{};
  error.struct_size = sizeof(error);
  if (table_->create(&host_, bytes(settings), &instance_, &error) != INGEST_OK)
    throw std::runtime_error(file + ": create: " + error.message);
}

void Connector::transform(const Page& page, Emitted& out) const {
  ingest_call call{};
  call.struct_size = sizeof(call);
  call.is_cancelled = is_cancelled;
  ingest_sink sink{};
  sink.struct_size = sizeof(sink);
  sink.ctx = &out;
  sink.emit = take;
  const ingest_record record = page.record();
  ingest_error error{};
  error.struct_size = sizeof(error);
  if (table_->transform(instance_, &call, &record, &sink, &error) != INGEST_OK)
    throw std::runtime_error(std::string("transform: ") + error.message);
}

}  // namespace ingest::bench
