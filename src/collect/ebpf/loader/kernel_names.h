// What the running kernel is made of, by name: functions, types, tracepoints (as btf_trace_NAME).
// Asking costs a millisecond or two, where trying to load a program costs ten times that.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace portexplorer {

// The kernel's description of its own types (BTF), some megabytes.
class KernelTypes {
 public:
  static KernelTypes read(const std::string& path = "/sys/kernel/btf/vmlinux");

  // Empty where they could not be read. Valid as long as this lives.
  [[nodiscard]] std::string_view bytes() const { return {bytes_.get(), bytes_.get_deleter().size}; }

 private:
  struct Unmap {
    std::size_t size;
    void operator()(char* bytes) const;
  };
  std::unique_ptr<char, Unmap> bytes_;
};

class KernelNames {
 public:
  // Where the kernel's types cannot be read, every name may be there.
  static KernelNames read(const std::string& path = "/sys/kernel/btf/vmlinux") {
    return KernelNames(KernelTypes::read(path).bytes());
  }
  // From the bytes of such a description. Pure.
  explicit KernelNames(std::string_view btf);

  // False: surely nothing of that name is there. True: something may be, of whatever kind.
  [[nodiscard]] bool may_have(std::string_view name) const;

 private:
  std::string strings_;  // each between two NULs; empty: not known
};

}  // namespace portexplorer
