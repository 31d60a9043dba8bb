#include "output/json_text.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include "output/file.hpp"

namespace ingest::host {
namespace {

namespace pb = google::protobuf;

constexpr char kTypePrefix[] = "type.googleapis.com";

// protobuf's writer of unset fields first makes a tree of all that it is given, many times as
// large: so the accounts, of which there may be tens of thousands, are given to it some at a time.
constexpr std::size_t kAccountsAtATime = 64;
constexpr std::string_view kNoAccounts = "\n \"accounts\": []";
constexpr std::string_view kAccountsBegin = "\n \"accounts\": [";
constexpr std::string_view kAccountsEnd = "\n ]";

class RunWriter {
 public:
  RunWriter()
      : types_(pb::util::NewTypeResolverForDescriptorPool(kTypePrefix,
                                                          pb::DescriptorPool::generated_pool())) {
    options_.add_whitespace = true;
    options_.preserve_proto_field_names = true;
    options_.always_print_primitive_fields = true;
  }

  std::string text_of(const std::string& run) const {
    std::string text;
    const pb::util::Status status = pb::util::BinaryToJsonString(
        types_.get(), std::string(kTypePrefix) + "/" + v1::Run::descriptor()->full_name(), run,
        &text, options_);
    if (!status.ok()) throw std::runtime_error("can't write a run as JSON: " + status.ToString());
    return text;
  }

 private:
  const std::unique_ptr<pb::util::TypeResolver> types_;
  pb::util::JsonPrintOptions options_;
};

// A run's fields on the wire: those of each account, and all others.
struct RunFields {
  std::string rest;
  std::vector<std::string_view> accounts;  // with their tags, in run
};

RunFields fields_of(const std::string& run) {
  using pb::internal::WireFormatLite;
  RunFields fields;
  pb::io::ArrayInputStream array(run.data(), static_cast<int>(run.size()));
  pb::io::CodedInputStream in(&array);
  for (int begin = 0;; begin = in.CurrentPosition()) {
    const std::uint32_t tag = in.ReadTag();
    if (tag == 0) return fields;
    if (!WireFormatLite::SkipField(&in, tag)) throw std::logic_error("a run is no protobuf");
    const std::string_view field = std::string_view(run).substr(
        static_cast<std::size_t>(begin), static_cast<std::size_t>(in.CurrentPosition() - begin));
    if (WireFormatLite::GetTagFieldNumber(tag) == v1::Run::kAccountsFieldNumber)
      fields.accounts.push_back(field);
    else
      fields.rest.append(field);
  }
}

using Write = std::function<void(std::string_view)>;

void write_run(const v1::Run& run, const Write& write) {
  const RunWriter writer;
  const std::string wire = run.SerializeAsString();
  const RunFields fields = fields_of(wire);
  const std::string rest = writer.text_of(fields.rest);
  const std::size_t place = rest.find(kNoAccounts);
  if (fields.accounts.empty() || place == std::string::npos) return write(rest);

  write(std::string_view(rest).substr(0, place));
  std::string_view separator = kAccountsBegin;
  for (std::size_t i = 0; i < fields.accounts.size(); i += kAccountsAtATime) {
    std::string some;
    for (std::size_t j = i; j < std::min(fields.accounts.size(), i + kAccountsAtATime); ++j)
      some.append(fields.accounts[j]);
    const std::string text = writer.text_of(some);
    const std::size_t begin = text.find(kAccountsBegin) + kAccountsBegin.size();
    write(separator);
    write(std::string_view(text).substr(begin, text.find(kAccountsEnd, begin) - begin));
    separator = ",";
  }
  write(kAccountsEnd);
  write(std::string_view(rest).substr(place + kNoAccounts.size()));
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
  write_run(run, [&text](std::string_view piece) { text.append(piece); });
  return text;
}

void write_run_json(const v1::Run& run, const std::filesystem::path& path) {
  File file = File::create_to_write(path);
  write_run(run, [&file](std::string_view piece) { file.write(piece); });
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
