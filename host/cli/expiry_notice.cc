// expiry_notice.cc - see expiry_notice.hpp.
#include "cli/expiry_notice.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>

#include "connection/time_text.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"
#include "state/state_store.hpp"

namespace ingest::host {
namespace {

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string sentence_of(const CredentialExpiry& expiry) {
  return expiry_sentence("config." + expiry.key, expiry.at, now());
}

void note(const OpenConnection& open, StateStore& state) {
  for (const v1::ConfigField& field : open.details().config_fields()) {
    if (field.type() != v1::FIELD_TYPE_SECRET) continue;
    const auto found =
        std::find_if(open.expiries().begin(), open.expiries().end(),
                     [&](const CredentialExpiry& one) { return one.key == field.key(); });
    std::optional<StateTime> expires;  // none: a new key need not say so, and the old one is gone
    if (found != open.expiries().end()) expires = found->at;
    state.set_expiry(open.connection().name, field.key(), expires);
  }
}

}  // namespace

std::vector<ExpiryNotice> expiry_notices(const OpenConnection& open) {
  std::vector<ExpiryNotice> notices;
  for (const CredentialExpiry& expiry : open.expiries())
    if (expires_soon(expiry.at, now()))
      notices.push_back({sentence_of(expiry), expiry_hint(open.connection().name, expiry.key)});
  return notices;
}

boost::json::array expiries_json(const OpenConnection& open) {
  boost::json::array all;
  for (const CredentialExpiry& expiry : open.expiries())
    all.push_back({{"key", expiry.key},
                   {"expires_at", moment_text(expiry.at)},
                   {"warning", expires_soon(expiry.at, now()) ? sentence_of(expiry) : ""}});
  return all;
}

void remember_expiries(const OpenConnection& open, const Surroundings& surroundings) {
  std::error_code ignored;
  if (open.connection().file.parent_path() != connections_folder(surroundings.config_dir) ||
      !std::filesystem::exists(surroundings.state_dir / "state.db", ignored))
    return;
  try {
    StateStore state(surroundings.state_dir);
    note(open, state);
  } catch (const Failure& failure) {
    log(LogLevel::kWarn, "state",
        std::string("when the credentials expire was not noted: ") + failure.what());
  }
}

}  // namespace ingest::host
