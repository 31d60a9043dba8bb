// check_host.cc - see check_host.hpp.
#include "conformance/check_host.hpp"

#include <algorithm>
#include <cstring>

namespace ingest::host::conformance {
namespace {

constexpr std::size_t kMostMessages = 1000;
constexpr std::size_t kLongestMessage = 65536;

}  // namespace

CheckHost::CheckHost(HostAge age, const ingest_http* http) : table_(age), http_(http) {
  table_->abi_minor = INGEST_ABI_MINOR;
  if (age == HostAge::kOldest) table_->abi_minor = 0;
  if (age == HostAge::kNewer) table_->abi_minor = INGEST_ABI_MINOR + 7;
  table_->ctx = this;
  table_->name = "ingest";
  table_->version = INGEST_VERSION;
  table_->log_enabled = [](const ingest_host* host, ingest_log_level) noexcept -> std::int32_t {
    self(host).enter("log_enabled");
    return 1;
  };
  table_->log = [](const ingest_host* host, ingest_log_level, ingest_text message) noexcept {
    CheckHost& me = self(host);
    me.enter("log");
    if (message.data == nullptr) return;
    const std::lock_guard lock(me.mutex_);
    if (me.log_.size() < kMostMessages)
      me.log_.emplace_back(static_cast<const char*>(message.data),
                           std::min(message.size, kLongestMessage));
  };
  table_->get_extension = [](const ingest_host* host, const char* id) noexcept -> const void* {
    CheckHost& me = self(host);
    me.enter("get_extension");
    return id != nullptr && std::strcmp(id, INGEST_EXT_HTTP) == 0 ? me.http_ : nullptr;
  };
}

CheckHost& CheckHost::self(const ingest_host* host) noexcept {
  return *static_cast<CheckHost*>(host->ctx);
}

void CheckHost::enter(const char* function) {
  const std::lock_guard lock(mutex_);
  if (ended_ && std::find(late_.begin(), late_.end(), function) == late_.end())
    late_.emplace_back(function);
}

void CheckHost::end() noexcept {
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

std::vector<std::string> CheckHost::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

std::vector<std::string> CheckHost::late() const {
  const std::lock_guard lock(mutex_);
  return late_;
}

}  // namespace ingest::host::conformance
