#include <sys/stat.h>

#include "secrets/store_file.hpp"
#include "secrets/store_folder.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;

class StoreDamage : public StoreFolder {
 protected:
  void SetUp() override {
    set("a/k", "the value of a");
    set("b/k", "the value of b");
    good_ = content_of(file());
  }
  void put(const std::string& bytes) const { write_file(file(), bytes); }  // keeps the mode
  std::string refusal(const std::string& bytes) const {
    put(bytes);
    return failing([&] { store().get("a/k"); });
  }
  std::string good_;
};

TEST_F(StoreDamage, AnyByteThatChangedIsRefused) {
  for (std::size_t at = 0; at < good_.size(); ++at) {
    for (const int bit : {0, 7}) {
      std::string bytes = good_;
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
      ASSERT_THAT(refusal(bytes),
                  AnyOf(HasSubstr("damaged"), HasSubstr("not the one"), HasSubstr("has format")))
          << "byte " << at << " bit " << bit;
    }
  }
  put(good_);
  EXPECT_EQ(get("a/k"), "the value of a");
}

TEST_F(StoreDamage, AnyPartOfItIsRefusedAndSoIsMore) {
  for (std::size_t size = 0; size < good_.size(); ++size)
    ASSERT_THAT(refusal(good_.substr(0, size)), HasSubstr("damaged")) << size;
  EXPECT_THAT(refusal(good_ + '\0'), HasSubstr("damaged"));
  EXPECT_THAT(refusal(good_ + good_), HasSubstr("damaged"));
}

TEST_F(StoreDamage, IsNotChangedByAnythingThatIsRefused) {
  const std::string bytes = good_.substr(0, good_.size() - 1);
  put(bytes);
  EXPECT_ANY_THROW(set("c/k", "x"));
  EXPECT_ANY_THROW(store().remove("a/k"));
  EXPECT_ANY_THROW(store().rekey(std::nullopt));
  EXPECT_EQ(content_of(file()), bytes);
}

TEST_F(StoreDamage, OneThatIsTooLargeIsNotRead) {
  fs::resize_file(file(), kMostStoreBytes + 1);
  EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("larger than"));
}

TEST_F(StoreDamage, TheWrongKeyIsToldAsSuch) {
  write_file(key(), std::string(63, '0') + "1\n");
  const std::string what = failing([&] { store().get("a/k"); });
  EXPECT_THAT(what, AllOf(HasSubstr(key().string()), HasSubstr("is not the one"),
                          ::testing::Not(HasSubstr("damaged"))));
  EXPECT_THAT(what, HasSubstr("INGEST_MASTER_KEY_FILE"));
  EXPECT_THAT(failing([&] { set("a/k", "x"); }), HasSubstr("is not the one"));
}

TEST_F(StoreDamage, WithoutItsKeyNoNewOneIsMade) {
  fs::remove(key());
  EXPECT_THAT(failing([&] { store().get("a/k"); }), HasSubstr("is not there"));
  EXPECT_THAT(failing([&] { set("c/k", "x"); }), HasSubstr("is not there"));
  EXPECT_FALSE(fs::exists(key()));
}

TEST_F(StoreDamage, HoldsTenThousandSecretsAndNoMore) {
  const std::optional<MasterKey> master = MasterKey::parse(content_of(key()));
  ASSERT_TRUE(master);
  const SealedSecret one = decode_store(good_, *master, key(), file())[0];
  std::vector<SealedSecret> many(kMostSecrets, one);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].name = "x/" + std::to_string(1'000'000 + i);
  put(encode_store(many, *master));
  EXPECT_EQ(store().list().size(), kMostSecrets);
  EXPECT_THAT(failing([&] { set("y/k", "x"); }), HasSubstr("more than 10000"));
  many.push_back(one);
  many.back().name = "y/k";
  EXPECT_THAT(refusal(encode_store(many, *master)), HasSubstr("damaged"));
}

// Below the seal, which only somebody with the key can make: each secret is bound to its name.
TEST_F(StoreDamage, OneSecretCannotStandInForAnother) {
  const std::optional<MasterKey> master = MasterKey::parse(content_of(key()));
  ASSERT_TRUE(master);
  std::vector<SealedSecret> secrets = decode_store(good_, *master, key(), file());
  ASSERT_EQ(secrets.size(), 2U);
  std::swap(secrets[0].ciphertext, secrets[1].ciphertext);
  std::swap(secrets[0].nonce, secrets[1].nonce);
  std::swap(secrets[0].set_at, secrets[1].set_at);
  EXPECT_THAT(refusal(encode_store(secrets, *master)),
              AllOf(HasSubstr("damaged"), HasSubstr("a/k can't be decrypted")));
}

TEST_F(StoreDamage, TheTimeIsBoundInToo) {
  const std::optional<MasterKey> master = MasterKey::parse(content_of(key()));
  std::vector<SealedSecret> secrets = decode_store(good_, *master, key(), file());
  secrets[0].set_at += 1;
  EXPECT_THAT(refusal(encode_store(secrets, *master)), HasSubstr("damaged"));
}

TEST_F(StoreDamage, NamesOutOfOrderOrTwiceAreRefused) {
  const std::optional<MasterKey> master = MasterKey::parse(content_of(key()));
  std::vector<SealedSecret> secrets = decode_store(good_, *master, key(), file());
  std::swap(secrets[0], secrets[1]);
  EXPECT_THAT(refusal(encode_store(secrets, *master)), HasSubstr("damaged"));
  secrets[0] = secrets[1];
  EXPECT_THAT(refusal(encode_store(secrets, *master)), HasSubstr("damaged"));
}

TEST_F(StoreDamage, ASecretTakenOutOrPutBackIsSeen) {
  const std::string one_before = good_;
  set("a/k", "a newer value");
  const std::string now = content_of(file());
  // The older entry of a/k in the newer file: its bytes lie at the same place.
  std::string mixed = now;
  const std::size_t from = now.find("a/k");
  const std::size_t end = now.find("b/k") - 2;
  const std::size_t old_end = one_before.find("b/k") - 2;
  mixed.replace(from, end - from, one_before.substr(from, old_end - from));
  EXPECT_THAT(refusal(mixed), HasSubstr("damaged"));
}

}  // namespace
}  // namespace ingest::host
