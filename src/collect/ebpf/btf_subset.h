// Cuts the types that a kernel program reads out of the kernel's description of all its types (BTF,
// Documentation/bpf/btf.rst and linux/btf.h). libbpf looks through all of them by name, anew for
// each type that a program of ours reads, which takes longer than everything else about loading;
// through a few hundred it takes no time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portexplorer {

struct BtfSubset {
  std::string bytes;  // BTF of its own, with ids of its own
  std::map<std::string, std::uint32_t>
      found;  // the structs that were cut out, each with its first id in the kernel's own
  std::map<std::string, std::uint32_t> functions;  // of those asked for, in the kernel's own
};

// `kernel`: the kernel's types. `program`: those of a compiled program, which names what it reads;
// a name ends before "___". `functions`: whose ids are wanted too. What a struct holds by value is
// cut out with it; what it points to is not. Empty: one of the two is broken, or of a kind that is
// not known here. Pure.
[[nodiscard]] std::optional<BtfSubset> cut_btf(std::string_view kernel, std::string_view program,
                                               std::span<const std::string_view> functions = {});

// The bytes of a section of an ELF file of this machine's kind; empty if it has none of that name.
// Pure.
[[nodiscard]] std::string_view elf_section(std::string_view elf, std::string_view name);

}  // namespace portexplorer
