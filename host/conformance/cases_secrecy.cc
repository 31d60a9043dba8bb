// cases_secrecy.cc - that what was told in confidence is not told on.
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/failures.hpp"
#include "conformance/scene.hpp"
#include "diagnostics/plain_text.hpp"

namespace ingest::host::conformance {
namespace {

// Looks for secrets in all that leaves a connector. Secrets are never part of what it says.
class Search {
 public:
  explicit Search(const std::vector<std::string>& secrets) : secrets_(secrets) {}

  void look(const std::string& where, std::string_view text) const {
    for (const std::string& secret : secrets_)
      if (text.find(secret) != std::string_view::npos)
        throw Fault{"a secret of the settings, or a token made of it, is in " + where,
                    "leave it out: logs, pages and errors are kept, and read by others"};
  }
  void look_at_end(const std::string& what, const CallEnd& end) const {
    look("the error of " + what,
         {end.error.message, ::strnlen(end.error.message, sizeof(end.error.message))});
  }
  void look_at_sink(const CheckSink& sink) const {
    for (const SinkEvent& event : sink.events()) {
      const std::string record = std::string("a record of ") + name_of(sink.kind());
      for (const std::string* part :
           {&event.type, &event.unit, &event.key, &event.payload, &event.context})
        look(part == &event.context ? "the context of a page" : record, *part);
    }
  }
  void look_at_scene(const Scene& scene) const {
    for (const std::string& line : scene.host.log()) look("a log message", line);
    for (const std::string& url : scene.http.counts().urls)
      look("the URL of a request that is not marked INGEST_HTTP_SENSITIVE", url);
  }

 private:
  const std::vector<std::string>& secrets_;
};

void call(Trial& trial, const Search& search, std::unique_ptr<Source> source) {
  SceneOptions options;
  options.source = std::move(source);
  Scene scene(trial, std::move(options));
  CheckCall& tested = scene.new_call();
  CheckSink checks(CallKind::kTest);
  search.look_at_end("test_connection", scene.test(tested, checks));
  CheckCall& fetched = scene.new_call();
  CheckSink pages(CallKind::kFetch);
  search.look_at_end("fetch", scene.fetch(fetched, pages));
  search.look_at_sink(checks);
  search.look_at_sink(pages);
  for (const CheckCall* one : {&tested, &fetched})
    for (const std::string& note : one->notes()) search.look("a note of progress", note);
  search.look_at_scene(scene);
}

void no_secret_in_output(Trial& trial) {
  const Subject& subject = trial.subject();
  if (subject.secrets.empty())
    throw Skipped{"its settings have no field of type SECRET, and its answers no token", {}};
  const Search search(subject.secrets);
  call(trial, search, nullptr);
  for (const HttpFailure& failure : http_failures())
    for (const unsigned first : {0U, 1U})
      call(trial, search, failing_source(subject.check, failure, first));
  Scene scene(trial);
  for (const v1::SourcePage& page : subject.pages) {
    search.look("a page that fetch emitted", page.body());
    CheckSink rows(CallKind::kTransform);
    search.look_at_end("transform", scene.transform(page, rows));
    search.look_at_sink(rows);
  }
  search.look_at_scene(scene);
}

// A create that fails has seen the secrets too. One of the fields is spoilt, the others are there.
void no_secret_in_refusal(Trial& trial) {
  const Subject& subject = trial.subject();
  const Search search(subject.secrets);
  if (subject.secrets.empty()) throw Skipped{"its settings have no field of type SECRET", {}};
  const ingest_connector& table = trial.table();
  CheckHost& host = new_host(subject);
  const std::string& good = subject.settings;
  for (const std::string& text :
       {good + "}", good.substr(0, good.size() - 1), "[" + good + "]", "\xFF" + good}) {
    trial.stage("create with spoilt settings");
    const Instance instance(table, host, {text.data(), text.size()});
    search.look_at_end("create", instance.created());
  }
  for (const std::string& line : host.log()) search.look("a log message of create", line);
}

constexpr std::array kSecrecyCases = {
    Case{"no-secret-in-output",
         "Secrets are in no log, error, page, record or plain URL, whatever goes wrong.",
         Ready::kInstance, no_secret_in_output},
    Case{"no-secret-in-refusal", "create quotes no secret when it refuses settings.",
         Ready::kInstance, no_secret_in_refusal},
};

}  // namespace

std::span<const Case> secrecy_cases() { return kSecrecyCases; }

}  // namespace ingest::host::conformance
