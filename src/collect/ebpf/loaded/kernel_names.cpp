#include "collect/ebpf/loaded/kernel_names.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <unistd.h>

#include <cstring>

#include "base/unique_fd.h"

namespace portexplorer {

KernelNames KernelNames::read(const std::string& path) {
  constexpr std::size_t kPiece = 1u << 20;
  constexpr std::size_t kMost = 256u << 20;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string btf;
  while (fd && btf.size() < kMost) {
    const std::size_t before = btf.size();
    btf.resize(before + kPiece);
    const ssize_t n = ::read(fd.get(), btf.data() + before, kPiece);
    btf.resize(before + static_cast<std::size_t>(n > 0 ? n : 0));
    if (n <= 0) break;
  }
  return KernelNames(btf);
}

KernelNames::KernelNames(std::string_view btf) {
  btf_header header{};
  if (btf.size() < sizeof header) return;
  std::memcpy(&header, btf.data(), sizeof header);
  if (header.magic != BTF_MAGIC || header.hdr_len > btf.size()) return;
  btf.remove_prefix(header.hdr_len);
  if (header.str_off > btf.size() || header.str_len > btf.size() - header.str_off) return;
  strings_ = btf.substr(header.str_off, header.str_len);
}

bool KernelNames::may_have(std::string_view name) const {
  if (strings_.empty()) return true;
  const std::string whole = '\0' + std::string(name) + '\0';
  return ::memmem(strings_.data(), strings_.size(), whole.data(), whole.size()) != nullptr;
}

}  // namespace portexplorer
