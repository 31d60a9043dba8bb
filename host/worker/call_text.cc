// call_text.cc - see call_text.hpp.
#include "worker/call_text.hpp"

#include <algorithm>

namespace ingest::host {
namespace {

constexpr std::size_t kMostNamed = 3;

}  // namespace

std::string text_of(const CallUnderWay& call) {
  if (call.call == ConnectorCall::kLoading) return "its loading";
  std::string text = name_of(call.call);
  const bool is_on_page =
      call.call == ConnectorCall::kTransform || call.call == ConnectorCall::kRows;
  if (call.unit.empty() && !is_on_page) return text;
  std::string page = call.page;
  if (page.empty() && is_on_page) page = "page " + std::to_string(call.place);
  text += is_on_page ? " of " : page.empty() ? ", at " : ", after ";
  if (!page.empty()) text += page + " of ";
  return text + "unit " + (call.unit.empty() ? "(no name)" : call.unit);
}

std::string text_of(const std::vector<CallUnderWay>& calls) {
  std::string text;
  for (std::size_t i = 0; i < std::min(calls.size(), kMostNamed); ++i)
    text += (i == 0 ? "" : "; ") + text_of(calls[i]);
  if (calls.size() > kMostNamed)
    text += "; and " + std::to_string(calls.size() - kMostNamed) + " more";
  return text;
}

}  // namespace ingest::host
