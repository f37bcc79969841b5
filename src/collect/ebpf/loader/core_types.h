// Types against which libbpf relocates a compiled program (CO-RE): only those that the program
// reads (btf_subset.h).
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
  // Signature of NAME_bpf__elf_bytes() in a skeleton.
  using ObjectBytes = const void*(std::size_t*);

  // `kernel` are the bytes of KernelTypes, and `object` is the compiled program. `functions` are
  // the functions whose ids are requested.
  CoreTypes(std::string_view kernel, ObjectBytes object,
            std::span<const std::string_view> functions = {});

  // Options for opening the program. If the kernel's BTF cannot be read, or some of the types are
  // in modules, libbpf searches all types itself. Valid for the lifetime of this object.
  [[nodiscard]] bpf_object_open_opts open_options() const;

  // Returns the id of a struct in the kernel's BTF, or 0 if the program does not read it or the
  // kernel does not have it.
  [[nodiscard]] std::uint32_t id(const std::string& name) const;
  // Returns the id of a requested function, or 0 if the kernel does not have it or has it in a
  // module.
  [[nodiscard]] std::uint32_t function(const std::string& name) const;

 private:
  BtfSubset cut_;
  UniqueFd file_;
  std::string path_;  // path of file_; empty: none
};

}  // namespace portexplorer
