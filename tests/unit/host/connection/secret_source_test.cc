#include "connection/secret_source.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <type_traits>

#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::HasSubstr;

class Secrets : public ::testing::Test {
 protected:
  std::string get(const std::string& text) const {
    return std::string(source_.resolve(*parse_reference(text)).reveal());
  }
  std::string fault(const std::string& text) const {
    try {
      get(text);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "no fault";
  }
  std::string put(const std::string& bytes) {
    write_file(folder_.path() / "key", bytes);
    return "${file:key}";
  }
  TemporaryFolder folder_;
  SecretSource source_{folder_.path()};
};

TEST_F(Secrets, FromTheEnvironment) {
  ::setenv("INGEST_TEST_KEY", "k-1", 1);
  ::setenv("INGEST_TEST_EMPTY", "", 1);
  EXPECT_EQ(get("${env:INGEST_TEST_KEY}"), "k-1");
  EXPECT_THAT(fault("${env:INGEST_TEST_EMPTY}"), HasSubstr("INGEST_TEST_EMPTY is empty"));
  EXPECT_THAT(fault("${env:INGEST_TEST_NONE}"), HasSubstr("INGEST_TEST_NONE is not set"));
}

TEST_F(Secrets, FromAFileWithoutOneLineEnd) {
  EXPECT_EQ(get(put("k-2")), "k-2");
  EXPECT_EQ(get(put("k-2\n")), "k-2");
  EXPECT_EQ(get(put("k-2\r\n")), "k-2");
  EXPECT_EQ(get(put("k-2\n\n")), "k-2\n");
  EXPECT_EQ(get("${file:" + (folder_.path() / "key").string() + "}"), "k-2\n");
}

TEST_F(Secrets, WhatIsNoSecretFileIsTold) {
  EXPECT_EQ(get(put(std::string(65536, 'x'))).size(), 65536U);
  EXPECT_THAT(fault(put(std::string(65537, 'x'))), HasSubstr("larger than 64 KiB"));
  EXPECT_THAT(fault(put("")), HasSubstr("is empty"));
  EXPECT_THAT(fault(put("\n")), HasSubstr("is empty"));
  EXPECT_THAT(fault(put("\xff")), HasSubstr("not UTF-8"));
  EXPECT_THAT(fault("${file:none}"), HasSubstr("No such file"));
  EXPECT_THAT(fault("${file:.}"), HasSubstr("not a regular file"));
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo").c_str(), 0600), 0);
  EXPECT_THAT(fault("${file:fifo}"), HasSubstr("not a regular file"));
}

TEST_F(Secrets, FromAStoreOnceThereIsOne) {
  EXPECT_THAT(fault("${secret:acme/api_key}"), HasSubstr("is not set up"));
  const SecretSource with_store(folder_.path(), [](std::string_view name) {
    return SecretString("stored " + std::string(name));
  });
  EXPECT_EQ(with_store.resolve(*parse_reference("${secret:acme/api_key}")).reveal(),
            "stored acme/api_key");
}

TEST(SecretString, MovesAndLeavesNothingBehind) {
  static_assert(!std::is_copy_constructible_v<SecretString>);
  for (const std::size_t size : {std::size_t{3}, std::size_t{500}}) {
    std::string text(size, 's');
    const char* memory = text.data();
    SecretString first(std::move(text));
    EXPECT_TRUE(text.empty());
    if (size < 16) {
      EXPECT_EQ(std::string(memory, size).find('s'), std::string::npos);
    }
    SecretString second(std::move(first));
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(second.reveal(), std::string(size, 's'));
    const char* kept = second.reveal().data();
    second.wipe();
    EXPECT_TRUE(second.empty());
    // The memory is still the string's own.
    EXPECT_EQ(std::string(kept, size).find('s'), std::string::npos);
  }
}

}  // namespace
}  // namespace ingest::host
