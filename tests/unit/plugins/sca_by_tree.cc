#include <algorithm>
#include <cctype>

#include "by_tree.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "checkmarx-sca/page_source.hpp"
#include "checkmarx-sca/row_facts.hpp"
#include "checkmarx-sca/settings.hpp"
#include "tree_output.hpp"

namespace checkmarx::sca {
namespace {

std::string engine(std::string_view type) {
  std::string name(type.substr(0, 40));
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) {
        return c >= 0x80 || (std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.');
      },
      '?');
  return "engine " + name;
}

}  // namespace

std::string by_tree(const Settings& settings, const ingest::sdk::Page& page) {
  const PageSource source = read_source(page);
  TreeOutput out(settings.map, page, source.root, source.scan_id,
                 settings.scope.generic_application ? ingest::v1::ASSET_CLASS_GENERIC_APPLICATION
                                                    : ingest::v1::ASSET_CLASS_CODE_REPOSITORY);
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    boost::json::object* row = out.parse(i, rows.rows[i]);
    if (row == nullptr) continue;
    const std::string type(ingest::sdk::json::string_at(*row, "type"));
    if (type.empty()) {
      out.reject(i, rows.rows[i], "the row does not say which engine found it");
    } else if (type != "sca") {
      out.filter_named(engine(type));
    } else if (!settings.scope.vulnerabilities) {
      out.filter("findings are not selected");
    } else if (!settings.scope.generic_application && !source.has_repo_url) {
      out.filter("no repository URL, and only code-repository is selected");
    } else {
      add_facts(*row);
      out.map(i, rows.rows[i], *row);
    }
  }
  return out.take();
}

}  // namespace checkmarx::sca
