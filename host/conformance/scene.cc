// scene.cc - see scene.hpp.
#include "conformance/scene.hpp"

#include <deque>
#include <utility>

#include "diagnostics/plain_text.hpp"
#include "recording/page_record.hpp"

namespace ingest::host::conformance {
namespace {

std::unique_ptr<Source> source_of(SceneOptions& options, const Subject& subject) {
  if (options.source) return std::move(options.source);
  return std::make_unique<ScriptedSource>(subject.check);
}

// Never destroyed.
template <class T, class... Arguments>
T& kept(Arguments&&... arguments) {
  static std::deque<std::unique_ptr<T>>& all = *new std::deque<std::unique_ptr<T>>;
  return *all.emplace_back(std::make_unique<T>(std::forward<Arguments>(arguments)...));
}

const ingest_connector& told(Trial& trial) {
  const ingest_connector& table = trial.table();
  trial.stage("create");
  return table;
}

}  // namespace

CheckHost& new_host(const Subject& subject) {
  const auto& http =
      kept<CannedHttp>(std::make_unique<ScriptedSource>(subject.check), HostAge::kThis);
  return kept<CheckHost>(HostAge::kThis, http.table());
}

Scene::Scene(Trial& trial, SceneOptions options)
    : http(kept<CannedHttp>(source_of(options, trial.subject()), options.age)),
      host(kept<CheckHost>(options.age, options.offers_http ? http.table() : nullptr)),
      instance(told(trial), host,
               {trial.subject().settings.data(), trial.subject().settings.size()}, options.age,
               options.without_error),
      trial_(trial),
      age_(options.age) {
  if (!instance.is_open())
    throw Fault{
        "create refused the settings that it takes elsewhere: " + instance.created().shown(), {}};
}

CheckCall& Scene::new_call() { return kept<CheckCall>(age_); }

CallEnd Scene::test(CheckCall& call, CheckSink& sink) {
  trial_.stage("test_connection");
  CallEnd end = instance.test(call, sink);
  unreleased += http.end_call(call.table());
  return end;
}

CallEnd Scene::fetch(CheckCall& call, CheckSink& sink) {
  trial_.stage("fetch");
  CallEnd end = instance.fetch(call, sink);
  unreleased += http.end_call(call.table());
  return end;
}

CallEnd Scene::transform(CheckCall& call, const ingest_record& page, CheckSink& sink) {
  CallEnd end = instance.transform(call, page, sink);
  unreleased += http.end_call(call.table());
  return end;
}

CallEnd Scene::transform(const v1::SourcePage& page, CheckSink& sink) {
  trial_.stage("transform of " + shown(page));
  CheckCall call(age_);
  return transform(call, record_of(page), sink);
}

std::vector<std::vector<SinkEvent>> transform_all(Scene& scene, const Subject& subject) {
  std::vector<std::vector<SinkEvent>> all;
  for (const v1::SourcePage& page : subject.pages) {
    CheckSink sink(CallKind::kTransform, scene.age());
    const CallEnd end = scene.transform(page, sink);
    if (!end.ok()) throw Skipped{"transform of " + shown(page) + " failed: " + end.shown(), {}};
    all.push_back(sink.events());
  }
  return all;
}

std::string fault_of_fetch(const Scene& scene, const CallEnd& end) {
  if (scene.http.counts().exhausted)
    return "fetch came to no end: it asked the source more than 5000 times in one call";
  return end.ok() ? std::string() : "fetch failed: " + end.shown();
}

void fetch_all(Scene& scene, CheckSink& sink) {
  const CallEnd end = scene.fetch(sink);
  if (const std::string fault = fault_of_fetch(scene, end); !fault.empty())
    throw Skipped{fault, "see the case reads-its-source"};
}

std::string quoted(const std::string& name) { return "'" + plain_text(name, 80) + "'"; }

std::string shown(const v1::SourcePage& page) {
  std::string text = "unit \"" + plain_text(page.unit(), 80) + "\"";
  if (!page.key().empty()) text += ", \"" + plain_text(page.key(), 80) + "\"";
  return text + " (place " + std::to_string(page.place()) + ")";
}

}  // namespace ingest::host::conformance
