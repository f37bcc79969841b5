// Makes libbpf load iterator programs without parsing the kernel's BTF, which would take longer
// than the rest of loading. Ids that it needs come from CoreTypes instead. The programs must be in
// sections named "pe_iter/NAME".
#pragma once

#include <bpf/libbpf.h>

#include <array>
#include <string_view>

#include "collect/ebpf/loader/core_types.h"

namespace portexplorer {

// Functions whose ids CoreTypes must provide.
inline constexpr std::array<std::string_view, 7> kFunctionsOfIterators = {
    "bpf_iter_task", "bpf_iter_task_file", "bpf_iter_tcp",   "bpf_iter_udp",
    "bpf_iter_unix", "bpf_iter_netlink",   "bpf_rdonly_cast"};

// While an instance exists, objects loaded by this thread use the ids of `types`.
class BtfIdOverride {
 public:
  explicit BtfIdOverride(const CoreTypes& types);
  BtfIdOverride(const BtfIdOverride&) = delete;
  BtfIdOverride& operator=(const BtfIdOverride&) = delete;
  ~BtfIdOverride();

  // Must be called after opening the object and before loading it. If the id of the iterator is
  // unknown, libbpf is left to find it.
  void prepare(bpf_program*) const;

 private:
  const CoreTypes* outer_;
};

}  // namespace portexplorer
