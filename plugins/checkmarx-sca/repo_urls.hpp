// repo_urls.hpp - repository URLs from scans' details, for projects that have none themselves.
//
// A few are asked for at a time, so that when the service turns out to be down the rest need not
// be tried. One thread.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "checkmarx-one/api_client.hpp"

namespace checkmarx::sca {

class RepoUrls {
 public:
  // The URL; empty: the scan has none.
  using OnUrl = std::function<void(const std::string&)>;
  using OnError = std::function<void(const ingest::sdk::Error&)>;

  explicit RepoUrls(one::ApiClient& api) : api_(api) {}

  void ask(std::string scan, OnUrl on_url, OnError on_error);

 private:
  struct Wish {
    std::string scan;
    OnUrl on_url;
    OnError on_error;
  };

  void pump();
  void grant(Wish wish);

  one::ApiClient& api_;
  std::deque<Wish> waiting_;
  uint64_t under_way_ = 0;
  bool pumping_ = false;
};

}  // namespace checkmarx::sca
