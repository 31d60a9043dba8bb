#include "atoms.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

Atom for_good(Draw& draw, Product product, const Unit& unit) {
  static const std::vector<std::string> kKinds = {"status,code=400",
                                                  "status,code=403",
                                                  "status,code=404",
                                                  "status,code=408",
                                                  "status,code=429",
                                                  "status,code=500",
                                                  "status,code=502",
                                                  "status,code=503",
                                                  "status,code=504",
                                                  "redirect,code=301",
                                                  "redirect",
                                                  "redirect,code=307",
                                                  "close",
                                                  "close,at=body",
                                                  "reset",
                                                  "tls-garbage",
                                                  "json-cut",
                                                  "gzip-corrupt",
                                                  "html",
                                                  "empty",
                                                  "null",
                                                  "array",
                                                  "text",
                                                  "garbage,bytes=300000",
                                                  "nesting",
                                                  "status,code=429,retry-after=3600"};
  static const std::vector<std::string> kOfBatches = {"status,code=400", "status,code=403",
                                                      "status,code=404"};
  // Of what tells its scan, or of the results. The last scans of projects are asked for in
  // batches, and not every failure of a batch can be laid to one of them.
  const bool at_scans = draw.one_in(4);
  const bool batched = at_scans && product == Product::kSca;
  const std::string kind = draw.pick(batched ? kOfBatches : kKinds);
  const std::string where =
      at_scans ? scans(product) + ",match=" + unit.id : results_of(product, unit);
  return {{"kind=" + kind + "," + where}, Effect::kUnitFails, unit.id};
}

Atom bad_row(Draw& draw, Product product, const Unit& unit) {
  static const std::vector<std::string> kDamages = {"number", "string", "null", "array", "object",
                                                    "no-id",  "types",  "utf8", "range"};
  const std::string damage = draw.pick(kDamages);
  // A number out of range needs a number: rows of DAST have none.
  const std::string with = damage == "range" && product == Product::kDast ? "array" : damage;
  return {{"kind=bad-row,with=" + with + ",id=" + draw.pick(unit.finding_ids) + "," +
           results_of(product, unit)},
          Effect::kRowIsLost,
          unit.id};
}

std::string cap(Draw& draw, Product product, const Unit& unit) {
  const uint64_t most = unit.rows / 2;
  return "kind=cap,rows=" + std::to_string(1 + draw.below(most)) +
         (draw.one_in(3) ? ",pages=kept" : "") + "," + results_of(product, unit);
}

Atom paging(Draw& draw, Product product, const Unit& unit) {
  const std::string where = "," + results_of(product, unit);
  const std::string page_2 = "," + second_page_of(product, unit);
  switch (draw.below(9)) {
    case 0:
      return {{cap(draw, product, unit)}};
    case 1:
      return {{"kind=cap,rows=3" + where, "kind=move,from=2,times=1" + where}};
    case 2:
      return {{"kind=total,times=1,add=" + std::to_string(1 + draw.below(40)) + where}};
    case 3:
      return {{"kind=total,times=1,add=-" + std::to_string(1 + draw.below(3)) + where}};
    case 4:
      return {{"kind=total,add=" + std::to_string(1 + draw.below(40)) + where},
              Effect::kUnitOverclaims,
              unit.id};
    case 5:
      return {{cap(draw, product, unit), "kind=empty-page,times=1" + page_2}};
    case 6:
      return {
          {cap(draw, product, unit), "kind=move,rows=1" + where}, Effect::kRowsMayBeLost, unit.id};
    case 7:
      return {
          {cap(draw, product, unit), "kind=same-page" + where}, Effect::kRowsMayBeLost, unit.id};
    default:
      return {
          {cap(draw, product, unit), "kind=empty-page" + page_2}, Effect::kRowsMayBeLost, unit.id};
  }
}

}  // namespace

Atom unit_fault(Draw& draw, Product product, const Unit& unit) {
  switch (draw.below(7)) {
    case 0:
    case 1:
      return for_good(draw, product, unit);
    case 2:
    case 3:
      return bad_row(draw, product, unit);
    case 4:
      return {{"kind=latency,ms=" + std::to_string(20 + draw.below(150)) + "," +
               results_of(product, unit)}};
    default:
      return paging(draw, product, unit);
  }
}

}  // namespace ingest::faults
