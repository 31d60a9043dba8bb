// Runs the commands that README.md and docs/ show.
//
// In the documents, a block fenced as ```console holds commands, each on a line that starts with "$
// ", and what they print, which is not compared. A block fenced as ```yaml that starts with "#
// NAME.yaml" is a connection file of that name. Commands run in order, in one folder a document,
// against the simulated tenant; the connection files' region and CA are the tenant's. Commands that
// start with ./scripts/ are run by CI itself. The other documents' commands follow the README's, in
// its folder.
#include <gtest/gtest.h>

#include <sstream>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

struct Block {
  std::string language;
  std::string text;
};

std::vector<Block> blocks_of(const std::string& markdown) {
  std::vector<Block> blocks;
  std::istringstream in(markdown);
  bool open = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("```", 0) == 0) {
      if (!open) blocks.push_back({line.substr(3), {}});
      open = !open;
    } else if (open) {
      blocks.back().text += line + "\n";
    }
  }
  EXPECT_FALSE(open) << "a code block without end";
  return blocks;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// The connection file with the tenant's address and CA in place of the vendor's.
std::string adapted(const std::string& yaml, const Tenant& tenant) {
  std::string text = replaced(yaml, "region: deu", "region: " + tenant.fact("api_url"));
  text = replaced(text, "tenant: acme", "tenant: " + tenant.fact("tenant"));
  EXPECT_NE(text, yaml);
  return text + "http: {ca_file: " + tenant.fact("ca_file") + "}\n";
}

// Likewise a command that makes a connection.
std::string command_for(const std::string& line, const Tenant& tenant) {
  std::string command = replaced(line, "region=deu", "region=" + tenant.fact("api_url"));
  command = replaced(command, "tenant=acme", "tenant=" + tenant.fact("tenant"));
  if (line.rfind("ingest connections add ", 0) == 0)
    command += " --ca-file " + tenant.fact("ca_file");
  return command;
}

// Adds a document's commands to the script, and writes its files. Returns the number of commands.
size_t take(const std::string& document, const Tenant& tenant, const std::filesystem::path& folder,
            std::string& script) {
  size_t commands = 0;
  for (const Block& block :
       blocks_of(read_file(std::filesystem::path(INGEST_SOURCE_DIR) / document))) {
    if (block.language == "yaml" && block.text.rfind("# ", 0) == 0) {
      const std::string name = block.text.substr(2, block.text.find('\n') - 2);
      if (name.size() > 5 && name.substr(name.size() - 5) == ".yaml" &&
          block.text.find("kind: connection") != std::string::npos)
        write_file(folder / name, adapted(block.text, tenant));
    }
    if (block.language == "python") write_file(folder / "read.py", block.text);
    if (block.language != "console") continue;
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("$ ", 0) != 0 || line.rfind("$ ./scripts/", 0) == 0) continue;
      script += command_for(line.substr(2), tenant) + "\n";
      ++commands;
    }
  }
  return commands;
}

class Documents : public ::testing::TestWithParam<const char*> {};

TEST_P(Documents, CommandsWork) {
  const std::filesystem::path source = INGEST_SOURCE_DIR;
  const std::string readme = "README.md";
  Tenant tenant({"--projects", "6", "--rows", "4..20", "--engines-mixed"});
  TemporaryFolder folder;
  std::string script = "set -euo pipefail\n";
  // The other documents speak of the run that the README makes.
  if (GetParam() != readme) take(readme, tenant, folder.path(), script);
  const size_t commands = take(GetParam(), tenant, folder.path(), script);
  ASSERT_GT(commands, 0U) << "no command found: has the document's form changed?";
  std::filesystem::create_directory_symlink(source / "proto", folder.path() / "proto");
  write_file(folder.path() / "script", "cd '" + folder.path().string() + "'\n" + script);
  const std::string path =
      std::filesystem::path(INGEST_BINARY).parent_path().string() + ":/usr/bin:/bin";
  const ProcessResult result = e2e::run({"/bin/bash", (folder.path() / "script").string()},
                                        {{"PATH", path},
                                         {"CX_APIKEY", read_file(tenant.folder() / "api_key")},
                                         {"INGEST_CONFIG_DIR", (folder.path() / "config").string()},
                                         {"INGEST_STATE_DIR", (folder.path() / "state").string()}});
  EXPECT_EQ(result.status, 0) << script << result.out << result.err;
}

INSTANTIATE_TEST_SUITE_P(All, Documents,
                         ::testing::Values("README.md", "docs/output.md", "docs/maps.md",
                                           "docs/connections.md", "docs/connector-check.md",
                                           "docs/serve.md", "docs/vetting.md"),
                         [](const auto& document) {
                           std::string name = document.param;
                           for (char& c : name)
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace ingest::e2e
