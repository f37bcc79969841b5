// The effective capabilities of the calling thread. Source: capabilities(7), linux/capability.h.
#pragma once

#include <cstdint>

namespace portexplorer {

// Linux 5.8; older headers do not define them.
constexpr unsigned kCapPerfmon = 38;
constexpr unsigned kCapBpf = 39;

class Capabilities {
 public:
  // Costs one system call (capget). Empty if it fails.
  [[nodiscard]] static Capabilities effective();

  constexpr explicit Capabilities(std::uint64_t bits) : bits_(bits) {}

  // `number`: CAP_… of linux/capability.h.
  [[nodiscard]] constexpr bool has(unsigned number) const { return (bits_ >> number & 1U) != 0; }

  // Whether BPF programs may be loaded, as far as capabilities decide. A capability of another user
  // namespace than the first does not count in the kernel; that shows only when loading fails.
  [[nodiscard]] bool may_load_bpf() const;

 private:
  std::uint64_t bits_;
};

}  // namespace portexplorer
