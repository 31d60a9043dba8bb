// Source paths that nobody knows, with the one that was probably meant; and those that a map knows.
#include <map>
#include <memory>

#include "review_parts.hpp"
#include "source_paths.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {
namespace {

constexpr std::size_t kMostKnown = 10000;
constexpr std::size_t kMostOfTests = 2000;
constexpr std::size_t kMostSuggestions = 50;  // each is a look at all names

using Segments = std::vector<Path::Segment>;

// Known paths as a tree. A path that stops half-way reads an object or list as a whole, which is
// fine; [] after what is no list counts as a list of one.
class Tree {
 public:
  void add(const FullPath& path) {
    Tree* at = this;
    for (const Path::Segment& segment : path.segments) {
      auto& next = segment.each ? at->element_ : at->members_[segment.member];
      if (!next) next = std::make_unique<Tree>();
      at = next.get();
    }
    at->open_ = at->open_ || path.open;
  }

  bool has(const Segments& path, std::size_t from = 0) const {
    if (from == path.size() || open_) return true;
    if (path[from].each) return (element_ ? *element_ : *this).has(path, from + 1);
    const auto found = members_.find(path[from].member);
    return found != members_.end() && found->second->has(path, from + 1);
  }

 private:
  std::map<std::string, std::unique_ptr<Tree>> members_;
  std::unique_ptr<Tree> element_;
  bool open_ = false;  // its members have any name
};

std::string without_brackets(std::string_view path) {
  std::string out(path);
  for (std::size_t at = 0; (at = out.find("[]", at)) != std::string::npos;) out.erase(at, 2);
  return out;
}

class PathReview {
 public:
  PathReview(const boost::json::value& map, const Known& known, Remarks& remarks)
      : remarks_(remarks) {
    for (const std::string& text : known.paths) {
      if (const auto path = parse_full_path(text)) add(*path);
    }
    for_each_tested_path(map, kMostOfTests, [this](const FullPath& path) { add(path); });
  }

  void look_at(const NamedPath& named) {
    if (remarks_.full() || tree_.has(named.path.segments)) return;
    const bool computed = named.path.segments.back().member.starts_with('$') ||
                          named.path.text().find("$") != std::string::npos;
    std::string text = computed ? "the connector is not known to compute '" : "no source field '";
    text += cut(named.path.text()) + "'" + (computed ? "" : " is known");
    const std::string hint = suggestions_++ < kMostSuggestions ? suggestion(named) : "";
    text += !hint.empty() ? hint : "; a case under 'tests' that holds it makes it known";
    remarks_.warn(std::move(text), named.pointer, named.row);
  }

 private:
  void add(const FullPath& path) {
    tree_.add(path);
    FullPath closed = path;
    closed.open = false;
    std::string text = closed.text();
    if (text != "findings[]") names_.insert(std::move(text));
  }

  // Names as they would be written where the path stands.
  std::string suggestion(const NamedPath& named) const {
    const std::string full = named.path.text();
    std::string base = named.base == nullptr ? "" : named.base->text();
    if (!base.empty()) base += "[].";
    std::vector<std::string_view> names;
    std::string_view alike;     // but for [], or for where it starts
    std::string_view same_end;  // the one path that ends so
    std::size_t ends = 0;
    for (const std::string& name : names_) {
      if (!std::string_view(name).starts_with(base)) continue;
      const std::string_view here = std::string_view(name).substr(base.size());
      names.push_back(here);
      if (without_brackets(name) == without_brackets(full) || name == "findings[]." + full ||
          full == "findings[]." + name) {
        alike = here;
      }
      if (name.ends_with("." + named.written)) {
        same_end = here;
        ++ends;
      }
    }
    if (alike.empty() && ends == 1) alike = same_end;
    if (!alike.empty()) return "; did you mean '" + std::string(alike) + "'?";
    return did_you_mean(base.empty() ? full : std::string_view(named.written), names);
  }

  Remarks& remarks_;
  Tree tree_;
  std::set<std::string> names_;
  std::size_t suggestions_ = 0;
};

}  // namespace

void review_paths(const boost::json::value& map, const Known& known, Remarks& remarks) {
  if (known.paths.empty()) return;
  PathReview review(map, known, remarks);
  for_each_path(map, [&review](const NamedPath& named) { review.look_at(named); });
}

std::set<std::string> known_paths(const boost::json::value& map) {
  std::set<std::string> paths;
  const auto add = [&paths](const FullPath& path) {
    if (paths.size() < kMostKnown) paths.insert(path.text());
  };
  for_each_path(map, [&add](const NamedPath& named) { add(named.path); });
  for_each_tested_path(map, kMostOfTests, add);
  return paths;
}

}  // namespace ingest::sdk::map
