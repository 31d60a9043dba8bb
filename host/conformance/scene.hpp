// scene.hpp - a host, its canned HTTP and an instance created in it: what most cases begin with.
// Its calls belong to the thread that makes them.
#pragma once

#include <memory>
#include <string>

#include "conformance/canned_http.hpp"
#include "conformance/check_call.hpp"
#include "conformance/check_host.hpp"
#include "conformance/check_sink.hpp"
#include "conformance/instance.hpp"
#include "conformance/trial.hpp"

namespace ingest::host::conformance {

// A host with the check file's answers, for instances made without a scene. It stays for good.
CheckHost& new_host(const Subject& subject);

struct SceneOptions {
  HostAge age = HostAge::kThis;
  bool offers_http = true;
  bool without_error = false;
  std::unique_ptr<Source> source = {};  // null: the check file's
};

class Scene {
 public:
  // Throws Fault when create refuses settings that it took before.
  explicit Scene(Trial& trial, SceneOptions options = {});

  // Stays for good, so that late use of it is seen.
  CheckCall& new_call();
  CallEnd test(CheckSink& sink) { return test(new_call(), sink); }
  CallEnd fetch(CheckSink& sink) { return fetch(new_call(), sink); }
  CallEnd transform(const v1::SourcePage& page, CheckSink& sink);
  CallEnd test(CheckCall& call, CheckSink& sink);
  CallEnd fetch(CheckCall& call, CheckSink& sink);
  CallEnd transform(CheckCall& call, const ingest_record& page, CheckSink& sink);

  // The host's side stays for good: a connector that keeps a thread may still come back to it.
  CannedHttp& http;
  CheckHost& host;
  Instance instance;
  // Responses that calls had not released when they returned.
  std::size_t unreleased = 0;

  HostAge age() const noexcept { return age_; }

 private:
  Trial& trial_;
  const HostAge age_;
};

// The subject's pages through transform, in order; what came of each. Throws Skipped when a call
// fails: rows-accounted is the case that tells.
std::vector<std::vector<SinkEvent>> transform_all(Scene& scene, const Subject& subject);
// fetch, as it should go. Throws Skipped when it fails: reads-its-source is the case that tells.
void fetch_all(Scene& scene, CheckSink& sink);
// Why a fetch did not go well; empty when it did.
std::string fault_of_fetch(const Scene& scene, const CallEnd& end);

// 'p1', with its quotes, for sentences.
std::string quoted(const std::string& name);
// 'unit "p1", page "results page 1" (place 0)', for sentences.
std::string shown(const v1::SourcePage& page);

}  // namespace ingest::host::conformance
