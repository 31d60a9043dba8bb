#include "loader/elf_facts.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>

#include "loader/elf_rules.hpp"
#include "loader/made_elf.hpp"
#include "loader/specimen_folder.hpp"

namespace ingest::host {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "" when it was read.
std::string read(const std::string& bytes, ElfFacts& facts) {
  const int descriptor = ::memfd_create("elf", MFD_CLOEXEC);
  EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  std::string fault = read_elf_facts(descriptor, facts);
  ::close(descriptor);
  return fault;
}

std::string fault_of(const std::string& bytes) {
  ElfFacts facts;
  return read(bytes, facts);
}

// What speaks against it: its headers, else the rules.
std::string refusal_of(MadeElf elf, const FileRules& rules = {}) {
  ElfFacts facts;
  if (std::string fault = read(elf.bytes(), facts); !fault.empty()) return fault;
  const auto fault = rule_fault(facts, rules);
  EXPECT_TRUE(!fault || !fault->hint.empty());
  return fault ? fault->reason : "";
}

TEST(ElfFacts, OfAConnector) {
  MadeElf elf;
  elf.needed = {"libc.so.6", "libm.so.6"};
  elf.symbols.push_back({"another"});
  elf.symbols.push_back({"ingest_connector_entry_v3", STB_WEAK});
  elf.symbols.push_back({"imported", STB_GLOBAL, STT_FUNC, SHN_UNDEF});
  elf.symbols.push_back({"own", STB_LOCAL});
  for (const bool old : {false, true}) {
    elf.old_hash = old;
    ElfFacts facts;
    EXPECT_EQ(read(elf.bytes(), facts), "");
    EXPECT_THAT(facts.abi_majors, ElementsAre(1, 3));
    EXPECT_THAT(facts.needed, ElementsAre("libc.so.6", "libm.so.6"));
    EXPECT_THAT(facts.exported,
                ElementsAre("ingest_connector_entry_v1", "another", "ingest_connector_entry_v3"));
    EXPECT_EQ(facts.exported_count, 3U);
    EXPECT_FALSE(facts.text_relocations || facts.executable_stack || facts.loads_helpers);
    EXPECT_THAT(facts.run_paths, IsEmpty());
    EXPECT_FALSE(rule_fault(facts, {}));
  }
}

TEST(ElfFacts, OfWhatTheLinkerMakes) {
  ElfFacts facts;
  EXPECT_EQ(read(content_of(specimen("good")), facts), "");
  EXPECT_THAT(facts.abi_majors, ElementsAre(1));
  EXPECT_FALSE(rule_fault(facts, {}));
}

TEST(ElfRules, EntryPoints) {
  MadeElf none;
  none.symbols = {{"ingest_connector_entry_v0"},
                  {"ingest_connector_entry_v01"},
                  {"ingest_connector_entry_v1x"},
                  {"ingest_connector_entry_v"}};
  EXPECT_THAT(refusal_of(none), HasSubstr("no symbol ingest_connector_entry_v1"));
  MadeElf imported;
  imported.symbols[0].section = SHN_UNDEF;
  EXPECT_THAT(refusal_of(imported), HasSubstr("no symbol ingest_connector_entry_v1"));
  MadeElf newer;
  newer.symbols = {{"ingest_connector_entry_v2"}, {"ingest_connector_entry_v4"}};
  EXPECT_EQ(refusal_of(newer), "it speaks connector ABI 2, 4; this host speaks 1");
  MadeElf data;
  data.symbols[0].type = STT_OBJECT;
  EXPECT_THAT(refusal_of(data), HasSubstr("ingest_connector_entry_v1 is no function"));
  MadeElf elsewhere;
  elsewhere.symbols[0].value = 1U << 20U;
  EXPECT_THAT(refusal_of(elsewhere), HasSubstr("ingest_connector_entry_v1 is no function"));
  EXPECT_EQ(chosen_major({1, 2, 3}), 1U);
  EXPECT_EQ(chosen_major({2, 3}), 0U);
}

TEST(ElfRules, Libraries) {
  MadeElf elf;
  elf.needed = {"libc.so.6", "libcurl.so.4"};
  EXPECT_THAT(refusal_of(elf), HasSubstr("needs the library libcurl.so.4"));
  FileRules rules;
  rules.libraries = {"libcurl.so.4"};
  EXPECT_EQ(refusal_of(elf, rules), "");
  elf.needed = {"/tmp/libc.so.6"};
  EXPECT_THAT(refusal_of(elf), HasSubstr("needs the library /tmp/libc.so.6"));
  elf.needed = {"lib\x1b[31m.so"};
  EXPECT_THAT(refusal_of(elf), HasSubstr("lib\\x1b[31m.so"));
  MadeElf audit;
  audit.extra = {{DT_AUDIT, {1}}};
  EXPECT_THAT(refusal_of(audit), HasSubstr("audit libraries"));
}

TEST(ElfRules, RunPaths) {
  TemporaryFolder folder;
  const auto with = [&](const std::string& path) {
    MadeElf elf;
    elf.run_path = {path};
    return refusal_of(elf);
  };
  EXPECT_EQ(with(folder.path().string()), "");
  EXPECT_EQ(with((folder.path() / "missing" / "below").string()), "");
  for (const char* path : {"", ".", "lib"})
    EXPECT_THAT(with(path), HasSubstr("which is not absolute")) << path;
  // What the linker puts in place of it is another folder than the one that can be looked at.
  const std::string below = folder.path().string();
  for (const std::string& path :
       {std::string("$ORIGIN/lib"), std::string("${ORIGIN}"), below + "/$LIB", below + "/${LIB}",
        below + "/$PLATFORM", below + "/x$LIBx", below + "$"})
    EXPECT_THAT(with(path), HasSubstr("makes another folder of")) << path;
  EXPECT_THAT(with(folder.path().string() + ":"), HasSubstr("in '', which is not absolute"));
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  EXPECT_THAT(with(folder.path().string()), HasSubstr("written to by everybody"));
  EXPECT_THAT(with(below + "/missing"), HasSubstr("written to by everybody"));
  std::filesystem::permissions(folder.path(),
                               std::filesystem::perms::all | std::filesystem::perms::sticky_bit);
  EXPECT_THAT(with(below), HasSubstr("written to by everybody"))
      << "anybody can put a library there";
  EXPECT_THAT(with(below + "/missing/lib"),
              HasSubstr("others could make " + below + "/missing, since " + below + " can be"));
}

TEST(ElfRules, Code) {
  MadeElf flagged;
  flagged.extra = {{DT_FLAGS, {DF_TEXTREL}}};
  EXPECT_THAT(refusal_of(flagged), HasSubstr("text relocations"));
  MadeElf tagged;
  tagged.extra = {{DT_TEXTREL, {0}}};
  EXPECT_THAT(refusal_of(tagged), HasSubstr("text relocations"));
  MadeElf unique;
  unique.symbols.push_back({"shared_by_all", STB_GNU_UNIQUE, STT_OBJECT});
  EXPECT_THAT(refusal_of(unique), HasSubstr("shared_by_all is shared by the whole process"));
  MadeElf stack;
  stack.stack = PF_R | PF_W | PF_X;
  EXPECT_THAT(refusal_of(stack), HasSubstr("stack executable"));
  stack.stack.reset();
  EXPECT_THAT(refusal_of(stack), HasSubstr("stack executable"));
  MadeElf writable;
  writable.load = PF_R | PF_W | PF_X;
  EXPECT_THAT(refusal_of(writable), HasSubstr("can be written to and executed"));
}

// The kernel and the dynamic linker need not take the same one.
TEST(ElfRules, OneHeaderForTheStack) {
  constexpr std::uint32_t kPlain = PF_R | PF_W;
  for (const std::uint32_t first : {kPlain, kPlain | PF_X})
    for (const std::uint32_t second : {kPlain, kPlain | PF_X}) {
      MadeElf elf;
      elf.stack = first;
      elf.second_stack = second;
      EXPECT_THAT(refusal_of(elf), HasSubstr("two are about the stack"));
    }
}

// The last of many symbols counts as well, however many there are.
TEST(ElfFacts, OfManySymbols) {
  MadeElf elf;
  elf.symbols.clear();
  for (int i = 0; i < 20000; ++i) elf.symbols.push_back({"symbol" + std::to_string(i)});
  elf.symbols.push_back({"shared_by_all", STB_GNU_UNIQUE, STT_OBJECT});
  elf.symbols.push_back({"ingest_connector_entry_v1"});
  ElfFacts facts;
  EXPECT_EQ(read(elf.bytes(), facts), "");
  EXPECT_THAT(facts.abi_majors, ElementsAre(1));
  EXPECT_EQ(facts.unique_symbol, "shared_by_all");
  EXPECT_EQ(facts.exported_count, 20002U);
  EXPECT_LE(facts.exported.size(), 512U);
}

TEST(ElfFacts, MalformedTablesAreTold) {
  MadeElf elf;
  const std::string whole = elf.bytes();
  const auto changed = [&](std::size_t at, auto value) {
    std::string bytes = whole;
    MadeElf::put(bytes, at, value);
    return fault_of(bytes);
  };
  const std::size_t load = sizeof(Elf64_Ehdr);
  const std::size_t dynamic = load + sizeof(Elf64_Phdr);
  constexpr std::uint64_t kHuge = ~std::uint64_t{0} - 8;
  EXPECT_THAT(changed(load + offsetof(Elf64_Phdr, p_memsz), kHuge), HasSubstr("makes no sense"));
  EXPECT_THAT(changed(load + offsetof(Elf64_Phdr, p_vaddr), kHuge), HasSubstr("makes no sense"));
  EXPECT_THAT(changed(load + offsetof(Elf64_Phdr, p_vaddr), std::uint64_t{8}),
              HasSubstr("not aligned"));
  EXPECT_THAT(changed(dynamic + offsetof(Elf64_Phdr, p_type), PT_LOAD), HasSubstr("overlap"));
  EXPECT_THAT(changed(dynamic + offsetof(Elf64_Phdr, p_type), PT_NULL),
              HasSubstr("no dynamic section"));
  EXPECT_THAT(changed(dynamic + sizeof(Elf64_Phdr), PT_DYNAMIC), HasSubstr("there are two"));
  EXPECT_THAT(changed(dynamic + offsetof(Elf64_Phdr, p_vaddr), kHuge),
              HasSubstr("outside the file"));
  // Its entries: NEEDED, STRTAB, STRSZ, SYMTAB, SYMENT, GNU_HASH.
  const auto value = [&](std::size_t entry) {
    return elf.dynamic_at + entry * sizeof(Elf64_Dyn) + offsetof(Elf64_Dyn, d_un);
  };
  EXPECT_THAT(changed(value(0), kHuge), HasSubstr("a name does not end"));
  EXPECT_THAT(changed(value(1), kHuge), HasSubstr("string table"));
  EXPECT_THAT(changed(value(2), kHuge), HasSubstr("string table"));
  EXPECT_THAT(changed(value(3), kHuge), HasSubstr("symbol table"));
  EXPECT_THAT(changed(value(4), std::uint64_t{1}), HasSubstr("another size"));
  EXPECT_THAT(changed(value(5), kHuge), HasSubstr("symbol table"));
  constexpr std::uint32_t kMany = 0xFFFFFFFFU;
  EXPECT_THAT(changed(elf.hash_at, kMany), HasSubstr("larger than any"));       // buckets
  EXPECT_THAT(changed(elf.hash_at + 8, kMany), HasSubstr("larger than any"));   // filter
  EXPECT_THAT(changed(elf.hash_at + 24, kMany), HasSubstr("symbols or more"));  // a bucket
  EXPECT_THAT(changed(elf.hash_at + 24, 100U), HasSubstr("has no end"));
  EXPECT_THAT(changed(elf.symbols_at + sizeof(Elf64_Sym), kMany), HasSubstr("string table"));
  MadeElf endless;
  endless.end_mark = false;
  EXPECT_THAT(fault_of(endless.bytes()), HasSubstr("has no end"));
}

// However a file is made, it is read in a moment; reading beyond it would show under a sanitizer.
TEST(ElfFacts, AnyByteMayBeAnything) {
  MadeElf elf;
  elf.run_path = {"/usr/lib"};
  elf.symbols.push_back({"another"});
  const auto start = std::chrono::steady_clock::now();
  for (const bool old : {false, true}) {
    elf.old_hash = old;
    const std::string whole = elf.bytes();
    for (std::size_t at = 0; at < whole.size(); ++at)
      for (const char value : {'\0', '\1', '\x7f', '\xff'}) {
        std::string bytes = whole;
        bytes[at] = value;
        fault_of(bytes);
      }
    for (std::size_t size = 0; size < whole.size(); size += 3) fault_of(whole.substr(0, size));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
}

// Each symbol has the same name, and the name has no end: what is not kept is not searched.
TEST(ElfFacts, ManySymbolsOfOneEndlessNameAreReadInAMoment) {
  MadeElf elf;
  elf.needed = {std::string(4000, 'x')};
  elf.symbols.assign(200000, {""});
  std::string bytes = elf.bytes();
  const auto start = std::chrono::steady_clock::now();
  fault_of(bytes);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace ingest::host
