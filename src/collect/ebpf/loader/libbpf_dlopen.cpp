#include "collect/ebpf/loader/libbpf_dlopen.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dlfcn.h>

#include <cerrno>

// Defines each function of libbpf that this program calls, under its own name, and forwards it to
// the library. A function that is missing here would be resolved by the linker in libbpf itself,
// and every start of the program would then load it.
namespace {

void* library() {
  static void* const handle = ::dlopen("libbpf.so.1", RTLD_NOW | RTLD_LOCAL);
  return handle;
}

template <typename Function>
Function* find(const char* name) {
  return library() == nullptr ? nullptr : reinterpret_cast<Function*>(::dlsym(library(), name));
}

int not_here() {
  errno = ENOSYS;
  return -ENOSYS;
}

std::nullptr_t none_here() {
  errno = ENOSYS;
  return nullptr;
}

}  // namespace

#define FORWARD(result, name, parameters, arguments, otherwise)               \
  result name parameters {                                                    \
    static auto* const real = find<decltype(::name)>(#name);                  \
    return real == nullptr ? static_cast<result>(otherwise) : real arguments; \
  }

extern "C" {
// clang-format off
FORWARD(int, bpf_iter_create, (int link), (link), not_here())
FORWARD(int, bpf_link_create, (int program, int target, bpf_attach_type type, const bpf_link_create_opts* options), (program, target, type, options), not_here())
FORWARD(int, bpf_link__destroy, (bpf_link* link), (link), 0)
FORWARD(int, bpf_map__fd, (const bpf_map* map), (map), not_here())
FORWARD(int, bpf_map__reuse_fd, (bpf_map* map, int fd), (map, fd), not_here())
FORWARD(int, bpf_map__set_max_entries, (bpf_map* map, __u32 entries), (map, entries), not_here())
FORWARD(void, bpf_object__destroy_skeleton, (bpf_object_skeleton* skeleton), (skeleton), 0)
FORWARD(int, bpf_object__load_skeleton, (bpf_object_skeleton* skeleton), (skeleton), not_here())
FORWARD(int, bpf_object__open_skeleton, (bpf_object_skeleton* skeleton, const bpf_object_open_opts* options), (skeleton, options), not_here())
FORWARD(int, bpf_object__attach_skeleton, (bpf_object_skeleton* skeleton), (skeleton), not_here())
FORWARD(void, bpf_object__detach_skeleton, (bpf_object_skeleton* skeleton), (skeleton), 0)
FORWARD(int, bpf_prog_test_run_opts, (int program, bpf_test_run_opts* options), (program, options), not_here())
FORWARD(bool, bpf_program__autoload, (const bpf_program* program), (program), false)
FORWARD(bpf_link*, bpf_program__attach, (const bpf_program* program), (program), none_here())
FORWARD(bpf_link*, bpf_program__attach_cgroup, (const bpf_program* program, int cgroup), (program, cgroup), none_here())
FORWARD(int, bpf_program__fd, (const bpf_program* program), (program), not_here())
FORWARD(const char*, bpf_program__name, (const bpf_program* program), (program), "")
FORWARD(size_t, bpf_program__insn_cnt, (const bpf_program* program), (program), 0)
FORWARD(const bpf_insn*, bpf_program__insns, (const bpf_program* program), (program), none_here())
FORWARD(const char*, bpf_program__section_name, (const bpf_program* program), (program), "")
FORWARD(int, bpf_program__set_attach_target, (bpf_program* program, int of, const char* name), (program, of, name), not_here())
FORWARD(int, bpf_program__set_autoload, (bpf_program* program, bool load), (program, load), not_here())
FORWARD(int, bpf_program__set_expected_attach_type, (bpf_program* program, bpf_attach_type type), (program, type), not_here())
FORWARD(int, bpf_program__set_insns, (bpf_program* program, bpf_insn* insns, size_t count), (program, insns, count), not_here())
FORWARD(int, bpf_program__set_type, (bpf_program* program, bpf_prog_type type), (program, type), not_here())
FORWARD(int, libbpf_register_prog_handler, (const char* section, bpf_prog_type type, bpf_attach_type attach, const libbpf_prog_handler_opts* options), (section, type, attach, options), not_here())
FORWARD(libbpf_print_fn_t, libbpf_set_print, (libbpf_print_fn_t print), (print), nullptr)
FORWARD(int, ring_buffer__consume, (ring_buffer* ring), (ring), not_here())
FORWARD(int, ring_buffer__epoll_fd, (const ring_buffer* ring), (ring), not_here())
FORWARD(void, ring_buffer__free, (ring_buffer* ring), (ring), 0)
FORWARD(ring_buffer*, ring_buffer__new, (int map, ring_buffer_sample_fn take, void* context, const ring_buffer_opts* options), (map, take, context, options), none_here())
// clang-format on
}

namespace portexplorer {

bool libbpf_is_here() { return library() != nullptr; }

}  // namespace portexplorer
