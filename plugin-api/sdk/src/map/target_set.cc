// Puts a row's value into the field of its target.
#include "number.hpp"
#include "target.hpp"

namespace ingest::sdk::map {
namespace {

bool set_real(const Target& target, Draft& draft, const Value& value, Scratch& scratch) {
  double real = 0;
  if (!to_real(value, target.least, target.most, real, scratch)) return false;
  // So that 3.700000047683716 of a float is 3.7 again.
  draft.set_real(target.field, target.one_decimal ? rounded(real, 1) : real);
  return true;
}

bool set_number(const Target& target, Draft& draft, const Value& value, Scratch& scratch) {
  std::uint32_t number = 0;
  bool truth = false;
  int code = 0;
  switch (target.takes) {
    case Target::Takes::kWhole:
      if (!to_uint(value, static_cast<std::uint32_t>(target.most), number, scratch)) return false;
      break;
    case Target::Takes::kTruth:
      if (!to_bool(value, truth, scratch)) return false;
      number = truth ? 1 : 0;
      break;
    default:
      if (!to_enum(value, *target.names, code, scratch)) return false;
      number = static_cast<std::uint32_t>(code);
      break;
  }
  draft.set_number(target.field, number);
  return true;
}

}  // namespace

bool Target::set(Draft& draft, const Value& value, Scratch& scratch) const {
  switch (takes) {
    case Takes::kText: {
      std::string_view text;
      if (!to_text(value, text, scratch)) return false;
      draft.set_text(field, text);
      return true;
    }
    case Takes::kTexts: {
      std::span<const std::string_view> texts;
      if (!to_texts(value, texts, scratch)) return false;
      if (!named) draft.add_texts(field, texts);
      return true;
    }
    case Takes::kTime: {
      Time time;
      if (!to_time(value, time, scratch)) return false;
      draft.set_time(field, time);
      return true;
    }
    case Takes::kReal:
      return set_real(*this, draft, value, scratch);
    case Takes::kWhole:
    case Takes::kTruth:
    case Takes::kChoice:
      return set_number(*this, draft, value, scratch);
    case Takes::kParts:
      break;
  }
  return false;
}

}  // namespace ingest::sdk::map
