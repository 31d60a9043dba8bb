// target_names.cc - see target_names.hpp.
#include "maps/target_names.hpp"

#include <map>

namespace ingest::host {
namespace {

constexpr std::string_view kName = "NAME";

bool is_named(const sdk::map::TargetInfo& info) { return info.name.ends_with(kName); }

const std::map<std::string, const sdk::map::TargetInfo*, std::less<>>& by_name() {
  static const auto all = [] {
    std::map<std::string, const sdk::map::TargetInfo*, std::less<>> names;
    for (const sdk::map::TargetInfo& info : sdk::map::targets()) {
      names.emplace(info.name, &info);
      for (const std::string& alias : info.aliases) names.emplace(alias, &info);
    }
    return names;
  }();
  return all;
}

}  // namespace

const sdk::map::TargetInfo* target_info(std::string_view written) {
  std::string name(written);
  if (name.starts_with("finding[].")) name.insert(7, "s");
  if (const auto found = by_name().find(name); found != by_name().end()) return found->second;
  for (const sdk::map::TargetInfo& info : sdk::map::targets())
    if (is_named(info) && name.starts_with(info.name.substr(0, info.name.size() - kName.size())))
      return &info;
  return nullptr;
}

std::string first_name(std::string_view written) {
  const sdk::map::TargetInfo* info = target_info(written);
  return info == nullptr || is_named(*info) ? std::string(written) : std::string(info->name);
}

}  // namespace ingest::host
