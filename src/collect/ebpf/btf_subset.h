// Extracts the types that a BPF program reads from the kernel's BTF (Documentation/bpf/btf.rst,
// linux/btf.h). libbpf searches all types by name for each type that a program reads, which takes
// longer than all other steps of loading. With a few hundred types instead, the search takes no
// noticeable time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portexplorer {

struct BtfSubset {
  std::string bytes;  // self-contained BTF with new type ids
  // The structs in the subset, with their first id in the kernel's BTF.
  std::map<std::string, std::uint32_t> found;
  // The requested functions, with their id in the kernel's BTF.
  std::map<std::string, std::uint32_t> functions;
};

// Extracts the subset. `kernel` is the kernel's BTF, and `program` that of a compiled program,
// which names the types that it reads (up to "___"). `functions` are the functions whose ids are
// requested. Types that a struct contains by value are included; types that it points to are not.
// Empty if either input is malformed or contains an unknown kind. Pure.
[[nodiscard]] std::optional<BtfSubset> cut_btf(std::string_view kernel, std::string_view program,
                                               std::span<const std::string_view> functions = {});

// Returns the contents of a section of a 64-bit ELF file; empty if there is no such section. Pure.
[[nodiscard]] std::string_view elf_section(std::string_view elf, std::string_view name);

}  // namespace portexplorer
