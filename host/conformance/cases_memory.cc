// cases_memory.cc - what a connector may read, and for how long: views are borrowed for the call
// that lends them, and end where they say.
#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/guarded_bytes.hpp"
#include "conformance/scene.hpp"
#include "recording/page_record.hpp"

namespace ingest::host::conformance {
namespace {

// Whether readable memory goes on where a text ends: with a NUL, as in many a host.
enum class End { kExact, kNul };

GuardedBytes lent(std::string text, End end) {
  if (end == End::kNul) text += '\0';
  return GuardedBytes(text);
}

// A page that can be taken away.
class GuardedPage {
 public:
  GuardedPage(const v1::SourcePage& page, End end) : record_(record_of(page)) {
    for (ingest_bytes* view :
         {&record_.type, &record_.unit, &record_.key, &record_.payload, &record_.context})
      view->data =
          bytes_.emplace_back(lent({static_cast<const char*>(view->data), view->size}, end)).data();
  }
  const ingest_record& record() const noexcept { return record_; }
  void revoke() noexcept {
    for (GuardedBytes& bytes : bytes_) bytes.revoke();
  }

 private:
  ingest_record record_;
  std::deque<GuardedBytes> bytes_;
};

// An instance whose settings are lent as strictly as can be.
struct Strict {
  Strict(Trial& trial, End end)
      : settings(lent(trial.subject().settings, end)),
        http(*new CannedHttp(std::make_unique<ScriptedSource>(trial.subject().check),
                             HostAge::kThis)),
        host(*new CheckHost(HostAge::kThis, http.table())) {
    http.keep_answers_in(end == End::kExact ? AnswerMemory::kExact : AnswerMemory::kGoes);
    const ingest_connector& table = trial.table();
    trial.stage(end == End::kExact ? "create, with settings that end where memory ends" : "create");
    instance = std::make_unique<Instance>(
        table, host, ingest_text{settings.data(), trial.subject().settings.size()});
    if (!instance->is_open())
      throw Fault{"create refused settings that lie elsewhere: " + instance->created().shown(), {}};
  }
  GuardedBytes settings;
  CannedHttp& http;
  CheckHost& host;
  std::unique_ptr<Instance> instance;
};

void texts_end_where_they_say(Trial& trial) {
  Strict strict(trial, End::kExact);
  trial.stage("test_connection, with answers that end where memory ends");
  CheckCall& tested = *new CheckCall;
  CheckSink checks(CallKind::kTest);
  strict.instance->test(tested, checks);
  strict.http.end_call(tested.table());
  trial.stage("fetch, with answers that end where memory ends");
  CheckCall& fetched = *new CheckCall;
  CheckSink pages(CallKind::kFetch);
  strict.instance->fetch(fetched, pages);
  strict.http.end_call(fetched.table());
  for (const v1::SourcePage& page : trial.subject().pages) {
    GuardedPage guarded(page, End::kExact);
    trial.stage("transform of a page that ends where memory ends, " + shown(page));
    CheckCall call;
    CheckSink rows(CallKind::kTransform);
    strict.instance->transform(call, guarded.record(), rows);
  }
}

// The tables of a call are gone when it has returned, as they are with any host.
class LentCall {
 public:
  LentCall(Strict& strict, CallKind kind)
      : strict_(strict), call_(HostAge::kLent), sink_(kind, HostAge::kLent) {}
  void test() { strict_.instance->test(call_, sink_); }
  void fetch() { strict_.instance->fetch(call_, sink_); }
  void transform(const ingest_record& page) { strict_.instance->transform(call_, page, sink_); }
  void revoke() {
    strict_.http.end_call(call_.table());
    call_.revoke();
    sink_.revoke();
  }

 private:
  Strict& strict_;
  CheckCall call_;
  CheckSink sink_;
};

void keeps_no_borrowed_memory(Trial& trial) {
  Strict strict(trial, End::kNul);
  strict.settings.revoke();
  // Kept until the end, so that nothing else comes to lie where they were.
  std::deque<LentCall> calls;
  std::deque<GuardedPage> pages;
  trial.stage("test_connection, when the settings that create was lent are gone");
  calls.emplace_back(strict, CallKind::kTest).test();
  calls.back().revoke();
  trial.stage("fetch, when what earlier calls were lent is gone");
  calls.emplace_back(strict, CallKind::kFetch).fetch();
  calls.back().revoke();
  for (int round = 0; round < 2; ++round)
    for (const v1::SourcePage& page : trial.subject().pages) {
      trial.stage("transform of " + shown(page) + ", when what earlier calls were lent is gone");
      pages.emplace_back(page, End::kNul);
      calls.emplace_back(strict, CallKind::kTransform).transform(pages.back().record());
      calls.back().revoke();
      pages.back().revoke();
      if (pages.size() >= 64) break;
    }
  trial.stage("destroy, when what earlier calls were lent is gone");
  strict.instance->destroy();
}

constexpr std::array kMemoryCases = {
    Case{"texts-end-where-they-say", "It reads no text beyond its size, and needs no NUL there.",
         Ready::kInstance, texts_end_where_they_say},
    Case{"keeps-no-borrowed-memory", "It reads nothing of what a call was lent after that call.",
         Ready::kInstance, keeps_no_borrowed_memory},
};

}  // namespace

std::span<const Case> memory_cases() { return kMemoryCases; }

}  // namespace ingest::host::conformance
