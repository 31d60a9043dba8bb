#include "loaded_connector.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace abitest {

const ingest_connector* load(const std::string& file) {
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  void* symbol = dlsym(handle, INGEST_ENTRY_SYMBOL);
  if (symbol == nullptr) throw std::runtime_error(file + " has no " INGEST_ENTRY_SYMBOL);
  const ingest_connector* table = reinterpret_cast<decltype(&ingest_connector_entry_v1)>(symbol)();
  if (table == nullptr) throw std::runtime_error(file + " declines to be loaded");
  return table;
}

Instance::Instance(const ingest_connector* connector, RecordingHost& host,
                   const std::string& settings)
    : connector_(connector) {
  blank();
  created_ = connector_->create(host.table(), borrow(settings), &instance_, &error_);
}

Instance::~Instance() {
  if (instance_ != nullptr) connector_->destroy(instance_);
}

void Instance::blank() {
  error_ = {};
  error_.struct_size = sizeof(error_);
}

ingest_status Instance::test(RecordingCall& call, RecordingSink& sink) {
  blank();
  return connector_->test_connection(instance_, call.table(), sink.table(), &error_);
}

ingest_status Instance::fetch(RecordingCall& call, RecordingSink& sink) {
  blank();
  return connector_->fetch(instance_, call.table(), sink.table(), &error_);
}

ingest_status Instance::transform(RecordingCall& call, const Record& page, RecordingSink& sink) {
  blank();
  const ingest_record record = page.borrowed();
  return connector_->transform(instance_, call.table(), &record, sink.table(), &error_);
}

}  // namespace abitest
