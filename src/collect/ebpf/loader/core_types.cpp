#include "collect/ebpf/loader/core_types.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace portexplorer {
namespace {

// Types that may be in a module, whose BTF is separate from vmlinux.
constexpr std::string_view kOfModules[] = {"packet_sock", "unix_sock", "mptcp_sock"};

bool needs_modules(const BtfSubset& cut, std::string_view program) {
  return std::ranges::any_of(kOfModules, [&](std::string_view name) {
    return program.find(name) != std::string_view::npos && !cut.found.contains(std::string(name));
  });
}

// Writes the bytes to a memfd, because libbpf only accepts a path. Empty if the process may not
// open its own fds by path.
UniqueFd file_of(const std::string& bytes) {
  UniqueFd file(::memfd_create("portexplorer-types", MFD_CLOEXEC));
  if (!file ||
      ::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    return {};
  return file;
}

}  // namespace

CoreTypes::CoreTypes(std::string_view kernel, ObjectBytes object,
                     std::span<const std::string_view> functions) {
  std::size_t size = 0;
  const auto* bytes = static_cast<const char*>(object(&size));
  const std::string_view program = elf_section({bytes, size}, ".BTF");
  auto cut = cut_btf(kernel, program, functions);
  if (!cut) return;
  cut_ = std::move(*cut);
  if (needs_modules(cut_, program)) return;
  file_ = file_of(cut_.bytes);
  std::string path = "/proc/self/fd/" + std::to_string(file_.get());
  if (file_ && ::access(path.c_str(), R_OK) == 0) path_ = std::move(path);
}

bpf_object_open_opts CoreTypes::open_options() const {
  bpf_object_open_opts options{};
  options.sz = sizeof options;
  if (!path_.empty()) options.btf_custom_path = path_.c_str();
  return options;
}

std::uint32_t CoreTypes::id(const std::string& name) const {
  const auto found = cut_.found.find(name);
  return found == cut_.found.end() ? 0 : found->second;
}

std::uint32_t CoreTypes::function(const std::string& name) const {
  const auto found = cut_.functions.find(name);
  return found == cut_.functions.end() ? 0 : found->second;
}

}  // namespace portexplorer
