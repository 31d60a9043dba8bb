#include "atoms.hpp"
#include "targets.hpp"

namespace ingest::faults {
namespace {

std::string cap(Product product, uint64_t rows) {
  return "kind=cap,rows=" + std::to_string(rows) + "," + listing(product);
}

}  // namespace

Atom listing_fault(Draw& draw, Product product, const std::vector<Unit>& units) {
  const std::string where = "," + listing(product);
  const Unit& unit = draw.pick(units);
  const uint64_t rows = 3 + draw.below(units.size() / 2 - 2);
  switch (draw.below(10)) {
    case 0:
      return {{cap(product, rows)}};
    case 1:
      return {{"kind=total,times=1,add=" + std::to_string(1 + draw.below(30)) + where}};
    case 2:
      return {{"kind=total,add=" + std::to_string(1 + draw.below(30)) + where},
              Effect::kListOverclaims};
    case 3:
      return {{"kind=omit,times=1,id=" + unit.id + where}};
    case 4:
      return {{"kind=omit,id=" + unit.id + where}, Effect::kUnitIsUnlisted, unit.id};
    case 5: {
      static const std::vector<std::string> kDamages = {"number", "string", "null",
                                                        "array",  "object", "no-id"};
      return {{"kind=bad-row,with=" + draw.pick(kDamages) + ",id=" + unit.id + where},
              Effect::kUnitIsUnlisted,
              unit.id};
    }
    case 6:
      return {{cap(product, rows), "kind=move,times=1,from=2" + where}};
    case 7:
      return {{cap(product, rows), "kind=empty-page,times=1," + listing_from(product, rows)}};
    case 8: {
      static const std::vector<std::string> kKinds = {
          "status,code=500", "status,code=403", "close", "json-cut", "html", "nesting"};
      Atom atom{
          {cap(product, rows), "kind=" + draw.pick(kKinds) + "," + listing_from(product, rows)},
          Effect::kUnitsAreUnlisted};
      for (size_t i = rows; i < units.size(); ++i) atom.units.insert(units[i].id);
      return atom;
    }
    default:
      return {{"kind=total,times=1,add=-" + std::to_string(1 + draw.below(3)) + where}};
  }
}

Atom ending_fault(Draw& draw, Product product) {
  const auto ends = [](const std::string& spec, int status) {
    Atom atom{{"kind=" + spec}, Effect::kRunFails};
    atom.exit_status = status;
    return atom;
  };
  static const std::vector<std::string> kRefusals = {
      "status,code=400,service=iam", "status,code=401,service=iam", "status,code=403,service=iam",
      "status,code=404,service=iam", "revoke"};
  static const std::vector<std::string> kTokens = {
      "status,code=500,service=iam", "status,code=503,service=iam",
      "status,code=429,service=iam", "html,service=iam",
      "empty,service=iam",           "null,service=iam",
      "array,service=iam",           "garbage,bytes=200000,service=iam",
      "close,service=iam",           "redirect,service=iam",
      "nesting,service=iam"};
  static const std::vector<std::string> kConnections = {
      "accept-close,service=both", "accept-reset,service=both", "accept-close", "tls-broken"};
  switch (draw.below(5)) {
    case 0:
      return ends(draw.pick(kRefusals), kCredentials);
    case 1:
      return ends(draw.pick(kTokens), kNetwork);
    case 2:
      return ends(draw.pick(kConnections), kNetwork);
    case 3:
      return ends("status,code=403," + listing(product), kCredentials);
    default:
      return ends(draw.pick(lasting_kinds()) + "," + listing(product), kNetwork);
  }
}

}  // namespace ingest::faults
