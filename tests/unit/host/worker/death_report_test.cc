#include "worker/death_report.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <cerrno>

#include "worker/thread_name.hpp"

namespace ingest::host {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kThread = 77;

class Report : public ::testing::Test {
 protected:
  Report() {
    death_.connector = "acme";
    death_.connector_file = "/opt/acme.so";
  }
  void is_in(ConnectorCall kind, const std::string& unit = {}, const std::string& page = {},
             HostFunction within = HostFunction::kNone) {
    CallUnderWay call;
    call.call = kind;
    call.tid = kThread;
    call.unit = unit;
    call.page = page;
    call.place = 2;
    call.within = within;
    call.stack_low = 0x7000'0000'0000;
    death_.state.calls.push_back(call);
  }
  Death& says(int signal) {
    Death said;
    said.kind = DeathKind::kSignal;
    said.signal = signal;
    said.signal_code = 1;
    said.tid = kThread;
    said.thread_name = kConnectorThreadName;
    said.module = "/opt/acme.so";
    said.stack_pointer = 0x7000'0070'0000;
    death_.said = said;
    death_.end = {0, signal};
    return *death_.said;
  }
  std::string what() const { return failure_of(death_).what(); }
  ExitStatus status() const { return failure_of(death_).status(); }

  WorkerDeath death_;
};

TEST_F(Report, NamesConnectorCallPageAndSignal) {
  is_in(ConnectorCall::kTransform, "shop", "results page 3");
  says(SIGSEGV).address = 0x10;
  EXPECT_EQ(what(),
            "connector acme crashed in transform of results page 3 of unit shop (SIGSEGV at "
            "address 0x10, in acme.so)");
  EXPECT_EQ(status(), ExitStatus::kConnector);
  death_.state.calls[0].page.clear();
  EXPECT_THAT(what(), HasSubstr("in transform of page 2 of unit shop"));
}

TEST_F(Report, OfFetchItSaysHowFarItWas) {
  is_in(ConnectorCall::kFetch);
  says(SIGFPE);
  EXPECT_EQ(what(), "connector acme crashed in fetch (SIGFPE, in acme.so)");
  death_.state.calls[0].unit = "shop";
  EXPECT_THAT(what(), HasSubstr("in fetch, at unit shop ("));
  death_.state.calls[0].page = "results page 1";
  EXPECT_THAT(what(), HasSubstr("in fetch, after results page 1 of unit shop ("));
}

TEST_F(Report, WhatAConnectorHandsToTheHostIsItsOwn) {
  is_in(ConnectorCall::kFetch, "shop", "p", HostFunction::kEmit);
  says(SIGSEGV).module = "/usr/bin/ingest";
  EXPECT_THAT(what(), HasSubstr("in fetch, after p of unit shop, with what it handed to emit ("));
  EXPECT_EQ(status(), ExitStatus::kConnector);
}

TEST_F(Report, AThreadWithoutACallIsTheConnectorsOrOurs) {
  is_in(ConnectorCall::kFetch, "shop");
  Death& said = says(SIGSEGV);
  said.tid = kThread + 1;
  EXPECT_THAT(what(), HasSubstr("acme crashed on a thread that it had started, during fetch, at "));
  said.thread_name = "whatever";
  EXPECT_EQ(status(), ExitStatus::kConnector);
  said.thread_name = kHostThreadName;
  EXPECT_EQ(status(), ExitStatus::kConnector) << "it is in the connector's code";
  said.module = "/usr/lib/libcurl.so.4";
  EXPECT_EQ(status(), ExitStatus::kInternal);
  EXPECT_THAT(what(), AllOf(HasSubstr("a defect of ingest: its worker crashed on a thread of its "),
                            HasSubstr("in libcurl.so.4"), Not(HasSubstr("acme"))));
}

TEST_F(Report, AFullStackIsCalledThat) {
  is_in(ConnectorCall::kTransform, "shop", "p");
  Death& said = says(SIGSEGV);
  said.address = 0x7000'0000'0000 - 16;
  said.stack_pointer = 0x7000'0000'0000;
  EXPECT_THAT(what(), HasSubstr("(SIGSEGV: its stack is full, by recursion without end)"));
  said.address = 0x10;
  EXPECT_THAT(what(), Not(HasSubstr("stack")));
}

TEST_F(Report, AFailedMallocIsCalledThat) {
  is_in(ConnectorCall::kTransform, "shop", "p");
  says(SIGSEGV).error = ENOMEM;
  EXPECT_THAT(what(), AllOf(HasSubstr("acme found no more memory in transform of p of unit shop"),
                            HasSubstr("allows 2.0 GiB")));
  death_.said->kind = DeathKind::kOutOfMemory;
  death_.said->error = 0;
  EXPECT_THAT(what(), HasSubstr("acme found no more memory"));
  death_.said->tid = kThread + 1;
  death_.said->thread_name = kHostThreadName;
  death_.said->module.clear();
  EXPECT_EQ(status(), ExitStatus::kInternal) << "the host's own need";
}

TEST_F(Report, WithoutAWordAllCallsAreNamed) {
  is_in(ConnectorCall::kFetch, "shop", "p1");
  is_in(ConnectorCall::kTransform, "shop", "p0");
  death_.end = {3, 0};
  EXPECT_EQ(what(),
            "connector acme ended the process in fetch, after p1 of unit shop; transform of p0 of "
            "unit shop (exit status 3)");
  for (int i = 0; i < 5; ++i) is_in(ConnectorCall::kTransform, "shop", "p");
  EXPECT_THAT(what(), HasSubstr("; and 4 more ("));
  death_.end = {0, SIGKILL};
  EXPECT_EQ(status(), ExitStatus::kInternal);
  death_.end = {0, SIGSYS};
  EXPECT_EQ(status(), ExitStatus::kConnector);
  death_.state.calls.clear();
  EXPECT_EQ(status(), ExitStatus::kInternal);
}

TEST_F(Report, TellsWhyItWasStopped) {
  is_in(ConnectorCall::kTransform, "shop", "p");
  death_.end = {0, SIGKILL};
  death_.stopped = {Stopped::Why::kSilent, death_.state.calls[0], 0};
  EXPECT_EQ(what(),
            "connector acme did not answer for 60 s in transform of p of unit shop, and was "
            "stopped");
  death_.stopped = {Stopped::Why::kMemory, std::nullopt, std::uint64_t{2200} << 20U};
  EXPECT_EQ(what(),
            "connector acme took too much memory in transform of p of unit shop: 2.1 GiB, where "
            "worker.memory of the connection file allows 2.0 GiB");
  EXPECT_EQ(status(), ExitStatus::kConnector);
  death_.stopped = {Stopped::Why::kThreads, std::nullopt, 0, 400};
  EXPECT_EQ(what(),
            "connector acme started too many threads in transform of p of unit shop: the worker "
            "had 400, of 336 that it may have");
  EXPECT_EQ(status(), ExitStatus::kConnector);
}

}  // namespace
}  // namespace ingest::host
