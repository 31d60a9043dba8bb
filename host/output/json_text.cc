#include "output/json_text.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>
#include <stdexcept>
#include <system_error>

#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;

constexpr char kTypePrefix[] = "type.googleapis.com";

pb::util::Status write_run(const v1::Run& run, pb::io::ZeroCopyOutputStream& out) {
  const std::unique_ptr<pb::util::TypeResolver> types(pb::util::NewTypeResolverForDescriptorPool(
      kTypePrefix, pb::DescriptorPool::generated_pool()));
  pb::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;

  const std::string binary = run.SerializeAsString();
  pb::io::ArrayInputStream in(binary.data(), static_cast<int>(binary.size()));
  return pb::util::BinaryToJsonStream(
      types.get(), std::string(kTypePrefix) + "/" + run.GetDescriptor()->full_name(), &in, &out,
      options);
}

void expect_ok(const pb::util::Status& status) {
  if (!status.ok()) throw std::runtime_error("can't write a run as JSON: " + status.ToString());
}

}  // namespace

bool append_json_line(const pb::Message& message, std::string& out) {
  std::string line;
  if (!pb::util::MessageToJsonString(message, &line).ok()) return false;
  out.append(line).push_back('\n');
  return true;
}

std::string run_json(const v1::Run& run) {
  std::string text;
  pb::io::StringOutputStream out(&text);
  expect_ok(write_run(run, out));
  return text;
}

void write_run_json(const v1::Run& run, const std::filesystem::path& path) {
  File file = File::create_to_write(path);
  {
    pb::io::FileOutputStream out(file.descriptor());
    const pb::util::Status status = write_run(run, out);
    if (!out.Flush() || out.GetErrno() != 0) throw_file_error("write", path, out.GetErrno());
    expect_ok(status);
  }
  file.sync();
  file.close();
}

std::optional<v1::Run> read_run_json(const std::filesystem::path& path, std::size_t most) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  const File file = File::open_to_read(path);
  const std::uint64_t size = file.size();
  if (size > most) return std::nullopt;
  std::string text(size, '\0');
  file.read_at(text.data(), text.size(), 0);
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // another version of ingest may have written it
  v1::Run run;
  if (!pb::util::JsonStringToMessage(text, &run, options).ok()) return std::nullopt;
  return run;
}

}  // namespace ingest::host
