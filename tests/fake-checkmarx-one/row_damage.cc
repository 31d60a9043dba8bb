#include "row_damage.h"

#include "page_text.h"

namespace fake_cx1 {
namespace {

constexpr std::size_t kDeep = 100'000;

bool IsText(std::string_view value) { return value.starts_with("\""); }
bool IsObject(std::string_view value) { return value.starts_with("{"); }
bool IsList(std::string_view value) { return value.starts_with("["); }
bool IsNumber(std::string_view value) {
  return !value.empty() && (value[0] == '-' || (value[0] >= '0' && value[0] <= '9'));
}

std::string WrongType(std::string_view value) {
  if (IsText(value)) return R"({"wrong":1})";
  if (IsNumber(value)) return R"("seven")";
  if (IsObject(value)) return "7";
  if (IsList(value)) return R"("none")";
  return value == "null" ? "true" : "[]";
}

// The value of a member that is to be damaged; containers are entered where the damage is one of
// leaves.
std::string Damaged(std::string_view value, std::string_view damage) {
  if (damage == "types") return WrongType(value);
  if (IsObject(value)) {
    TextMembers members = SplitObject(value);
    for (auto& member : members) member.second = Damaged(member.second, damage);
    return JoinObject(members);
  }
  if (IsList(value)) {
    std::vector<std::string> items = SplitArray(value);
    for (std::string& item : items) item = Damaged(item, damage);
    return JoinArray(items);
  }
  if (damage == "leaf-types") return WrongType(value);
  if (damage == "range" && IsNumber(value)) return "123456789012345678901234567890e999999";
  if (!IsText(value)) return std::string(value);
  const std::string open(value.substr(0, value.size() - 1));
  if (damage == "utf8") return open + "\xC3\x28\xFF\"";
  if (damage == "nul") return open + "\\u0000\"";
  return std::string(value);
}

std::string DamagedField(std::string_view value, std::string_view damage, std::string_view field) {
  if (IsObject(value)) {
    TextMembers members = SplitObject(value);
    for (auto& [key, member] : members) {
      member = key == field ? Damaged(member, damage) : DamagedField(member, damage, field);
    }
    return JoinObject(members);
  }
  if (!IsList(value)) return std::string(value);
  std::vector<std::string> items = SplitArray(value);
  for (std::string& item : items) item = DamagedField(item, damage, field);
  return JoinArray(items);
}

std::string WithoutIds(std::string_view row) {
  TextMembers members = SplitObject(row);
  std::erase_if(members, [](const auto& member) {
    return member.first == "id" || member.first == "alternateId" ||
           member.first == "environmentId" || member.first == "scanId";
  });
  return JoinObject(members);
}

}  // namespace

std::string DamagedRow(std::string_view row, std::string_view damage, std::string_view field) {
  if (damage == "number") return "17";
  if (damage == "string") return R"("a row that is a string")";
  if (damage == "null") return "null";
  if (damage == "array") return "[1,2,3]";
  if (damage == "object") return "{}";
  if (damage == "deep") return std::string(kDeep, '[') + std::string(kDeep, ']');
  if (damage == "no-id") return WithoutIds(row);
  if (!field.empty()) return DamagedField(row, damage, field);
  TextMembers members = SplitObject(row);
  for (auto& member : members) member.second = Damaged(member.second, damage);
  return JoinObject(members);
}

}  // namespace fake_cx1
