// yaml_edit.cc - see yaml_edit.hpp.
#include "connection_files/yaml_edit.hpp"

#include <map>
#include <stdexcept>

#include "connection_files/yaml_scalar.hpp"
#include "connection_files/yaml_span.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/suggest.hpp"

namespace ingest::host {
namespace {

// What a node says, without its spelling. Members without a value and sections without members say
// nothing. Connection files are shallow: whoever reads one has seen to that.
std::string meaning(const YAML::Node& node) {
  if (node.IsScalar()) return "'" + std::to_string(node.Scalar().size()) + ":" + node.Scalar();
  std::string all;
  if (node.IsSequence()) {
    for (const auto& entry : node) all += meaning(entry) + ",";
    return "[" + all + "]";
  }
  if (!node.IsMap()) return {};
  std::map<std::string, std::string> members;
  for (const auto& entry : node) members[meaning(entry.first)] += meaning(entry.second);
  for (const auto& [key, value] : members)
    if (!value.empty()) all += key + "=" + value + ",";
  return all.empty() ? "" : "{" + all + "}";
}

YAML::Node changed(const std::string& text, const YamlChange& change) {
  YAML::Node root = YAML::Load(text);
  YAML::Node section = root;
  if (change.path.size() == 2) {
    if (!root[change.path[0]].IsDefined() || !root[change.path[0]].IsMap()) {
      if (!change.yaml) return root;
      root[change.path[0]] = YAML::Node(YAML::NodeType::Map);
    }
    section.reset(root[change.path[0]]);
  }
  if (change.yaml) {
    section[change.path.back()] = YAML::Load(*change.yaml);
  } else {
    section.remove(change.path.back());
  }
  return root;
}

struct Entry {
  YAML::Node key;
  YAML::Node value;
};

std::optional<Entry> entry_of(const YAML::Node& section, const std::string& key) {
  for (const auto& entry : section)
    if (entry.first.IsScalar() && entry.first.Scalar() == key)
      return Entry{entry.first, entry.second};
  return std::nullopt;
}

class Editor {
 public:
  explicit Editor(const std::string& text) : text_(text) {}

  void apply(const YamlChange& change) {
    const YAML::Node root = YAML::Load(text_);
    if (change.path.size() == 1) return apply_in(root, change.path[0], change.yaml);
    const auto section = entry_of(root, change.path[0]);
    if (section && section->value.IsMap() && section->value.size() > 0)
      return apply_in(section->value, change.path[1], change.yaml);
    if (!change.yaml) return;
    apply_in(root, change.path[0], "{" + yaml_list_member(change.path[1], *change.yaml) + "}");
  }
  const std::string& text() const { return text_; }

 private:
  static std::string yaml_list_member(const std::string& key, const std::string& yaml) {
    return yaml_scalar(key) + ": " + in_flow(yaml);
  }
  // A bare word may hold what ends a value between braces.
  static std::string in_flow(const std::string& yaml) {
    if (yaml.empty() || yaml.front() == '"' || yaml.front() == '[' || yaml.front() == '{')
      return yaml;
    return yaml.find_first_of(",[]{}:#") == std::string::npos ? yaml : "\"" + yaml + "\"";
  }

  std::size_t at(const YAML::Node& node) const { return offset_of(text_, node.Mark()); }
  bool is_flow(const YAML::Node& section) const { return text_.at(at(section)) == '{'; }

  std::size_t past_colon(const Entry& entry, bool flow) const {
    std::size_t end = end_of_key(entry, flow);
    end = text_.find(':', end);
    if (end == std::string::npos) throw std::out_of_range("no colon");
    return end + 1;
  }
  std::size_t end_of_key(const Entry& entry, bool flow) const {
    const std::size_t begin = at(entry.key);
    if (text_.at(begin) == '"' || text_.at(begin) == '\'')
      return end_of_value(text_, begin, entry.key, flow);
    return begin + entry.key.Scalar().size();
  }
  std::size_t end_of(const Entry& entry, bool flow) const {
    if (entry.value.IsNull()) return past_colon(entry, flow);
    return end_of_value(text_, at(entry.value), entry.value, flow);
  }

  void apply_in(const YAML::Node& section, const std::string& key,
                const std::optional<std::string>& yaml) {
    const bool flow = is_flow(section);
    const auto entry = entry_of(section, key);
    if (!yaml) {
      if (entry) remove(section, *entry, flow);
    } else if (entry) {
      replace(*entry, flow, flow ? in_flow(*yaml) : *yaml);
    } else {
      add(section, flow, flow ? yaml_list_member(key, *yaml) : yaml_scalar(key) + ": " + *yaml);
    }
  }

  void replace(const Entry& entry, bool flow, const std::string& yaml) {
    const std::size_t end = end_of(entry, flow);
    const std::size_t colon = past_colon(entry, flow);
    const bool same_line = !entry.value.IsNull() && at(entry.value) < next_line(text_, colon);
    const std::size_t begin = same_line ? at(entry.value) : colon;
    text_.replace(begin, end - begin, same_line ? yaml : " " + yaml);
  }

  void add(const YAML::Node& section, bool flow, const std::string& line) {
    if (flow) {
      const std::size_t end = end_of_value(text_, at(section), section, true) - 1;
      const auto last = text_.find_last_not_of(" \t\r\n", end - 1);
      const bool first = text_.at(last) == '{' || text_.at(last) == ',';
      text_.insert(last + 1, (first ? "" : ", ") + line);
      return;
    }
    std::optional<Entry> last;
    for (const auto& entry : section) last = Entry{entry.first, entry.second};
    if (!last) throw std::out_of_range("an empty section");
    std::size_t place = next_line(text_, end_of(*last, false));
    const bool ended = place > 0 && text_[place - 1] == '\n';
    const std::string indent(static_cast<std::size_t>(last->key.Mark().column), ' ');
    text_.insert(place, (ended ? "" : "\n") + indent + line + "\n");
  }

  void remove(const YAML::Node&, const Entry& entry, bool flow) {
    std::size_t begin = at(entry.key);
    std::size_t end = end_of(entry, flow);
    if (flow) {
      const auto after = text_.find_first_not_of(" \t\r\n", end);
      if (after != std::string::npos && text_[after] == ',') {
        end = text_.find_first_not_of(" ", after + 1);
      } else if (const auto before = text_.find_last_not_of(" \t\r\n", begin - 1);
                 text_.at(before) == ',') {
        begin = before;
      }
    } else {
      const auto line = text_.rfind('\n', begin);
      begin = line == std::string::npos || begin == 0 ? 0 : line + 1;
      end = next_line(text_, end);
    }
    text_.erase(begin, end - begin);
  }

  std::string text_;
};

}  // namespace

std::string edited_yaml(const std::string& text, const YamlChange& change,
                        const std::filesystem::path& file) {
  const std::string key = joined(change.path, ".");
  const auto refuse = [&]() -> Failure {
    return Failure(
        ExitStatus::kConfig,
        file.string() + ": " + key +
            " is written in a way that can't be changed without touching the rest",
        "change it by hand: ingest connections edit " + file.stem().string() + " --editor");
  };
  try {
    Editor editor(text);
    editor.apply(change);
    if (meaning(YAML::Load(editor.text())) != meaning(changed(text, change))) throw refuse();
    return editor.text();
  } catch (const std::out_of_range&) {
    throw refuse();
  } catch (const YAML::Exception&) {
    throw refuse();
  }
}

}  // namespace ingest::host
