#include "output/json_text.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>
#include <stdexcept>

#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;

constexpr char kTypePrefix[] = "type.googleapis.com";

void write_run(const v1::Run& run, pb::io::ZeroCopyOutputStream& out) {
  const std::unique_ptr<pb::util::TypeResolver> types(pb::util::NewTypeResolverForDescriptorPool(
      kTypePrefix, pb::DescriptorPool::generated_pool()));
  pb::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;

  const std::string binary = run.SerializeAsString();
  pb::io::ArrayInputStream in(binary.data(), static_cast<int>(binary.size()));
  const pb::util::Status status = pb::util::BinaryToJsonStream(
      types.get(), std::string(kTypePrefix) + "/" + run.GetDescriptor()->full_name(), &in, &out,
      options);
  if (!status.ok()) throw std::runtime_error("can't write a run as JSON: " + status.ToString());
}

}  // namespace

void append_json_line(const pb::Message& message, std::string& out) {
  std::string line;
  const pb::util::Status status = pb::util::MessageToJsonString(message, &line);
  if (!status.ok()) throw std::runtime_error("can't write a record as JSON: " + status.ToString());
  out.append(line).push_back('\n');
}

std::string run_json(const v1::Run& run) {
  std::string text;
  pb::io::StringOutputStream out(&text);
  write_run(run, out);
  return text;
}

void write_run_json(const v1::Run& run, const std::filesystem::path& path) {
  File file = File::create_to_write(path);
  {
    pb::io::FileOutputStream out(file.descriptor());
    write_run(run, out);
    if (!out.Flush() || out.GetErrno() != 0) throw_file_error("write", path, out.GetErrno());
  }
  file.sync();
  file.close();
}

}  // namespace ingest::host
