// connector_library.cc - see connector_library.hpp.
#include "loader/connector_library.hpp"

#include <dlfcn.h>
#include <fcntl.h>

#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <cstring>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include "diagnostics/plain_text.hpp"
#include "loader/connector_fault.hpp"
#include "loader/table_check.hpp"

namespace ingest::host {
namespace {

namespace dll = boost::dll;

// Never emptied and never destroyed: libraries stay. See the header.
struct Registry {
  std::mutex mutex;
  std::map<std::filesystem::path, ConnectorLibrary*> libraries;
  std::deque<dll::shared_library> handles;  // of files that proved unfit as well
};
Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

// Everything bound now, so that a missing symbol shows here; names private to the library. Boost
// has no name for RTLD_NODELETE but hands unknown bits to dlopen.
dll::load_mode::type load_mode() {
  return static_cast<dll::load_mode::type>(
      static_cast<unsigned>(dll::load_mode::rtld_now | dll::load_mode::rtld_local) |
      static_cast<unsigned>(RTLD_NODELETE));
}

// Another name for the file's descriptor that stays open: the dynamic linker knows a library by its
// name, and would take a later file of the same number for this one.
std::string lasting_name(const VettedFile& file) {
  const int copy = ::fcntl(file.descriptor(), F_DUPFD_CLOEXEC, 3);
  if (copy < 0)
    throw ConnectorFault(file.path(), kLoadingStage, std::strerror(errno),
                         "raise the limit of open files (ulimit -n)");
  return "/proc/self/fd/" + std::to_string(copy);
}

// What the dynamic linker said, out of Boost's text around it, without the name that it was given.
std::string linker_words(std::string text, const std::string& name, const std::string& file) {
  static constexpr std::string_view kIntro = "(dlerror system message: ";
  if (const auto at = text.find(kIntro); at != std::string::npos) {
    text.erase(0, at + kIntro.size());
    if (const auto end = text.rfind("): "); end != std::string::npos) text.erase(end);
  }
  if (text.rfind(name + ": ", 0) == 0) text.erase(0, name.size() + 2);
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + file.size()))
    text.replace(at, name.size(), file);
  return plain_text(text, 512);
}

}  // namespace

ConnectorLibrary& ConnectorLibrary::load(const VettedFile& file, const StageHook& on_stage) {
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  const auto known = all.libraries.find(file.path());
  if (known == all.libraries.end())
    return *all.libraries.emplace(file.path(), open(file, on_stage)).first->second;
  if (known->second->sha256() != file.sha256())
    throw ConnectorFault(file.path(), kLoadingStage, "it changed after this process had loaded it",
                         "start again: a changed connector takes effect in the next process");
  return *known->second;
}

ConnectorLibrary* ConnectorLibrary::open(const VettedFile& file, const StageHook& on_stage) {
  std::string stage;
  const auto enter = [&](const char* next) {
    stage = next;
    if (on_stage) on_stage(stage);
  };
  const auto fault = [&](const std::string& reason, const std::string& hint) {
    return ConnectorFault(file.path(), stage, reason, hint);
  };
  static const std::string kRebuild =
      "build it again for this machine and this version of connector.h, or remove the file";

  enter(kLoadingStage);
  const std::string name = lasting_name(file);
  dll::shared_library& library = registry().handles.emplace_back();
  try {
    library.load(name, load_mode());
  } catch (const std::exception& e) {
    throw fault(linker_words(e.what(), name, file.path().string()),
                "install the libraries that it needs, or build it for this system");
  }

  enter("calling its entry point");
  if (!library.has(INGEST_ENTRY_SYMBOL))
    throw fault(std::string("it has no symbol ") + INGEST_ENTRY_SYMBOL, kRebuild);
  const ingest_connector* table = library.get<const ingest_connector*()>(INGEST_ENTRY_SYMBOL)();

  enter("reading its descriptor");
  CheckedTable checked = check_table(table);
  if (!checked.fault.empty()) throw fault(checked.fault, kRebuild);
  auto* self = new ConnectorLibrary;
  self->path_ = file.path();
  self->sha256_ = file.sha256();
  self->table_ = table;
  self->name_ = std::move(checked.name);
  self->details_ = std::move(checked.details);
  self->concurrent_transform_ = (checked.capabilities & INGEST_CAP_CONCURRENT_TRANSFORM) != 0;
  return self;
}

}  // namespace ingest::host
