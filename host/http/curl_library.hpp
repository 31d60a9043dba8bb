// curl_library.hpp - libcurl, loaded when it is first used: with the two dozen libraries that it
// brings along it takes a third of the time in which the program starts, and most commands ask
// nothing of the network. Stays loaded to the end of the process. [thread-safe]
#pragma once

#include <curl/curl.h>

namespace ingest::host::http {

#define INGEST_CURL_FUNCTIONS(function)                                                           \
  function(easy_cleanup) function(easy_getinfo) function(easy_init) function(easy_reset)          \
      function(easy_setopt) function(easy_strerror) function(free) function(getdate)              \
          function(global_init) function(multi_add_handle) function(multi_cleanup)                \
              function(multi_info_read) function(multi_init) function(multi_perform)              \
                  function(multi_poll) function(multi_remove_handle) function(multi_setopt)       \
                      function(multi_wakeup) function(slist_append) function(slist_free_all)      \
                          function(url) function(url_cleanup) function(url_get) function(url_set) \
                              function(url_strerror)

// Each by its name without the prefix "curl_".
struct CurlLibrary {
#define INGEST_CURL_MEMBER(name) decltype(&::curl_##name) name = nullptr;
  INGEST_CURL_FUNCTIONS(INGEST_CURL_MEMBER)
#undef INGEST_CURL_MEMBER
};

// Ready for use. Throws a Failure (kInternal) when there is no libcurl.
const CurlLibrary& curl();

}  // namespace ingest::host::http
