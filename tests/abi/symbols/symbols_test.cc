// symbols_test.cc - every .so in the connector folders of this build: one exported symbol,
// everything bound when it is loaded, never unloaded, nothing relocated in the code, and no library
// that can't live twice in a process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string readelf(const std::string& options, const fs::path& file) {
  const std::string command =
      std::string(READELF) + " --wide " + options + " '" + file.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get()))
    out.push_back(static_cast<char>(c));
  return out;
}

struct Symbol {
  std::string binding, section, name;
};

// Lines of .dynsym: "  12: 0000000000001139   16 FUNC  GLOBAL DEFAULT   14 name".
std::vector<Symbol> dynamic_symbols(const fs::path& file) {
  std::vector<Symbol> out;
  std::istringstream lines(readelf("--dyn-syms", file));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string number, value, size, type, visibility;
    Symbol s;
    words >> number >> value >> size >> type >> s.binding >> visibility >> s.section >> s.name;
    if (!s.name.empty() && number.back() == ':' && number != "Num:") out.push_back(s);
  }
  return out;
}

void append(const fs::path& folder, std::vector<fs::path>* out) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".so") out->push_back(entry.path());
}

std::vector<fs::path> connectors() {
  std::vector<fs::path> out;
  append(PRODUCT_DIR, &out);
  std::istringstream folders(TEST_DIRS);
  for (std::string folder; std::getline(folders, folder, '|');) append(folder, &out);
  return out;
}

TEST(Symbols, ThereAreConnectorsToLookAt) {
  EXPECT_GE(connectors().size(), 5u);  // demo-c, demo-cpp, growth twice, acme
}

TEST(Symbols, ExactlyOneIsExported) {
  for (const fs::path& file : connectors()) {
    SCOPED_TRACE(file.string());
    std::vector<std::string> defined;
    for (const Symbol& s : dynamic_symbols(file)) {
      EXPECT_NE(s.binding, "UNIQUE") << s.name;
      if (s.section != "UND") defined.push_back(s.name);
    }
    EXPECT_THAT(defined, ElementsAre("ingest_connector_entry_v1"));
  }
}

TEST(Symbols, BoundAtLoadTimeAndResident) {
  for (const fs::path& file : connectors()) {
    SCOPED_TRACE(file.string());
    const std::string dynamic = readelf("--dynamic", file);
    EXPECT_THAT(dynamic, HasSubstr("BIND_NOW"));
    EXPECT_THAT(dynamic, testing::ContainsRegex("FLAGS_1.*NOW.*NODELETE"));
    EXPECT_THAT(dynamic, Not(HasSubstr("TEXTREL")));
    EXPECT_THAT(dynamic, Not(HasSubstr("RPATH"))) << "a connector must not say where to look";
    EXPECT_THAT(dynamic, Not(HasSubstr("RUNPATH")));
    EXPECT_THAT(readelf("--program-headers", file), HasSubstr("GNU_RELRO"));
    EXPECT_THAT(readelf("--notes", file), HasSubstr("Build ID"));
  }
}

// The full protobuf runtime keeps one registry a process, and HTTP belongs to the host.
TEST(Symbols, NoLibraryThatBelongsToTheHost) {
  for (const fs::path& file : connectors()) {
    SCOPED_TRACE(file.string());
    const std::string dynamic = readelf("--dynamic", file);
    for (const char* library : {"[libprotobuf.so", "[libcurl", "[libboost", "[libssl"}) {
      EXPECT_THAT(dynamic, Not(HasSubstr(library)));
    }
  }
}

}  // namespace
