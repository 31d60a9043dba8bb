// connector_library.cc - see connector_library.hpp.
#include "loader/connector_library.hpp"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include "diagnostics/plain_text.hpp"
#include "loader/connector_fault.hpp"
#include "loader/elf_header.hpp"
#include "loader/file_digest.hpp"
#include "loader/table_check.hpp"

namespace ingest::host {
namespace {

namespace dll = boost::dll;

constexpr int kNewestMajorLookedFor = 9;

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

// What the dynamic linker said, out of Boost's text around it, without the file's own path.
std::string linker_words(std::string text, const std::filesystem::path& file) {
  static constexpr std::string_view kIntro = "(dlerror system message: ";
  if (const auto at = text.find(kIntro); at != std::string::npos) {
    text.erase(0, at + kIntro.size());
    if (const auto end = text.rfind("): "); end != std::string::npos) text.erase(end);
  }
  const std::string own = file.string() + ": ";
  if (text.rfind(own, 0) == 0) text.erase(0, own.size());
  return plain_text(text, 512);
}

std::string entry_fault(const dll::shared_library& library) {
  for (int major = INGEST_ABI_MAJOR + 1; major <= kNewestMajorLookedFor; ++major)
    if (library.has("ingest_connector_entry_v" + std::to_string(major)))
      return "it speaks connector ABI " + std::to_string(major) + "; this host speaks " +
             std::to_string(INGEST_ABI_MAJOR);
  return std::string("it has no symbol ") + INGEST_ENTRY_SYMBOL +
         ": a shared library, but not a connector";
}

}  // namespace

ConnectorLibrary& ConnectorLibrary::load(const std::filesystem::path& file,
                                         const StageHook& on_stage) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::canonical(file, error);
  if (error)
    throw ConnectorFault(file, "finding the file", error.message(),
                         "check the path, or list what is there with 'ingest plugins list'");
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  if (const auto known = all.libraries.find(canonical); known != all.libraries.end())
    return *known->second;
  ConnectorLibrary* library = open(canonical, on_stage);
  all.libraries.emplace(canonical, library);
  return *library;
}

ConnectorLibrary* ConnectorLibrary::open(const std::filesystem::path& canonical,
                                         const StageHook& on_stage) {
  std::string stage;
  const auto enter = [&](const char* next) {
    stage = next;
    if (on_stage) on_stage(stage);
  };
  const auto fault = [&](const std::string& reason, const std::string& hint) {
    return ConnectorFault(canonical, stage, reason, hint);
  };
  static const std::string kRebuild =
      "build it again for this machine and this version of connector.h, or remove the file";

  enter("reading the file");
  if (const std::string reason = elf_fault(canonical); !reason.empty())
    throw fault(reason, "copy the connector's .so again, built for this machine");
  std::string digest;
  try {
    digest = file_sha256(canonical);
  } catch (const std::exception& e) {
    throw fault(e.what(), "check the file's permissions");
  }

  enter("loading the library");
  dll::shared_library& library = registry().handles.emplace_back();
  try {
    library.load(canonical, load_mode());
  } catch (const std::exception& e) {
    throw fault(linker_words(e.what(), canonical),
                "install the libraries that it needs, or build it for this system");
  }

  enter("calling its entry point");
  if (!library.has(INGEST_ENTRY_SYMBOL)) throw fault(entry_fault(library), kRebuild);
  const ingest_connector* table = library.get<const ingest_connector*()>(INGEST_ENTRY_SYMBOL)();

  enter("reading its descriptor");
  CheckedTable checked = check_table(table);
  if (!checked.fault.empty()) throw fault(checked.fault, kRebuild);
  auto* self = new ConnectorLibrary;
  self->path_ = canonical;
  self->sha256_ = std::move(digest);
  self->table_ = table;
  self->name_ = std::move(checked.name);
  self->details_ = std::move(checked.details);
  self->concurrent_transform_ = (checked.capabilities & INGEST_CAP_CONCURRENT_TRANSFORM) != 0;
  return self;
}

}  // namespace ingest::host
