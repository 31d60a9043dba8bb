// cases_errors.cc - how a connector says what went wrong.
#include <array>
#include <functional>
#include <string>

#include "conformance/case.hpp"
#include "conformance/failures.hpp"
#include "conformance/garbage.hpp"
#include "conformance/scene.hpp"

namespace ingest::host::conformance {
namespace {

using Judge = std::function<void(const std::string& what, const CallEnd& end)>;

// Whatever makes calls fail: told are the calls and their ends.
void provoke(Trial& trial, bool without_error, const Judge& judge) {
  const Subject& subject = trial.subject();
  const ingest_connector& table = trial.table();
  CheckHost& host = new_host(subject);
  for (const GarbageSettings& garbage : garbage_settings(subject)) {
    trial.stage("create with " + garbage.name);
    const Instance instance(table, host, {garbage.text.data(), garbage.text.size()}, HostAge::kThis,
                            without_error);
    judge("create, given " + garbage.name + ",", instance.created());
  }
  const auto read = [&](Scene& scene, const std::string& when) {
    CheckSink checks(CallKind::kTest);
    judge("test_connection " + when, scene.test(checks));
    CheckSink pages(CallKind::kFetch);
    judge("fetch " + when, scene.fetch(pages));
  };
  for (const HttpFailure& failure : http_failures())
    for (const unsigned first : {0U, 1U}) {
      SceneOptions options;
      options.without_error = without_error;
      options.source = failing_source(subject.check, failure, first);
      Scene scene(trial, std::move(options));
      read(scene, "answered " + std::string(failure.name));
    }
  if (subject.pages.empty()) return;
  SceneOptions options;
  options.without_error = without_error;
  Scene scene(trial, std::move(options));
  for (const GarbagePage& garbage : garbage_pages(subject.pages.back())) {
    CheckSink rows(CallKind::kTransform);
    judge("transform, given " + garbage.name + ",", scene.transform(garbage.page, rows));
  }
}

void error_is_sound(Trial& trial) {
  provoke(trial, false, [](const std::string& what, const CallEnd& end) {
    if (const std::string fault = fault_of_error(end); !fault.empty())
      throw Fault{
          what + " " + fault,
          "cut messages at 1023 bytes, before a character's first byte, and end them with NUL"};
  });
}

void error_may_be_null(Trial& trial) {
  provoke(trial, true, [](const std::string&, const CallEnd&) {});
}

constexpr std::array kErrorCases = {
    Case{"error-is-utf8-and-terminated",
         "Whatever goes wrong, the error has the status, and a message that is text.",
         Ready::kInstance, error_is_sound},
    Case{"error-may-be-null", "It takes NULL where an error could be told.", Ready::kInstance,
         error_may_be_null},
};

}  // namespace

std::span<const Case> error_cases() { return kErrorCases; }

}  // namespace ingest::host::conformance
