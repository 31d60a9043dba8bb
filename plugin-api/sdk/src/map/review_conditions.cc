// Conditions that never or always hold, or say a thing twice. Told from what is written alone: two
// tests contradict each other when one is the other turned round, or asks for a value of what the
// other says is not there.
#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "canonical.hpp"
#include "ingest/sdk/json.hpp"
#include "pointer.hpp"
#include "review_parts.hpp"

namespace ingest::sdk::map {
namespace {

// A condition that is no 'all', or no 'any' where that is what the atoms belong to.
struct Atom {
  std::string text;  // the condition, not turned round
  bool holds = true;
  std::string path;
  bool exists = false;  // asks only whether the path exists
  bool value = false;   // needs a value that is not empty

  bool operator<(const Atom& other) const {
    return std::tie(text, holds) < std::tie(other.text, other.holds);
  }
};
using Atoms = std::set<Atom>;
constexpr std::size_t kMostAtoms = 128;  // of one condition; what is beyond is not looked at

boost::json::array texts_of(const boost::json::object& test, bool& value) {
  boost::json::array texts;
  for (const char* key : {"equals", "not_equals"}) {
    if (test.contains(key)) texts.emplace_back(constant_text(test.at(key), key));
  }
  for (const boost::json::value& one : json::array_at(test, "in")) {
    texts.emplace_back(constant_text(one, "in"));
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) {
    return std::string_view(a.get_string()) < std::string_view(b.get_string());
  });
  value = !texts.empty() && !std::string_view(texts.front().get_string()).empty();
  return texts;
}

Atom atom_of(const boost::json::object& json, bool holds) {
  Atom atom;
  atom.holds = holds;
  if (!json.contains("path")) {
    atom.text = boost::json::serialize(sorted(json));
    return atom;
  }
  atom.path = json::string_at(json, "path");
  boost::json::object test{{"path", json.at("path")}};
  if (json.contains("exists")) {
    atom.exists = true;
    if (!json::bool_at(json, "exists").value_or(true)) atom.holds = !holds;
    test["exists"] = true;
  } else if (json.contains("matches")) {
    test["matches"] = json.at("matches");
  } else {
    if (json.contains("not_equals")) atom.holds = !holds;
    test["in"] = texts_of(json, atom.value);
  }
  atom.text = boost::json::serialize(test);
  return atom;
}

bool at_odds(const Atom& a, const Atom& b) {
  if (a.text == b.text) return a.holds != b.holds;
  const auto needs_what_is_missing = [](const Atom& there, const Atom& missing) {
    return missing.exists && !missing.holds && there.value && there.holds &&
           there.path == missing.path;
  };
  return needs_what_is_missing(a, b) || needs_what_is_missing(b, a);
}

bool at_odds(const Atoms& atoms) {
  for (auto a = atoms.begin(); a != atoms.end(); ++a) {
    for (auto b = std::next(a); b != atoms.end(); ++b) {
      if (at_odds(*a, *b)) return true;
    }
  }
  return false;
}

// The parts of an 'all' are tests that all have to hold; those of an 'any' hold when not all of the
// same tests turned round do, so one look for contradictions finds what always holds as well.
class ConditionReview {
 public:
  ConditionReview(std::size_t row, Remarks& remarks) : row_(row), remarks_(remarks) {}

  // outer: what holds already where the condition stands. Gives that and what the condition adds.
  Atoms look_at(const boost::json::value& when, const std::string& pointer, const Atoms& outer) {
    Atoms atoms = outer;
    const std::size_t before = atoms.size();
    add(when, pointer, true, atoms);
    if (at_odds(atoms)) {
      remarks_.warn(
          "this condition never holds" + std::string(outer.empty() ? "" : " where the row's does"),
          pointer, row_);
      return outer;
    }
    if (atoms.size() == before && !outer.empty() && before < kMostAtoms) {
      remarks_.warn("the row has this condition already", pointer, row_);
    }
    return atoms;
  }

 private:
  // The tests of json, or of its opposite, which all have to hold.
  void add(const boost::json::value& json, const std::string& pointer, bool holds, Atoms& atoms) {
    const boost::json::object& object = json::as_object(json);
    if (object.contains("not")) return add(object.at("not"), child(pointer, "not"), !holds, atoms);
    const bool all = object.contains("all");
    if (!all && !object.contains("any")) {
      put(atom_of(object, holds), atoms);
      return;
    }
    const char* const form = all ? "all" : "any";
    const boost::json::array& parts = json::as_array(object.at(form));
    Atoms own;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string here = child(child(pointer, form), i);
      const std::size_t before = own.size();
      add(parts[i], here, all, own);
      if (own.size() == before && before < kMostAtoms) {
        remarks_.warn(std::string("this part of '") + form + "' repeats one before it", here, row_);
      }
    }
    if (all == holds) {
      for (const Atom& atom : own) put(atom, atoms);
      return;
    }
    // The opposite of what must all hold: one test of its own.
    if (at_odds(own)) {
      remarks_.warn(std::string("this '") + form + "' " + (all ? "never" : "always") + " holds",
                    pointer, row_);
    }
    Atom atom;
    atom.text = boost::json::serialize(sorted(json));
    atom.holds = holds;
    put(std::move(atom), atoms);
  }

  static void put(Atom atom, Atoms& atoms) {
    if (atoms.size() < kMostAtoms) atoms.insert(std::move(atom));
  }

  std::size_t row_;
  Remarks& remarks_;
};

void look_inside(const boost::json::value& source, const std::string& pointer, const Atoms& outer,
                 ConditionReview& review) {
  const boost::json::object& object = json::as_object(source);
  for (const char* form : {"first_of", "concat"}) {
    const boost::json::array& parts = json::array_at(object, form);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string here = child(child(pointer, form), i);
      const boost::json::value* when = json::as_object(parts[i]).if_contains("when");
      const Atoms atoms =
          when == nullptr ? outer : review.look_at(*when, child(here, "when"), outer);
      look_inside(parts[i], here, atoms, review);
    }
  }
}

}  // namespace

void review_conditions(const ReviewedRow& row, Remarks& remarks) {
  ConditionReview review(row.number, remarks);
  Atoms outer;
  if (const boost::json::value* when = row.json->if_contains("when")) {
    outer = review.look_at(*when, child(row.pointer, "when"), {});
  }
  look_inside(*row.json, row.pointer, outer, review);
  for (const auto& field : json::object_at(*row.json, "fields")) {
    const std::string here = child(child(row.pointer, "fields"), std::string_view(field.key()));
    Atoms atoms;  // paths there start at the element, so the row's tests are others
    if (const auto* when = json::as_object(field.value()).if_contains("when")) {
      atoms = review.look_at(*when, child(here, "when"), {});
    }
    look_inside(field.value(), here, atoms, review);
  }
}

}  // namespace ingest::sdk::map
