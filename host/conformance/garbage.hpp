// garbage.hpp - settings and pages that no host would send, for trying what a connector does with
// them. Pure.
#pragma once

#include <string>
#include <vector>

#include "conformance/subject.hpp"

namespace ingest::host::conformance {

enum class Refusal {
  kMust,    // whoever reads settings at all must refuse these
  kShould,  // better refused
  kMay,     // either way, but without a crash
};

struct GarbageSettings {
  std::string name;  // "settings that break off"
  std::string text;
  Refusal refusal = Refusal::kMust;
};
std::vector<GarbageSettings> garbage_settings(const Subject& subject);

// The page with another body or context: none, no JSON, cut off, not UTF-8, nested deeply.
struct GarbagePage {
  std::string name;
  v1::SourcePage page;
};
std::vector<GarbagePage> garbage_pages(const v1::SourcePage& page);

}  // namespace ingest::host::conformance
