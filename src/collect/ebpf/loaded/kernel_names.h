// What the running kernel is made of, by name: functions, types, tracepoints (as btf_trace_NAME). Asking costs a millisecond or
// two, where trying to load a program costs ten times that.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

class KernelNames {
 public:
  // Reads the kernel's description of its own types. Where that cannot be read, every name may be there.
  static KernelNames read(const std::string& path = "/sys/kernel/btf/vmlinux");
  // From the bytes of such a description. Pure.
  explicit KernelNames(std::string_view btf);

  // False: surely nothing of that name is there. True: something may be, of whatever kind.
  [[nodiscard]] bool may_have(std::string_view name) const;

 private:
  std::string strings_;  // each between two NULs; empty: not known
};

}  // namespace portexplorer
