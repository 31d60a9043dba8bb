// preparation.cc - see preparation.hpp. Frames, in their order: L loaded; T has a table; D
// capabilities and details; I has an instance; P a page, any number; F fetched well; N no further,
// with reason and hint.
#include "conformance/preparation.hpp"

#include <cstring>
#include <string>

#include "conformance/scene.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "loader/descriptor_check.hpp"
#include "loader/table_check.hpp"
#include "sandbox/sandbox.hpp"

namespace ingest::host::conformance {
namespace {

constexpr char kBetween = '\x1F';

void no_further(const ForkedChild::Send& send, const std::string& reason,
                const std::string& hint = {}) {
  send('N', reason + kBetween + hint);
}

std::string give_settings(const Subject& subject) {
  if (!subject.check.settings_path.empty())
    return "correct the settings in " + subject.check.settings_path.filename().string();
  return "give --settings FILE, or write " + check_file_of(subject.file).filename().string();
}

// A text of a record that is not UTF-8 is another case's business.
std::string text_of(const std::string& text) { return is_utf8(text) ? text : plain_text(text); }

v1::SourcePage page_of(const SinkEvent& event) {
  v1::SourcePage page;
  page.set_unit(text_of(event.unit));
  page.set_place(event.place);
  page.set_key(text_of(event.key));
  page.set_media_type(text_of(event.type));
  page.set_body(event.payload);
  page.set_context(event.context);
  page.set_rows(event.rows);
  return page;
}

void fetch_pages(Trial& trial, Scene& scene, const ForkedChild::Send& send) {
  CheckSink sink(CallKind::kFetch);
  const CallEnd end = scene.fetch(sink);
  if (const std::string fault = fault_of_fetch(scene, end); !fault.empty())
    return no_further(send, "there are no pages: " + fault,
                      "write " + check_file_of(trial.subject().file).filename().string() +
                          ", or give --pages with a recording");
  std::size_t pages = 0;
  std::size_t bytes = 0;
  for (const SinkEvent& event : sink.of_kind(INGEST_RECORD_PAGE)) {
    bytes += event.payload.size() + event.context.size();
    if (++pages > kMostPages || bytes > kMostPageBytes) break;
    send('P', page_of(event).SerializeAsString());
  }
  if (pages == 0)
    return no_further(send, "there are no pages: fetch emitted none",
                      "write " + check_file_of(trial.subject().file).filename().string() +
                          ", or give --pages with a recording");
  send('F', {});
}

}  // namespace

void prepare(const Subject& start, const ForkedChild::Send& send) {
  Subject subject = start;
  const auto stage = [&send](std::string_view what) { send(kStageFrame, what); };
  try {
    enter_sandbox(SandboxKind::kCheck);
    stage("loading the library");
    const Entry entry = load_entry(subject);
    send('L', {});
    stage("calling its entry point");
    const ingest_connector* table = entry();
    if (table == nullptr) return no_further(send, "its entry point returned no table");
    send('T', {});
    stage("describe");
    const CheckedTable checked = check_table(table);
    if (!checked.fault.empty()) return no_further(send, "the host can't use it: " + checked.fault);
    std::string details(sizeof(checked.capabilities), '\0');
    std::memcpy(details.data(), &checked.capabilities, sizeof(checked.capabilities));
    send('D', details + checked.details.SerializeAsString());

    subject.details = checked.details;
    compose_settings(subject);
    Trial trial(subject, stage);
    CheckHost& host = new_host(subject);
    stage("create");
    {
      const Instance instance(*table, host, {subject.settings.data(), subject.settings.size()});
      if (!instance.is_open())
        return no_further(send, "create refuses the settings: " + instance.created().shown(),
                          give_settings(subject));
    }
    send('I', {});
    if (!subject.pages.empty()) return send('F', {});
    Scene scene(trial);
    fetch_pages(trial, scene, send);
  } catch (const Fault& fault) {
    no_further(send, fault.reason, fault.hint);
  } catch (const Failure& failure) {
    no_further(send, failure.what(), failure.hint());
  }
}

bool take_step(Subject& subject, char letter, std::string_view bytes) {
  switch (letter) {
    case 'L':
      subject.ready = Ready::kLoaded;
      return true;
    case 'T':
      subject.ready = Ready::kTable;
      return true;
    case 'D': {
      if (bytes.size() < sizeof(subject.capabilities)) return false;
      std::memcpy(&subject.capabilities, bytes.data(), sizeof(subject.capabilities));
      bytes.remove_prefix(sizeof(subject.capabilities));
      if (!subject.details.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return false;
      if (!check_descriptor(subject.details).empty()) return false;
      compose_settings(subject);
      subject.ready = Ready::kDetails;
      return true;
    }
    case 'I':
      if (subject.ready != Ready::kDetails) return false;
      subject.ready = Ready::kInstance;
      return true;
    case 'P': {
      v1::SourcePage page;
      if (!page.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
      if (subject.pages.size() >= kMostPages) return false;
      subject.pages.push_back(std::move(page));
      subject.pages_from = "fetch";
      return true;
    }
    case 'F':
      if (subject.ready != Ready::kInstance || subject.pages.empty()) return false;
      subject.ready = Ready::kPages;
      return true;
    case 'N': {
      const std::size_t at = bytes.find(kBetween);
      subject.why_no_more = plain_text(bytes.substr(0, at), 600);
      if (at != std::string_view::npos) subject.hint = plain_text(bytes.substr(at + 1), 600);
      return true;
    }
    default:
      return false;
  }
}

void end_preparation(Subject& subject, const std::string& death) {
  if (subject.ready == Ready::kPages) return;
  if (subject.why_no_more.empty()) subject.why_no_more = death;
  // Pages of a fetch that did not end well prove nothing.
  if (subject.pages_from == "fetch") subject.pages.clear();
}

}  // namespace ingest::host::conformance
