#include "output/json_text.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>
#include <stdexcept>

#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;

constexpr char kTypePrefix[] = "type.googleapis.com";

}  // namespace

void append_json_line(const pb::Message& message, std::string& out) {
  std::string line;
  const pb::util::Status status = pb::util::MessageToJsonString(message, &line);
  if (!status.ok()) throw std::runtime_error("can't write a record as JSON: " + status.ToString());
  out.append(line).push_back('\n');
}

void write_run_json(const v1::Run& run, int descriptor, const std::filesystem::path& name) {
  const std::unique_ptr<pb::util::TypeResolver> types(pb::util::NewTypeResolverForDescriptorPool(
      kTypePrefix, pb::DescriptorPool::generated_pool()));
  pb::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;

  const std::string binary = run.SerializeAsString();
  pb::io::ArrayInputStream in(binary.data(), static_cast<int>(binary.size()));
  pb::io::FileOutputStream out(descriptor);
  const pb::util::Status status = pb::util::BinaryToJsonStream(
      types.get(), std::string(kTypePrefix) + "/" + run.GetDescriptor()->full_name(), &in, &out,
      options);
  const bool flushed = out.Flush();
  if (!flushed || out.GetErrno() != 0) throw_file_error("write", name, out.GetErrno());
  if (!status.ok()) throw std::runtime_error("can't write run.json: " + status.ToString());
}

void write_run_json(const v1::Run& run, const std::filesystem::path& path) {
  File file = File::create_to_write(path);
  write_run_json(run, file.descriptor(), path);
  file.sync();
  file.close();
}

}  // namespace ingest::host
