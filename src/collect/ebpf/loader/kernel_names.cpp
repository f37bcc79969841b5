#include "collect/ebpf/loader/kernel_names.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/unique_fd.h"

namespace portexplorer {

namespace {

bool read_whole(int fd, char* bytes, std::size_t size) {
  std::size_t have = 0;
  while (have < size) {
    const ssize_t n = ::read(fd, bytes + have, size - have);
    if (n <= 0) return false;
    have += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

void KernelTypes::Unmap::operator()(char* bytes) const { ::munmap(bytes, size); }

KernelTypes KernelTypes::read(const std::string& path) {
  constexpr off_t kMost = off_t{256} << 20;
  KernelTypes types;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || status.st_size <= 0 || status.st_size > kMost)
    return types;
  const auto size = static_cast<std::size_t>(status.st_size);
  // Linux 6.16 or later supports mmap() of this file.
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  const bool is_there = mapped != MAP_FAILED;
  if (!is_there)
    mapped = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (mapped == MAP_FAILED) return types;
  types.bytes_ = {static_cast<char*>(mapped), Unmap{size}};
  if (!is_there && !read_whole(fd.get(), types.bytes_.get(), size)) return {};
  return types;
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
