#include "http/name_checks.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace ingest::host::http {
namespace {

bool is_unknown(const std::string& name) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
  if (code == 0) ::freeaddrinfo(found);
  return code == EAI_NONAME || code == EAI_NODATA;
}

}  // namespace

NameChecks::Check NameChecks::ask(const std::string& name) {
  auto check = std::make_shared<std::atomic<Answer>>(Answer::kNone);
  try {
    std::thread([check, name] {
      *check = is_unknown(name) ? Answer::kUnknown : Answer::kPerhaps;
    }).detach();
  } catch (const std::system_error&) {  // no thread to be had
    *check = Answer::kPerhaps;
  }
  return check;
}

void NameChecks::add(TransferPtr transfer) {
  std::string name = transfer->unresolved_name();
  const auto same = std::find_if(waiting_.begin(), waiting_.end(),
                                 [&](const Waiting& w) { return w.name == name; });
  Check check = same != waiting_.end() ? same->check : ask(name);
  waiting_.push_back({std::move(transfer), std::move(name), std::move(check)});
}

std::vector<NameChecks::TransferPtr> NameChecks::take_answered() {
  std::vector<TransferPtr> answered;
  for (Waiting& w : waiting_) {
    if (*w.check == Answer::kNone) continue;
    if (*w.check == Answer::kUnknown) w.transfer->set_unknown_name();
    answered.push_back(std::move(w.transfer));
  }
  std::erase_if(waiting_, [](const Waiting& w) { return w.transfer == nullptr; });
  return answered;
}

void NameChecks::erase_if(const std::function<bool(const Transfer&)>& unwanted) {
  std::erase_if(waiting_, [&](const Waiting& w) { return unwanted(*w.transfer); });
}

}  // namespace ingest::host::http
