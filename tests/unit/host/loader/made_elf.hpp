// made_elf.hpp - small shared libraries, made of bytes: what no linker would write. One segment
// holds all, at address 0, so that an offset in the file is an address. One thread.
#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace ingest::host {

#if defined(__aarch64__)
constexpr std::uint16_t kOwnMachine = EM_AARCH64;
#else
constexpr std::uint16_t kOwnMachine = EM_X86_64;
#endif

struct MadeElf {
  struct Symbol {
    std::string name;
    unsigned binding = STB_GLOBAL;
    unsigned type = STT_FUNC;
    std::uint16_t section = 1;
    std::uint64_t value = 64;
  };
  std::vector<Symbol> symbols = {{"ingest_connector_entry_v1"}};
  std::vector<std::string> needed = {"libc.so.6"};
  std::vector<std::string> run_path;
  std::vector<Elf64_Dyn> extra;      // entries of the dynamic section
  std::uint32_t load = PF_R | PF_X;  // what may be done with the segment
  std::optional<std::uint32_t> stack = PF_R | PF_W;
  std::optional<std::uint32_t> second_stack;
  bool old_hash = false;  // in place of the GNU one
  bool end_mark = true;   // of the dynamic section

  // Where the parts lie; known once bytes() was called.
  std::size_t strings_at = 0, symbols_at = 0, hash_at = 0, dynamic_at = 0;

  std::string bytes() {
    std::string strings(1, '\0');
    const auto text = [&](const std::string& name) {
      const std::size_t at = strings.size();
      strings += name + '\0';
      return at;
    };
    std::vector<Elf64_Sym> table(1);
    for (const Symbol& symbol : symbols) {
      Elf64_Sym one{};
      one.st_name = static_cast<std::uint32_t>(text(symbol.name));
      one.st_info = static_cast<unsigned char>(ELF64_ST_INFO(symbol.binding, symbol.type));
      one.st_shndx = symbol.section;
      one.st_value = symbol.value;
      table.push_back(one);
    }
    std::vector<Elf64_Dyn> dynamic;
    const auto entry = [&](std::int64_t tag, std::uint64_t value) {
      dynamic.push_back({tag, {value}});
    };
    for (const std::string& library : needed) entry(DT_NEEDED, text(library));
    for (const std::string& folders : run_path) entry(DT_RUNPATH, text(folders));
    const std::size_t headers = sizeof(Elf64_Ehdr) + 4 * sizeof(Elf64_Phdr);
    strings_at = headers;
    symbols_at = (strings_at + strings.size() + 7) / 8 * 8;
    hash_at = symbols_at + table.size() * sizeof(Elf64_Sym);
    const std::string hash = old_hash ? old_table() : gnu_table();
    dynamic_at = (hash_at + hash.size() + 7) / 8 * 8;
    entry(DT_STRTAB, strings_at);
    entry(DT_STRSZ, strings.size());
    entry(DT_SYMTAB, symbols_at);
    entry(DT_SYMENT, sizeof(Elf64_Sym));
    entry(old_hash ? DT_HASH : DT_GNU_HASH, hash_at);
    dynamic.insert(dynamic.end(), extra.begin(), extra.end());
    if (end_mark) entry(DT_NULL, 0);

    const std::size_t size = dynamic_at + dynamic.size() * sizeof(Elf64_Dyn);
    std::string all(size, '\0');
    put(all, 0, header());
    std::size_t at = sizeof(Elf64_Ehdr);
    put(all, at, segment(PT_LOAD, 0, size, load));
    put(all, at += sizeof(Elf64_Phdr),
        segment(PT_DYNAMIC, dynamic_at, dynamic.size() * sizeof(Elf64_Dyn), PF_R));
    for (const auto& flags : {stack, second_stack}) {
      at += sizeof(Elf64_Phdr);
      if (flags) put(all, at, segment(PT_GNU_STACK, 0, 0, *flags));
    }
    all.replace(strings_at, strings.size(), strings);
    for (std::size_t i = 0; i < table.size(); ++i)
      put(all, symbols_at + i * sizeof(Elf64_Sym), table[i]);
    all.replace(hash_at, hash.size(), hash);
    for (std::size_t i = 0; i < dynamic.size(); ++i)
      put(all, dynamic_at + i * sizeof(Elf64_Dyn), dynamic[i]);
    return all;
  }

  template <class Value>
  static void put(std::string& bytes, std::size_t at, const Value& value) {
    std::memcpy(bytes.data() + at, &value, sizeof(value));
  }

 private:
  static Elf64_Ehdr header() {
    Elf64_Ehdr made{};
    std::memcpy(made.e_ident, ELFMAG, SELFMAG);
    made.e_ident[EI_CLASS] = ELFCLASS64;
    made.e_ident[EI_DATA] = ELFDATA2LSB;
    made.e_ident[EI_VERSION] = EV_CURRENT;
    made.e_type = ET_DYN;
    made.e_machine = kOwnMachine;
    made.e_version = EV_CURRENT;
    made.e_phoff = sizeof(made);
    made.e_ehsize = sizeof(made);
    made.e_phentsize = sizeof(Elf64_Phdr);
    made.e_phnum = 4;
    return made;
  }
  static Elf64_Phdr segment(std::uint32_t type, std::uint64_t at, std::uint64_t size,
                            std::uint32_t flags) {
    Elf64_Phdr made{};
    made.p_type = type;
    made.p_flags = flags;
    made.p_offset = made.p_vaddr = at;
    made.p_filesz = made.p_memsz = size;
    made.p_align = 4096;
    return made;
  }
  std::string words(const std::vector<std::uint32_t>& all) const {
    return {reinterpret_cast<const char*>(all.data()), all.size() * sizeof(all[0])};
  }
  // One bucket, one chain that ends at the last symbol.
  std::string gnu_table() const {
    std::vector<std::uint32_t> all = {1, 1, 1, 0, 0, 0, symbols.empty() ? 0U : 1U};
    for (std::size_t i = 0; i < symbols.size(); ++i)
      all.push_back(i + 1 == symbols.size() ? 1U : 2U);
    return words(all);
  }
  std::string old_table() const {
    const auto count = static_cast<std::uint32_t>(symbols.size() + 1);
    std::vector<std::uint32_t> all = {1, count, 0};
    all.resize(3 + count);
    return words(all);
  }
};

}  // namespace ingest::host
