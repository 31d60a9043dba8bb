// frozen_text_test.cc - compares the frozen headers with the current ones as text: offsets can't
// tell when a parameter changes its type or a function its thread tag, and both are a new major.
//
// A header is cut into its declarations, each with the thread tag of its comment. Those of 1.0 must
// be in the current header, word for word and in the same order; between them nothing may be,
// except at the end of a table or enum.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Comments go, except for the tags in them; so do preprocessor lines, which the layout test covers.
std::string without_comments(const std::string& header) {
  static const std::regex tag(R"(\[(thread-safe|serial|call-thread)\])");
  std::istringstream lines(header);
  std::string out;
  bool in_macro = false;
  for (std::string line; std::getline(lines, line);) {
    const bool macro = in_macro || line.rfind('#', 0) == 0;
    in_macro = macro && !line.empty() && line.back() == '\\';
    if (macro) {
      out += ";\n";  // the page comment's tags belong to no declaration
      continue;
    }
    const std::size_t comment = line.find("//");
    if (comment != std::string::npos) {
      std::string tags;
      const std::string text = line.substr(comment);
      for (std::sregex_iterator it(text.begin(), text.end(), tag), end; it != end; ++it)
        tags += " " + it->str();
      line = line.substr(0, comment) + tags;
    }
    out += line + "\n";
  }
  return out;
}

// One entry a declaration or brace; white space folded.
std::vector<std::string> declarations(const std::string& header) {
  std::vector<std::string> out;
  std::string current;
  int parentheses = 0;
  const auto finish = [&](const std::string& end) {
    const std::string folded = std::regex_replace(current, std::regex(R"(\s+)"), " ");
    const std::size_t first = folded.find_first_not_of(' ');
    if (first != std::string::npos) {
      out.push_back(folded.substr(first, folded.find_last_not_of(' ') - first + 1) + end);
    }
    current.clear();
  };
  for (const char c : without_comments(header)) {
    parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == '{') {
      finish(" {");
    } else if (c == '}') {
      finish("");
      current = "} ";
    } else if (c == ';' || (c == ',' && parentheses == 0)) {
      finish("");
    } else {
      current += c;
    }
  }
  return out;
}

// Empty when the contract of frozen holds in current; otherwise the first declaration that broke
// it.
std::string broken(const std::vector<std::string>& frozen,
                   const std::vector<std::string>& current) {
  std::size_t at = 0;
  for (const std::string& wanted : frozen) {
    if (wanted.rfind('}', 0) == 0) {  // whatever was appended lies before the brace
      while (at < current.size() && current[at].rfind('}', 0) != 0) ++at;
    }
    // A new top-level declaration may stand before any other.
    while (at < current.size() && current[at] != wanted &&
           current[at].find('{') != std::string::npos && wanted.find('{') != std::string::npos) {
      while (at < current.size() && current[at].rfind('}', 0) != 0) ++at;
      ++at;
    }
    if (at == current.size() || current[at] != wanted) return wanted;
    ++at;
  }
  return {};
}

class FrozenText : public testing::TestWithParam<const char*> {};

TEST_P(FrozenText, EveryDeclarationIsKept) {
  const auto frozen = declarations(read(std::string(FROZEN_DIR) + GetParam()));
  const auto current = declarations(read(std::string(CURRENT_DIR) + GetParam()));
  ASSERT_GT(frozen.size(), 30u);
  EXPECT_EQ(broken(frozen, current), "");
}

INSTANTIATE_TEST_SUITE_P(Header, FrozenText,
                         testing::Values("/ingest/connector.h", "/ingest/ext/http.h"),
                         [](const auto& p) { return p.index == 0 ? "connector" : "http"; });

// The check itself must be able to say no.
std::string after(const std::string& from, const std::string& to) {
  const std::string header = read(std::string(FROZEN_DIR) + "/ingest/connector.h");
  std::string changed = header;
  const std::size_t at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) changed.replace(at, from.size(), to);
  return broken(declarations(header), declarations(changed));
}

TEST(FrozenTextCheck, AcceptsAppending) {
  EXPECT_EQ(after("} ingest_host;", "  void (*more)(void);\n} ingest_host;"), "");
  EXPECT_EQ(after("  INGEST_E_TOO_LARGE = 11,", "  INGEST_E_TOO_LARGE = 11,\n  INGEST_E_NEW = 12,"),
            "");
  EXPECT_EQ(after("typedef struct ingest_call {",
                  "typedef struct ingest_new {\n  uint32_t struct_size;\n} ingest_new;\n\n"
                  "typedef struct ingest_call {"),
            "");
}

TEST(FrozenTextCheck, RefusesEverythingElse) {
  EXPECT_NE(after("  void* ctx;          //", "  void* extra;\n  void* ctx;          //"), "")
      << "inserted in the middle";
  EXPECT_NE(after("uint64_t done, uint64_t total", "uint32_t done, uint64_t total"), "")
      << "a parameter's type";
  EXPECT_NE(after("ingest_log_level level) INGEST", "ingest_log_level level, int x) INGEST"), "")
      << "a parameter more";
  EXPECT_NE(after("Cannot fail. [serial]", "Cannot fail. [thread-safe]"), "") << "a thread tag";
  EXPECT_NE(after("INGEST_E_AUTH = 2", "INGEST_E_AUTH = 12"), "") << "a value";
  EXPECT_NE(after("  const char* vendor;\n", ""), "") << "a field removed";
}

}  // namespace
