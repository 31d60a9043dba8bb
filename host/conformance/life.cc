// life.cc - see life.hpp.
#include "conformance/life.hpp"

#include "conformance/garbage.hpp"
#include "conformance/scene.hpp"

namespace ingest::host::conformance {

void live(Trial& trial, const std::function<void(std::string_view)>& after) {
  const Subject& subject = trial.subject();
  const auto done = [&after](std::string_view what) {
    if (after) after(what);
  };
  trial.table();
  done("loading it");
  if (subject.ready < Ready::kInstance) return;
  {
    Scene scene(trial);
    done("create");
    CheckSink checks(CallKind::kTest);
    scene.test(checks);
    done("test_connection");
    CheckSink pages(CallKind::kFetch);
    scene.fetch(pages);
    done("fetch");
    for (const v1::SourcePage& page : subject.pages) {
      CheckSink rows(CallKind::kTransform);
      scene.transform(page, rows);
    }
    if (!subject.pages.empty()) {
      CheckSink rows(CallKind::kTransform);
      scene.transform(garbage_pages(subject.pages.front()).at(1).page, rows);
    }
    done("transform");
  }
  done("destroy");
  {
    SceneOptions options;
    options.source = std::make_unique<BrokenSource>(
        std::make_unique<ScriptedSource>(subject.check), 1,
        [](const Request&, Answer) { return json_answer(503, "{}"); });
    Scene scene(trial, std::move(options));
    CheckSink pages(CallKind::kFetch);
    scene.fetch(pages);
  }
  done("a fetch that failed");
}

}  // namespace ingest::host::conformance
