// What libbpf is to go by when it fits a compiled program to the running kernel: only the types
// that the program reads (btf_cut.h).
#pragma once

#include <bpf/libbpf.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "collect/ebpf/btf_subset.h"

namespace portexplorer {

class CoreTypes {
 public:
  using ObjectBytes = const void*(std::size_t*);  // as NAME_bpf__elf_bytes() of a skeleton

  // `kernel`: of KernelTypes; `object`: the compiled program. `functions`: whose ids are wanted.
  CoreTypes(std::string_view kernel, ObjectBytes object,
            std::span<const std::string_view> functions = {});

  // To open the program with. It lets libbpf look through all types itself where the kernel's are
  // not readable, or are partly those of modules. Valid as long as this lives.
  [[nodiscard]] bpf_object_open_opts open_options() const;

  // The kernel's own id of a struct that the program reads; 0: it has none of that name.
  [[nodiscard]] std::uint32_t id(const std::string& name) const;
  // The same of a function. 0: it has none of that name, or in a module.
  [[nodiscard]] std::uint32_t function(const std::string& name) const;

 private:
  BtfSubset cut_;
  UniqueFd file_;
  std::string path_;  // of it; empty: there is none
};

}  // namespace portexplorer
