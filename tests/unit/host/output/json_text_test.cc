// A run is written piece by piece, and reads as if protobuf had written it as a whole.
#include "output/json_text.hpp"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace ingest::host {
namespace {

v1::Run run_of(int accounts) {
  v1::Run run;
  run.set_run_id("20261122T173056Z-4f1c2a");
  run.add_problems("\n \"accounts\": []");
  run.add_listings()->set_name("projects");
  for (int i = 0; i < accounts; ++i) {
    v1::UnitAccount& account = *run.add_accounts();
    account.mutable_report()->set_unit("p" + std::to_string(i));
    account.mutable_report()->set_name("\n ]\"\\ \xE6\x97\xA5");
    if (i % 3 == 0) account.mutable_report()->set_rows_claimed(7);
    if (i % 5 == 0) account.add_problems("\n \"accounts\": [");
    account.mutable_rows()->set_received(static_cast<std::uint64_t>(i));
  }
  run.set_units(static_cast<std::uint64_t>(accounts));
  run.add_files()->set_name("assets.binpb");
  return run;
}

std::string as_a_whole(const v1::Run& run) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(run, &text, options).ok());
  return text;
}

TEST(RunJson, IsWhatProtobufWrites) {
  TemporaryFolder folder;
  for (const int accounts : {0, 1, 2, 63, 64, 65, 128, 200}) {
    const v1::Run run = run_of(accounts);
    EXPECT_EQ(run_json(run), as_a_whole(run)) << accounts;
    const auto path = folder.path() / std::to_string(accounts);
    write_run_json(run, path);
    EXPECT_EQ(content_of(path), as_a_whole(run)) << accounts;
    const auto read = read_run_json(path, std::size_t{1} << 20U);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->SerializeAsString(), run.SerializeAsString());
  }
}

}  // namespace
}  // namespace ingest::host
