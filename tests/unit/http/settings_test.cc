#include <gtest/gtest.h>

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
