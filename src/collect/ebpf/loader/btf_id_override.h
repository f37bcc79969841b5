// Lets libbpf load iterators' programs without reading the kernel's types itself, which takes it
// longer than all else: where it needs an id of them, it is given the one that CoreTypes knows.
// Programs of such kind stand in sections "pe_iter/NAME".
#pragma once

#include <bpf/libbpf.h>

#include <array>
#include <string_view>

#include "collect/ebpf/loader/core_types.h"

namespace portexplorer {

// The functions whose ids are wanted of CoreTypes.
inline constexpr std::array<std::string_view, 7> kFunctionsOfIterators = {
    "bpf_iter_task", "bpf_iter_task_file", "bpf_iter_tcp",   "bpf_iter_udp",
    "bpf_iter_unix", "bpf_iter_netlink",   "bpf_rdonly_cast"};

// While it lives, what this thread loads is given ids of `types`.
class BtfIdOverride {
 public:
  explicit BtfIdOverride(const CoreTypes& types);
  BtfIdOverride(const BtfIdOverride&) = delete;
  BtfIdOverride& operator=(const BtfIdOverride&) = delete;
  ~BtfIdOverride();

  // Between open and load. Where the id of its iterator is not known, libbpf is let look for it.
  void prepare(bpf_program*) const;

 private:
  const CoreTypes* outer_;
};

}  // namespace portexplorer
