// plugin_rows.cc - see plugin_rows.hpp.
#include "cli/plugin_rows.hpp"

#include <boost/json.hpp>
#include <cstdio>

#include "diagnostics/plain_text.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

std::string status_of(const CatalogEntry& entry) {
  if (!entry.probe.ok) return "broken";
  return entry.hidden_by.empty() ? "ok" : "shadowed";
}

// Why it can't be used, or isn't; empty when it is.
std::string reason_of(const CatalogEntry& entry) {
  if (!entry.probe.ok) return entry.probe.reason;
  return entry.hidden_by.empty() ? std::string() : entry.hidden_by.string() + " comes first";
}

double seconds_of(const Probe& probe) { return static_cast<double>(probe.took.count()) / 1000; }

// How it is known: by a probe now, by one before, or without any.
std::string checked_text(const Inspection& inspection) {
  if (inspection.remembered) return "remembered";
  if (inspection.probe.took.count() == 0) return "not run";
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f s", seconds_of(inspection.probe));
  return text;
}

std::string short_trust(const Trust& trust) {
  return trust.by == Trust::By::kSignature ? "signed" : trust_text(trust);
}

const char* trust_word(const Trust& trust) {
  switch (trust.by) {
    case Trust::By::kAnybody:
      return "any";
    case Trust::By::kDigest:
      return "listed";
    case Trust::By::kSignature:
      return "signed";
    case Trust::By::kNobody:
      break;
  }
  return "none";
}

}  // namespace

std::string abi_text(const Inspection& inspection) {
  if (inspection.abi_major == 0) return "-";
  if (inspection.abi_majors.size() == 1) return std::to_string(inspection.abi_major);
  std::vector<std::string> exported;
  for (const unsigned major : inspection.abi_majors) exported.push_back(std::to_string(major));
  return std::to_string(inspection.abi_major) + " of " + joined(exported);
}

Table plugin_table(const std::vector<CatalogEntry>& entries) {
  Table table({"ID", "VERSION", "ABI", "STATUS", "TRUST", "CHECKED", "FILE",
               "WHAT IT IS, OR WHY IT CAN'T BE USED"});
  for (const CatalogEntry& entry : entries) {
    const Probe& probe = entry.probe;
    const std::string reason = reason_of(entry);
    table.add(
        {probe.ok ? probe.details.id() : "-", probe.ok ? probe.details.version() : "-",
         abi_text(entry), status_of(entry), short_trust(entry.trust), checked_text(entry),
         probe.file.string(),
         reason.empty() ? probe.details.vendor() + " " + probe.details.product_name() : reason});
  }
  return table;
}

void add_vetting(boost::json::object& object, const Inspection& inspection) {
  boost::json::object abi;
  if (inspection.abi_major != 0) abi["major"] = inspection.abi_major;
  abi["exported"] = boost::json::value_from(inspection.abi_majors);
  object["abi"] = std::move(abi);
  boost::json::object trust{{"by", trust_word(inspection.trust)}};
  if (inspection.trust.by == Trust::By::kSignature) {
    trust["key_id"] = inspection.trust.key_id;
    trust["comment"] = plain_text(inspection.trust.comment);
  }
  object["trust"] = std::move(trust);
  object["remembered"] = inspection.remembered;
  object["seconds"] = seconds_of(inspection.probe);
  object["sha256"] = inspection.probe.sha256;
}

boost::json::object plugin_row_json(const CatalogEntry& entry) {
  const Probe& probe = entry.probe;
  boost::json::object plugin;
  plugin["id"] = plain_text(probe.details.id());
  plugin["version"] = plain_text(probe.details.version());
  plugin["product"] = plain_text(probe.details.product_name());
  plugin["status"] = status_of(entry);
  plugin["reason"] = plain_text(reason_of(entry));
  plugin["hint"] = plain_text(probe.hint);
  plugin["path"] = plain_text(probe.file.string());
  plugin["folder"] = entry.origin;
  add_vetting(plugin, entry);
  return plugin;
}

}  // namespace ingest::host
