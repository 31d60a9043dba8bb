// curl_handle.hpp - owners of libcurl's objects.
#pragma once

#include "http/curl_library.hpp"

#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace ingest::host::http {

struct EasyCloser {
  void operator()(CURL* easy) const noexcept { curl().easy_cleanup(easy); }
};
struct MultiCloser {
  void operator()(CURLM* multi) const noexcept { curl().multi_cleanup(multi); }
};
struct ListCloser {
  void operator()(curl_slist* list) const noexcept { curl().slist_free_all(list); }
};
struct UrlCloser {
  void operator()(CURLU* url) const noexcept { curl().url_cleanup(url); }
};
struct TextCloser {
  void operator()(char* text) const noexcept { curl().free(text); }
};

using EasyHandle = std::unique_ptr<CURL, EasyCloser>;
using MultiHandle = std::unique_ptr<CURLM, MultiCloser>;
using CurlList = std::unique_ptr<curl_slist, ListCloser>;
using CurlUrl = std::unique_ptr<CURLU, UrlCloser>;
using CurlText = std::unique_ptr<char, TextCloser>;

// Easy handles between two uses. One thread.
class HandlePool {
 public:
  EasyHandle take() {
    if (idle_.empty()) {
      EasyHandle easy(curl().easy_init());
      if (!easy) throw std::bad_alloc();
      return easy;
    }
    EasyHandle easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }
  // It may point into a transfer that is gone before the next use: hence the reset.
  void keep(EasyHandle easy) {
    curl().easy_reset(easy.get());
    idle_.push_back(std::move(easy));
  }
  void clear() { idle_.clear(); }

 private:
  std::vector<EasyHandle> idle_;
};

inline void append(CurlList& list, const char* line) {
  curl_slist* longer = curl().slist_append(list.get(), line);
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());  // longer is the same list, or its new head
  list.reset(longer);
}

}  // namespace ingest::host::http
