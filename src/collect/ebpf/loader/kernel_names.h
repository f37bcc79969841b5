// Names of the running kernel's functions, types and tracepoints (as btf_trace_NAME). A check takes
// one or two milliseconds; trying to load a program takes ten times as long.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace portexplorer {

// The kernel's BTF, several megabytes.
class KernelTypes {
 public:
  static KernelTypes read(const std::string& path = "/sys/kernel/btf/vmlinux");

  // Empty if it could not be read. Valid for the lifetime of this object.
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
  // If the kernel's BTF cannot be read, every name may exist.
  static KernelNames read(const std::string& path = "/sys/kernel/btf/vmlinux") {
    return KernelNames(KernelTypes::read(path).bytes());
  }
  // Reads the names from BTF. Pure.
  explicit KernelNames(std::string_view btf);

  // Returns false if nothing has that name, and true if something of any kind may have it.
  [[nodiscard]] bool may_have(std::string_view name) const;

 private:
  std::string strings_;  // each between two NULs; empty: unknown
};

}  // namespace portexplorer
