// Stands in where the kernel programs were not built.
#include "collect/ebpf/walk.h"

namespace portexplorer {

struct KernelWalk::State {};

KernelWalk::KernelWalk(std::unique_ptr<State> state) : state_(std::move(state)) {}
KernelWalk::~KernelWalk() = default;

Result<std::unique_ptr<KernelWalk>> KernelWalk::create(const WalkOptions&) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

Result<void> KernelWalk::read(const WalkRequest&, std::span<const NetnsHandle>, WalkReading&) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

Result<void> KernelWalk::read_in(const WalkRequest&, const NameNamespaces&, WalkReading&) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

}  // namespace portexplorer
