// read_command.cc - see read_command.hpp.
#include "cli/read_command.hpp"

#include <fcntl.h>
#include <google/protobuf/stubs/logging.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/output.hpp"
#include "output/delimited.hpp"
#include "output/json_text.hpp"

namespace ingest::host {
namespace {

constexpr std::size_t kOutputBuffer = std::size_t{64} << 10U;

constexpr std::uint64_t kMostRecords = 1'000'000'000'000;

struct ReadOptions {
  std::string file;
  std::string type;
  std::uint64_t limit = 0;  // 0: all
};

File open_input(const std::string& file) {
  if (file != "-") return File::open_to_read(file);
  const int descriptor = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0) throw_file_error("read", "standard input", errno);
  return File::adopt(descriptor, "standard input");
}

std::unique_ptr<google::protobuf::Message> message_for(const ReadOptions& options) {
  const std::filesystem::path path(options.file);
  const std::string name = path.filename().string();
  if (path.extension() == ".ndjson" || path.extension() == ".json")
    throw Failure(ExitStatus::kUsage, options.file + " is text, by its name",
                  "'ingest read' turns *.binpb into such text; look at the file itself.");
  if (options.type == "asset" || (options.type.empty() && name.starts_with("asset")))
    return std::make_unique<v1::Asset>();
  if (options.type == "finding" || (options.type.empty() && name.starts_with("finding")))
    return std::make_unique<v1::Finding>();
  throw Failure(ExitStatus::kUsage,
                "'" + options.file + "' does not tell whether it holds assets or findings",
                "Say so with --type asset or --type finding.");
}

void read(const ReadOptions& options) {
  // What protobuf would print of a damaged record, we say ourselves.
  google::protobuf::SetLogHandler(nullptr);
  File input = open_input(options.file);
  const std::unique_ptr<google::protobuf::Message> message = message_for(options);
  DelimitedReader reader(std::move(input));
  std::string text;
  try {
    std::string_view record;
    for (std::uint64_t n = 0; options.limit == 0 || n < options.limit; ++n) {
      if (!reader.next(record)) break;
      if (!message->ParseFromArray(record.data(), static_cast<int>(record.size())))
        reader.corrupt("the bytes are no " + message->GetDescriptor()->full_name());
      if (!append_json_line(*message, text))
        reader.corrupt("a time is outside the years 1 to 9999");
      if (text.size() < kOutputBuffer) continue;
      if (!print(text)) return;
      text.clear();
    }
  } catch (const Failure&) {
    print(text);  // what was good before
    throw;
  }
  print(text);
}

}  // namespace

void add_read_command(CLI::App& app, const CommonOptions&, ExitStatus&) {
  CLI::App* command = app.add_subcommand(
      "read",
      "print the records of an assets.binpb or findings.binpb as JSON, one a line\n\n"
      "  ingest read out/acme-sca/latest/findings.binpb --limit 3\n"
      "  ingest read - --type finding < findings.binpb");
  auto options = std::make_shared<ReadOptions>();
  command->add_option("FILE", options->file, "the file; - for standard input")->required();
  command->add_option("--type", options->type, "asset or finding (default: by the file's name)")
      ->check(CLI::IsMember({"asset", "finding"}))
      ->type_name("TYPE");
  command->add_option("--limit", options->limit, "stop after N records")
      ->check(CLI::Range(std::uint64_t{1}, kMostRecords).description(""))
      ->type_name("N");
  command->callback([options] { read(*options); });
}

}  // namespace ingest::host
