#include "http/curl_library.hpp"

#include <dlfcn.h>

#include <new>
#include <string>

#include "diagnostics/failure.hpp"

namespace ingest::host::http {
namespace {

constexpr char kName[] = "libcurl.so.4";

[[noreturn]] void refuse() {
  const char* why = ::dlerror();
  throw Failure(ExitStatus::kInternal,
                std::string("can't load ") + kName + ": " + (why == nullptr ? "unknown" : why),
                "Install libcurl 7.88 or newer; Debian's package is libcurl4.");
}

template <class Function>
void find(void* library, const char* name, Function& function) {
  void* const found = ::dlsym(library, name);
  if (found == nullptr) refuse();
  function = reinterpret_cast<Function>(found);
}

// global_init is thread-safe where this runs, once. libcurl is never torn down: connectors stay
// loaded to the end of the process.
CurlLibrary load() {
  void* const library = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) refuse();
  CurlLibrary all;
#define INGEST_CURL_FIND(name) find(library, "curl_" #name, all.name);
  INGEST_CURL_FUNCTIONS(INGEST_CURL_FIND)
#undef INGEST_CURL_FIND
  if (all.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::bad_alloc();
  return all;
}

}  // namespace

const CurlLibrary& curl() {
  static const CurlLibrary library = load();
  return library;
}

}  // namespace ingest::host::http
