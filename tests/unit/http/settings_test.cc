#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "diagnostics/failure.hpp"
#include "http/wiring.hpp"
#include "throwaway_ca.hpp"

namespace ingest::host::http {
namespace {

std::string rejection(const HttpSettings& settings) {
  try {
    const Wiring wiring(settings);
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kConfig);
    return failure.what();
  }
}

TEST(Settings, AMissingOrEmptyFileIsFoundAtOnce) {
  HttpSettings settings;
  settings.ca_file = "/nonexistent/ca.pem";
  EXPECT_NE(rejection(settings).find("/nonexistent/ca.pem"), std::string::npos);
  settings.ca_file = "/dev/null";
  EXPECT_NE(rejection(settings).find("no PEM block"), std::string::npos);
  const test::ThrowawayCa ca;
  settings.ca_file = ca.file();
  EXPECT_EQ(rejection(settings), "");
  settings.client_cert = ca.file();
  EXPECT_NE(rejection(settings), "");
}

class ClientIdentity : public ::testing::Test {
 protected:
  ~ClientIdentity() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::ofstream(path) << text;
    return path.string();
  }
  std::string use(const std::string& cert, const std::string& key, std::string password = "") {
    HttpSettings settings;
    settings.client_cert = cert;
    settings.client_key = key;
    settings.client_key_password = std::move(password);
    return rejection(settings);
  }

  const test::ThrowawayCa ca_;
  const test::Identity me_ = ca_.issue("me", "DNS:me.test");
  const test::Identity other_ = ca_.issue("other", "DNS:other.test");
  const std::filesystem::path folder_ = [] {
    std::string name = (std::filesystem::temp_directory_path() / "ingest-http-XXXXXX").string();
    return std::filesystem::path(::mkdtemp(name.data()));
  }();
};

TEST_F(ClientIdentity, TwoFilesOrOne) {
  const std::string cert = file("cert.pem", me_.certificate_pem());
  EXPECT_EQ(use(cert, file("key.pem", me_.key_pem())), "");
  const std::string both = file("both.pem", me_.key_pem() + me_.certificate_pem());
  EXPECT_EQ(use(both, both), "");
}

TEST_F(ClientIdentity, WhatCannotBeUsedIsNamed) {
  const std::string cert = file("cert.pem", me_.certificate_pem());
  const std::string key = file("key.pem", me_.key_pem());
  const std::string text = file("notes.txt", "not a key");
  EXPECT_EQ(use("/nonexistent/c.pem", key),
            "cannot read the client certificate /nonexistent/c.pem: No such file or directory");
  EXPECT_EQ(use(cert, "/nonexistent/k.pem"),
            "cannot read the client key /nonexistent/k.pem: No such file or directory");
  EXPECT_EQ(use(text, key), "the client certificate " + text + " holds no certificate in PEM form");
  EXPECT_EQ(use(cert, text), "the client key " + text + " holds no private key in PEM form");
  EXPECT_EQ(use(key, key), "the client certificate " + key + " holds no certificate in PEM form");
  const std::string other = file("other.pem", other_.key_pem());
  EXPECT_EQ(use(cert, other),
            "the client key " + other + " does not belong to the client certificate " + cert);
}

TEST_F(ClientIdentity, AnEncryptedKeyNeedsItsPassword) {
  const std::string cert = file("cert.pem", me_.certificate_pem());
  const std::string key = file("key.pem", me_.key_pem("hunter2"));
  EXPECT_EQ(use(cert, key, "hunter2"), "");
  EXPECT_EQ(use(cert, key),
            "the client key " + key + " is encrypted, and there is no http.client_key_password");
  EXPECT_EQ(use(cert, key, "hunter3"),
            "the client key " + key + " cannot be decrypted with http.client_key_password");
}

TEST(Settings, AProxyMustBeOne) {
  for (const char* good : {"http://proxy:3128", "proxy.test:8080", "socks5h://127.0.0.1:1080",
                           "https://user:pass@proxy.test"}) {
    HttpSettings settings;
    settings.proxy = good;
    EXPECT_EQ(rejection(settings), "") << good;
  }
  for (const char* bad : {"ftp://proxy", "http://", "http://hunter2:p w@proxy"}) {
    HttpSettings settings;
    settings.proxy = bad;
    EXPECT_NE(rejection(settings), "") << bad;
    EXPECT_EQ(rejection(settings).find("hunter2"), std::string::npos);
  }
}

TEST(Settings, TheUserAgentCannotForgeHeaders) {
  HttpSettings settings;
  settings.user_agent = "x\r\nX: y";
  EXPECT_NE(rejection(settings), "");
}

}  // namespace
}  // namespace ingest::host::http
