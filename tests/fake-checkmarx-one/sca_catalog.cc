#include "sca_catalog.h"

#include <algorithm>

namespace fake_cx1 {
namespace {

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const EngineState* Scan::FindEngine(std::string_view name) const {
  const auto found = std::find_if(engines.begin(), engines.end(),
                                  [name](const EngineState& e) { return e.name == name; });
  return found == engines.end() ? nullptr : &*found;
}

bool Scan::ScaCompleted() const {
  const EngineState* sca = FindEngine("sca");
  return sca != nullptr && sca->status == "Completed";
}

const Scan* CountedScan(const std::vector<Scan>& newest_first) {
  for (const Scan& scan : newest_first) {
    const bool finished = scan.status == "Completed" || scan.status == "Partial";
    if (finished && scan.ScaCompleted()) return &scan;
  }
  return nullptr;
}

bool IsCve(std::string_view text) {
  return text.size() >= 13 && text.starts_with("CVE-") && AllDigits(text.substr(4, 4)) &&
         text[8] == '-' && AllDigits(text.substr(9));
}

std::string ChooseCve(std::string_view cve_name, std::string_view id) {
  if (IsCve(cve_name)) return std::string(cve_name);
  return IsCve(id) ? std::string(id) : std::string();
}

std::string ChooseCwe(std::string_view cwe_id) {
  const bool named = cwe_id.size() > 4 && cwe_id.starts_with("CWE-") && AllDigits(cwe_id.substr(4));
  return named ? std::string(cwe_id) : std::string();
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

}  // namespace fake_cx1
