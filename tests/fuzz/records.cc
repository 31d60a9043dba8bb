// What `ingest read` is given: length-delimited records that may be anything, made to JSON.
#include <google/protobuf/stubs/logging.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "diagnostics/failure.hpp"
#include "output/delimited.hpp"
#include "output/json_text.hpp"

namespace {

using namespace ingest;

host::File file_of(const std::uint8_t* data, std::size_t size) {
  const int descriptor = ::memfd_create("records", MFD_CLOEXEC);
  if (descriptor < 0 || ::write(descriptor, data, size) != static_cast<ssize_t>(size) ||
      ::lseek(descriptor, 0, SEEK_SET) != 0)
    std::abort();
  return host::File::adopt(descriptor, "records");
}

template <class Message>
void read_all(const std::uint8_t* data, std::size_t size) {
  try {
    host::DelimitedReader reader(file_of(data, size));
    std::string_view record;
    std::string text;
    Message message;
    while (reader.next(record)) {
      if (!message.ParseFromArray(record.data(), static_cast<int>(record.size())))
        reader.corrupt("the bytes are no such message");
      if (!host::append_json_line(message, text)) reader.corrupt("no JSON form");
      if (text.empty() || text.back() != '\n') std::abort();
      text.clear();
    }
  } catch (const host::Failure& failure) {
    if (failure.status() != host::ExitStatus::kConfig) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_all<v1::Finding>(data, size);
  read_all<v1::Asset>(data, size);
  return 0;
}
