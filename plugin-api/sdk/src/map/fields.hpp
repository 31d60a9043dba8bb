// fields.hpp - makes the entries of the target table.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "target.hpp"

namespace ingest::sdk::map {

// Where a field is: its number, or that of the message that it is in, and its own.
struct At {
  constexpr At(int field) : number(static_cast<std::uint16_t>(field)) {}
  constexpr At(int message, int field)
      : outer(static_cast<std::uint16_t>(message)), number(static_cast<std::uint16_t>(field)) {}
  std::uint16_t outer = 0;
  std::uint16_t number = 0;
};

// Builds one entry; chained. One of text() to parts() says which field it is and what it takes.
class Entry {
 public:
  Entry(std::string_view name, std::string_view field, std::string_view type,
        std::string_view doc) {
    target_.info.name = name;
    target_.info.field = field;
    target_.info.type = type;
    target_.info.doc = doc;
    target_.for_finding = field.starts_with("Finding.");
    if (type == "time") target_.kind = Kind::kTime;
    if (type == "boolean") target_.kind = Kind::kBool;
    if (type == "number" || type == "integer") target_.kind = Kind::kNumber;
  }

  Entry&& text(At at) && { return std::move(*this).put(at, FieldForm::kText, Takes::kText); }
  Entry&& texts(At at) && {
    target_.info.repeated = true;
    return std::move(*this).put(at, FieldForm::kTexts, Takes::kTexts);
  }
  Entry&& time(At at) && { return std::move(*this).put(at, FieldForm::kTime, Takes::kTime); }
  // 0 to most.
  Entry&& integer(At at, std::uint32_t most) && {
    target_.most = most;
    return std::move(*this).put(at, FieldForm::kNumber, Takes::kWhole);
  }
  Entry&& truth(At at) && { return std::move(*this).put(at, FieldForm::kNumber, Takes::kTruth); }
  // The names outlive it.
  Entry&& choice(At at, const EnumNames& names) && {
    target_.names = &names;
    return std::move(*this).put(at, FieldForm::kNumber, Takes::kChoice);
  }
  Entry&& real(At at, double least, double most, bool one_decimal = false) && {
    target_.least = least;
    target_.most = most;
    target_.one_decimal = one_decimal;
    return std::move(*this).put(at, FieldForm::kReal, Takes::kReal);
  }
  // The sub-fields, by their numbers from 1.
  Entry&& parts(At at, std::vector<std::string_view> parts) && {
    target_.info.repeated = true;
    target_.parts = std::move(parts);
    std::move(*this).put(at, FieldForm::kParts, Takes::kParts);
    target_.place.pairs = target_.parts.front() == "key";
    return std::move(*this);
  }
  // One such pair by its name.
  Entry&& named(At at) && {
    target_.named = true;
    target_.info.repeated = true;
    std::move(*this).put(at, FieldForm::kParts, Takes::kTexts);
    target_.place.pairs = true;
    return std::move(*this);
  }

  Entry&& alias(std::string other) && {
    target_.info.aliases.push_back(std::move(other));
    return std::move(*this);
  }
  Entry&& required() && {
    target_.info.required = true;
    return std::move(*this);
  }
  operator Target() && { return std::move(target_); }

 private:
  using Takes = Target::Takes;

  Entry&& put(At at, FieldForm form, Takes takes) && {
    target_.place = {at.outer, at.number, form, false};
    target_.takes = takes;
    return std::move(*this);
  }

  Target target_;
};

}  // namespace ingest::sdk::map
