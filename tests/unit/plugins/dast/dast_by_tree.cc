#include "by_tree.hpp"
#include "checkmarx-dast/page_source.hpp"
#include "checkmarx-dast/row_facts.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-one/page_rows.hpp"
#include "tree_output.hpp"

namespace checkmarx::dast {

std::string by_tree(const Settings& settings, const ingest::sdk::Page& page) {
  const PageSource source = read_source(page);
  TreeOutput out(settings.map, page, source.root, source.row.scan,
                 ingest::v1::ASSET_CLASS_WEB_APPLICATION);
  const one::PageRows rows = one::read_page_rows(page.body(), "results", "the results");
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    boost::json::object* row = out.parse(i, rows.rows[i]);
    if (row == nullptr) continue;
    add_facts(*row, source.row);
    out.map(i, rows.rows[i], *row);
  }
  return out.take();
}

}  // namespace checkmarx::dast
