#include "connection/connection.hpp"

#include <gmock/gmock.h>

#include "connection/failing.hpp"
#include "output/temporary_folder.hpp"

namespace ingest::host {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kHead = "kind: connection\nname: acme\nplugin: checkmarx-sca\n";

Connection parse(const std::string& yaml) { return parse_connection(yaml, "/etc/i/acme.yaml"); }
std::string fault(const std::string& more) {
  return failing([&] { parse(kHead + more); });
}

TEST(Connection, TheWholeFileOfTheDocumentation) {
  const Connection c = parse(R"(kind: connection
name: acme-sca
plugin: checkmarx-sca
description: Open source findings of Acme
status: inactive               # or active
config:
  region: deu
  tenant: acme
  api_key: ${env:CX_APIKEY}
scope:
  asset_classes: [generic-application, code-repository]
  findings: [vulnerability]
map: mine
http: {ca_file: ca.pem, proxy: , timeout: 90s, connect_timeout: 500ms, max_concurrency: 12, requests_per_second: 2.5}
schedule: {every: 24h, start: 2026-12-01T02:00:00Z}
output: {dir: ./out}
)");
  EXPECT_EQ(c.name, "acme-sca");
  EXPECT_EQ(c.plugin, "checkmarx-sca");
  EXPECT_EQ(c.description, "Open source findings of Acme");
  EXPECT_FALSE(c.active);
  EXPECT_EQ(c.config.at("api_key").text, "${env:CX_APIKEY}");
  EXPECT_EQ(c.config.at("api_key").place.line, 9);
  EXPECT_EQ(c.config.at("api_key").place.column, 12);
  EXPECT_EQ(c.scope.at("asset_classes").values.at(1).text, "code-repository");
  EXPECT_EQ(c.map, "mine");
  EXPECT_EQ(c.http.ca_file, "/etc/i/ca.pem");
  EXPECT_EQ(c.http.proxy.text, "");
  EXPECT_EQ(c.http.timeout, 90s);
  EXPECT_EQ(c.http.connect_timeout, 500ms);
  EXPECT_EQ(c.http.max_concurrency, 12U);
  EXPECT_EQ(c.http.requests_per_second, 2.5);
  EXPECT_EQ(c.schedule->every, 24h);
  EXPECT_EQ(c.output_dir, "./out");
}

TEST(Connection, WhatIsNotStatedHasItsDefault) {
  const Connection c = parse(kHead);
  EXPECT_TRUE(c.active);
  EXPECT_EQ(c.map, "default");
  EXPECT_EQ(c.http.timeout, 60s);
  EXPECT_EQ(c.http.max_concurrency, 6U);
  EXPECT_FALSE(c.schedule.has_value());
  EXPECT_EQ(c.output_dir, "");
}

TEST(Connection, AnUnknownKeyIsAnErrorWithItsPlaceAndASuggestion) {
  EXPECT_THAT(fault("pluging: x\n"), StartsWith("/etc/i/acme.yaml:4:1: unknown key 'pluging'; did "
                                                "you mean 'plugin'?"));
  EXPECT_THAT(fault("http: {time_out: 3s}\n"),
              HasSubstr("acme.yaml:4:8: unknown key 'time_out' in http; did you mean 'timeout'?"));
  EXPECT_THAT(fault("output: {directory: x}\n"), HasSubstr("known are: dir"));
  EXPECT_THAT(fault("schedule: {evry: 24h}\n"), HasSubstr("did you mean 'every'?"));
}

TEST(Connection, RepeatedAndMissingKeys) {
  EXPECT_THAT(fault("name: other\n"), HasSubstr("acme.yaml:4:1: key 'name' is given twice"));
  EXPECT_THAT(fault("config: {a: 1, a: 2}\n"), HasSubstr("key 'a' is given twice"));
  EXPECT_THAT(failing([] { parse("kind: connection\nname: a\n"); }),
              HasSubstr("'plugin' is missing"));
  EXPECT_THAT(failing([] { parse("name: a\nplugin: b\n"); }), HasSubstr("'kind' is missing"));
  EXPECT_THAT(failing([] { parse("kind: map\nname: a\nplugin: b\n"); }),
              HasSubstr(":1:7: kind must be 'connection'"));
}

TEST(Connection, WrongValuesAreNamedWithTheirPlace) {
  EXPECT_THAT(fault("status: on\n"),
              HasSubstr(":4:9: status is 'on'; it can be active or inactive"));
  EXPECT_THAT(fault("config: {region: [a]}\n"), HasSubstr("config.region must be a single value"));
  EXPECT_THAT(fault("scope: {findings: vulnerability}\n"), HasSubstr("must be a list"));
  EXPECT_THAT(fault("http: {timeout: 60}\n"), HasSubstr(":4:17: http.timeout must be a duration"));
  EXPECT_THAT(fault("http: {timeout: 0s}\n"), HasSubstr("must be a duration"));
  EXPECT_THAT(fault("http: {max_concurrency: 0}\n"), HasSubstr("from 1 to 64"));
  EXPECT_THAT(fault("http: {max_concurrency: -1}\n"), HasSubstr("from 1 to 64"));
  EXPECT_THAT(fault("http: {requests_per_second: nan}\n"), HasSubstr("must be a number"));
  EXPECT_THAT(fault("http: 3\n"), HasSubstr("http must be a mapping"));
  EXPECT_THAT(fault("config: {region: \"a\\eb\"}\n"), HasSubstr("control characters"));
  EXPECT_THAT(failing([] { parse("kind: connection\nname: ../up\nplugin: b\n"); }),
              HasSubstr("name may hold letters"));
}

TEST(Connection, ClientCertificates) {
  Connection c = parse(kHead +
                       "http: {client_cert: me.pem, client_key: keys/../me.key, "
                       "client_key_password: \"${env:KEY}\"}\n");
  EXPECT_EQ(c.http.client_cert, "/etc/i/me.pem");
  EXPECT_EQ(c.http.client_key, "/etc/i/me.key");
  EXPECT_EQ(c.http.client_key_password.text, "${env:KEY}");
  c = parse(kHead + "http: {client_cert: /etc/me.pem}\n");  // it holds both
  EXPECT_EQ(c.http.client_key, "/etc/me.pem");
  c = parse(kHead + "http: {client_key: /etc/me.pem}\n");
  EXPECT_EQ(c.http.client_cert, "/etc/me.pem");
  const std::string text = fault("http: {client_key: k, client_key_password: hunter2}\n");
  EXPECT_THAT(text, HasSubstr(":4:44: http.client_key_password holds a password in the file"));
  EXPECT_THAT(text, HasSubstr("${env:CLIENT_KEY_PASSWORD}"));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(fault("http: {client_key_password: \"${env:X}\"}\n"),
              HasSubstr("has a client_key_password and no client_key"));
}

TEST(Connection, RetriesAndStalls) {
  const Connection c = parse(kHead + R"(http:
  retry: {max_attempts: 7, initial_backoff: 250ms, max_backoff: 10s, max_elapsed: 1h, max_retry_after: 0s}
  stall: {bytes_per_second: 500, after: 45s}
)");
  EXPECT_EQ(c.http.retry.max_attempts, 7U);
  EXPECT_EQ(c.http.retry.initial_backoff, 250ms);
  EXPECT_EQ(c.http.retry.max_backoff, 10s);
  EXPECT_EQ(c.http.retry.max_elapsed, 1h);
  EXPECT_EQ(c.http.retry.max_retry_after, 0s);
  EXPECT_EQ(c.http.stall.bytes_per_second, 500U);
  EXPECT_EQ(c.http.stall.after, 45s);
  const Connection silent = parse(kHead);
  EXPECT_EQ(silent.http.retry.max_attempts, 5U);
  EXPECT_EQ(silent.http.retry.max_elapsed, 5min);
  EXPECT_EQ(silent.http.stall.bytes_per_second, 1U);
  EXPECT_EQ(silent.http.stall.after, 30s);
}

TEST(Connection, RetriesAndStallsAreReadStrictly) {
  EXPECT_THAT(fault("http: {retry: {max_attempt: 3}}\n"),
              HasSubstr("acme.yaml:4:16: unknown key 'max_attempt' in http.retry; did you mean "
                        "'max_attempts'?"));
  EXPECT_THAT(fault("http: {retry: {max_attempts: 0}}\n"),
              HasSubstr(":4:30: http.retry.max_attempts must be a number from 1 to 20"));
  EXPECT_THAT(fault("http: {retry: {max_attempts: 21}}\n"), HasSubstr("from 1 to 20"));
  EXPECT_THAT(fault("http: {retry: {initial_backoff: 0s}}\n"), HasSubstr("from 1ms to 1m"));
  EXPECT_THAT(fault("http: {retry: {max_backoff: 11m}}\n"), HasSubstr("from 1ms to 10m"));
  EXPECT_THAT(fault("http: {retry: {max_elapsed: 25h}}\n"), HasSubstr("up to 24h"));
  EXPECT_THAT(fault("http: {retry: {max_retry_after: soon}}\n"), HasSubstr("up to 24h"));
  EXPECT_THAT(fault("http: {retry: {initial_backoff: 10s, max_backoff: 1s}}\n"),
              HasSubstr("longer than its max_backoff"));
  EXPECT_THAT(fault("http: {retry: 5}\n"), HasSubstr("http.retry must be a mapping"));
  EXPECT_THAT(fault("http: {stall: {after: 1500ms}}\n"), HasSubstr("whole seconds"));
  EXPECT_THAT(fault("http: {stall: {after: 2h}}\n"), HasSubstr("from 1s to 1h"));
  EXPECT_THAT(fault("http: {stall: {bytes_per_second: -1}}\n"), HasSubstr("must be a number"));
}

TEST(Connection, LimitsOfTheWorker) {
  const Connection c = parse(kHead + "worker: {stall: 5m, memory: 512MiB, files: 1024}\n");
  EXPECT_EQ(c.worker.stall, 5min);
  EXPECT_EQ(c.worker.memory, std::uint64_t{512} << 20U);
  EXPECT_EQ(c.worker.files, 1024U);
  const Connection silent = parse(kHead);
  EXPECT_EQ(silent.worker.stall, 60s);
  EXPECT_EQ(silent.worker.memory, std::uint64_t{2} << 30U);
  EXPECT_EQ(silent.worker.files, 512U);

  EXPECT_THAT(fault("worker: {memry: 2GiB}\n"),
              HasSubstr("acme.yaml:4:10: unknown key 'memry' in worker; did you mean 'memory'?"));
  for (const char* memory : {"2", "2GB", "64MiB", "2000GiB", "-1GiB", "1.5GiB", "17179869186GiB"})
    EXPECT_THAT(fault(std::string("worker: {memory: ") + memory + "}\n"),
                HasSubstr(":4:18: worker.memory must be a size from 128MiB to 1024GiB"))
        << memory;
  EXPECT_THAT(fault("worker: {stall: 100ms}\n"), HasSubstr("from 1s to 24h"));
  EXPECT_THAT(fault("worker: {stall: 25h}\n"), HasSubstr("from 1s to 24h"));
  EXPECT_THAT(fault("worker: {files: 63}\n"), HasSubstr("from 64 to 65536"));
  EXPECT_THAT(fault("worker: {files: 256x}\n"), HasSubstr("from 64 to 65536"));
}

TEST(Connection, AReferenceMustBeWhole) {
  EXPECT_THAT(fault("config: {api_key: \"x${env:A}\"}\n"), HasSubstr("config.api_key holds '${'"));
  EXPECT_THAT(fault("config: {api_key: \"${vault:A}\"}\n"), HasSubstr("something unknown"));
  EXPECT_THAT(fault("config: {api_key: \"${env:A-B}\"}\n"), HasSubstr("no environment variable"));
  EXPECT_THAT(fault("config: {api_key: \"${secret:a}\"}\n"), HasSubstr("${secret:NAME/key}"));
}

TEST(Connection, AProxyPasswordInTheFileIsRefusedAndNotShown) {
  const std::string text = fault("http: {proxy: \"http://joe:hunter2@proxy:3128\"}\n");
  EXPECT_THAT(text, HasSubstr("${env:PROXY}"));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_EQ(parse(kHead + "http: {proxy: \"${env:PROXY}\"}\n").http.proxy.text, "${env:PROXY}");
}

TEST(Connection, WhatIsNoYamlIsToldWithItsPlace) {
  EXPECT_THAT(fault("config: {a: [}\n"), HasSubstr("acme.yaml:4:"));
  EXPECT_THAT(failing([] { parse("\xff\xfe"); }), HasSubstr("not UTF-8"));
  EXPECT_THAT(failing([] { parse(""); }), HasSubstr("empty"));
  EXPECT_THAT(failing([] { parse("- a\n- b\n"); }), HasSubstr("must be a mapping"));
  EXPECT_THAT(failing([] { parse(kHead + "---\nkind: connection\n"); }),
              HasSubstr("more than one"));
  // yaml-cpp's LoadAll finds documents without end in this.
  EXPECT_THAT(failing([] { parse(",NULLd b"); }), HasSubstr("acme.yaml"));
  EXPECT_THAT(failing([] { parse(std::string(2U << 20U, '#')); }), HasSubstr("larger than 1 MiB"));
  EXPECT_THAT(failing([] { parse(kHead + "config: " + std::string(100000, '[')); }),
              HasSubstr("not YAML"));
}

class FindConnection : public ::testing::Test {
 protected:
  FindConnection() {
    std::filesystem::create_directories(folder_.path() / "connections");
    write_file(folder_.path() / "connections" / "acme-sca.yaml", kHead);
    write_file(folder_.path() / "loose.yaml", kHead);
  }
  TemporaryFolder folder_;
};

TEST_F(FindConnection, ByNameAndByPath) {
  EXPECT_EQ(find_connection("acme-sca", folder_.path()),
            folder_.path() / "connections" / "acme-sca.yaml");
  const std::string path = (folder_.path() / "loose.yaml").string();
  EXPECT_EQ(find_connection(path, "/nowhere"), path);
  EXPECT_EQ(read_connection(path).name, "acme");
}

TEST_F(FindConnection, SaysWhereItLooked) {
  const std::string text = failing([&] { find_connection("acme-scaa", folder_.path()); });
  EXPECT_THAT(text, HasSubstr((folder_.path() / "connections" / "acme-scaa.yaml").string()));
  EXPECT_THAT(text, HasSubstr("did you mean 'acme-sca'?"));
  EXPECT_THAT(failing([&] { find_connection("./none.yml", folder_.path()); }),
              HasSubstr("no connection file"));
  EXPECT_THAT(failing([&] { find_connection("..", folder_.path()); }), HasSubstr("is no name"));
  EXPECT_THAT(failing([&] { read_connection(folder_.path()); }), HasSubstr("not a regular file"));
}

}  // namespace
}  // namespace ingest::host
