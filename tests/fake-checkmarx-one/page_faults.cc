#include "page_faults.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "page_text.h"
#include "row_damage.h"

namespace fake_cx1 {
namespace {

void ChangeTotals(const FaultSpec& fault, PageText& page) {
  for (std::string* total : page.totals()) {
    std::int64_t number = 0;
    std::from_chars(total->data(), total->data() + total->size(), number);
    number += fault.Signed("add").value_or(0);
    if (const auto set = fault.Signed("set")) number = *set;
    *total = std::to_string(std::max<std::int64_t>(number, 0));
  }
}

// The row that a fault speaks of: the one that holds an id, else the one of a number.
std::optional<std::size_t> ChosenRow(const FaultSpec& fault, PageText& page) {
  const std::string id = fault.Text("id");
  std::string quoted(1, '"');
  quoted.append(id).push_back('"');
  for (std::size_t i = 0; i < page.rows().size(); ++i) {
    const bool keyed = !page.keys().empty() && page.keys()[i] == id;
    const bool holds = page.rows()[i].find(quoted) != std::string::npos;
    if (id.empty() ? i == fault.Number("row", 0) : keyed || holds) return i;
  }
  return std::nullopt;
}

void Omit(const FaultSpec& fault, PageText& page) {
  const auto row = ChosenRow(fault, page);
  if (!row) return;
  page.rows().erase(page.rows().begin() + static_cast<std::ptrdiff_t>(*row));
  if (!page.keys().empty()) {
    page.keys().erase(page.keys().begin() + static_cast<std::ptrdiff_t>(*row));
  }
}

void Empty(PageText& page) {
  page.rows().clear();
  page.keys().clear();
}

void Apply(const FaultSpec& fault, PageText& page) {
  const std::string& kind = fault.kind();
  if (kind == "total") ChangeTotals(fault, page);
  if (kind == "omit") Omit(fault, page);
  if (kind == "empty-page" || kind == "empty-list") Empty(page);
  if (kind == "empty-list") {
    for (std::string* total : page.totals()) total->assign(1, '0');
  }
  if (kind == "bad-row") {
    if (const auto row = ChosenRow(fault, page)) {
      std::string& text = page.rows()[*row];
      text = DamagedRow(text, fault.Text("with", "number"), fault.Text("field"));
    }
  }
}

}  // namespace

PageDistortion Distortion(const std::vector<FaultPtr>& windows) {
  PageDistortion distortion;
  for (const FaultPtr& fault : windows) {
    if (fault->kind() == "move") distortion.moved += fault->Number("rows", 1);
    if (fault->kind() == "same-page") distortion.always_first = true;
    if (fault->kind() == "cap") {
      distortion.cap = fault->Number("rows", 1);
      distortion.cap_moves_pages = fault->Text("pages", "counted") == "counted";
    }
  }
  return distortion;
}

void DistortPage(const std::vector<FaultPtr>& pages, std::string& body) {
  if (pages.empty() || !body.starts_with("{")) return;
  PageText page(body);
  for (const FaultPtr& fault : pages) Apply(*fault, page);
  body = page.Text();
}

}  // namespace fake_cx1
