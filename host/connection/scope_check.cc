// scope_check.cc - see scope_check.hpp.
#include "connection/scope_check.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "connection/yaml_value.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

std::string shown(const std::string& text) { return "'" + plain_text(text, 80) + "'"; }

void check_choices(const Connection& connection, const v1::ScopeFilter& filter,
                   const ScopeList& list) {
  std::vector<std::string> choices;
  for (const v1::FilterChoice& choice : filter.choices())
    choices.push_back(plain_text(choice.value(), 80));
  std::set<std::string> seen;
  for (const ConfigValue& value : list.values) {
    const std::string close = nearest(value.text, choices);
    if (std::find(choices.begin(), choices.end(), value.text) == choices.end())
      fail_at(connection.file, value.place,
              "scope." + filter.key() + " has no choice " + shown(value.text) +
                  (close.empty() ? "" : "; did you mean '" + close + "'?") +
                  "; the choices are: " + joined(choices));
    if (!seen.insert(value.text).second)
      fail_at(connection.file, value.place,
              "scope." + filter.key() + " names " + shown(value.text) + " twice");
  }
  if (filter.required() && list.values.empty())
    fail_at(connection.file, list.place,
            "scope." + filter.key() + " selects nothing; the choices are: " + joined(choices),
            "leave the list out for the connector's own selection");
}

}  // namespace

void check_scope(const Connection& connection, const v1::ConnectorDescriptor& connector) {
  for (const auto& [key, list] : connection.scope) {
    if (connector.scope_filters().empty())
      fail_at(connection.file, list.place,
              "connector " + connector.id() + " has no scope filters" +
                  (connector.scope_filters_note().empty()
                       ? ""
                       : ": " + plain_text(connector.scope_filters_note(), 500)),
              "take 'scope' out of the file");
    const auto& filters = connector.scope_filters();
    const auto filter = std::find_if(filters.begin(), filters.end(),
                                     [&key = key](const auto& f) { return f.key() == key; });
    if (filter == filters.end()) {
      std::vector<std::string> known;
      for (const v1::ScopeFilter& f : filters) known.push_back(f.key());
      const std::string close = nearest(key, known);
      fail_at(connection.file, list.place,
              "connector " + connector.id() + " has no scope filter " + shown(key) +
                  (close.empty() ? "" : "; did you mean '" + close + "'?") +
                  "; the filters are: " + joined(known));
    }
    check_choices(connection, *filter, list);
  }
}

}  // namespace ingest::host
