// repo_urls.cc - see repo_urls.hpp.
#include "checkmarx-sca/repo_urls.hpp"

#include <memory>
#include <utility>

#include "checkmarx-sca/scan_details.hpp"

namespace checkmarx::sca {

void RepoUrls::ask(std::string scan, OnUrl on_url, OnError on_error) {
  waiting_.push_back({std::move(scan), std::move(on_url), std::move(on_error)});
  pump();
}

void RepoUrls::pump() {
  if (std::exchange(pumping_, true)) return;
  while (!waiting_.empty()) {
    const bool down = api_.is_down(kRepoUrlService);
    if (!down && under_way_ >= api_.unit_share()) break;
    Wish wish = std::move(waiting_.front());
    waiting_.pop_front();
    if (down) {
      wish.on_error(ingest::sdk::Error(INGEST_E_UNAVAILABLE,
                                       "not asked for, since the requests before it failed"));
    } else {
      grant(std::move(wish));
    }
  }
  pumping_ = false;
}

void RepoUrls::grant(Wish wish) {
  ++under_way_;
  auto shared = std::make_shared<Wish>(std::move(wish));
  get_scan_details(
      api_, shared->scan, DetailsFor::kRepoUrl,
      [this, shared](const ScanDetails& details) {
        --under_way_;
        shared->on_url(details.repo_url);
        pump();
      },
      [this, shared](const ingest::sdk::Error& error) {
        --under_way_;
        shared->on_error(error);
        pump();
      });
}

}  // namespace checkmarx::sca
