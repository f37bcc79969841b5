#include "collect/ebpf/loader/btf_id_override.h"

#include <bpf/bpf.h>
#include <linux/bpf.h>

#include <cerrno>
#include <string>
#include <vector>

#include "bpf/records.h"

namespace portexplorer {
namespace {

constexpr std::string_view kSection = "pe_iter/";

// libbpf's callback has no context argument, so the types in use are a property of the thread.
thread_local const CoreTypes* known_types = nullptr;

// Returns libbpf's name of the iterator. The kernel function has the same name after "bpf_iter_".
std::string iterator_of(const bpf_program* program) {
  return std::string(std::string_view(bpf_program__section_name(program)).substr(kSection.size()));
}

std::uint32_t id_of_iterator(const bpf_program* program) {
  return known_types->function("bpf_iter_" + iterator_of(program));
}

bool calls_rdonly_cast(const bpf_insn& insn) {
  return insn.code == (BPF_JMP | BPF_CALL) && insn.src_reg == 0 && insn.imm == PE_CALL_RDONLY_CAST;
}

// Replaces calls of PE_CALL_RDONLY_CAST with calls of the kernel function.
int set_calls(bpf_program* program, std::uint32_t id) {
  const bpf_insn* begin = bpf_program__insns(program);
  std::vector<bpf_insn> insns(begin, begin + bpf_program__insn_cnt(program));
  bool any = false;
  for (bpf_insn& insn : insns) {
    if (!calls_rdonly_cast(insn)) continue;
    if (id == 0) return -ENOENT;
    insn.src_reg = BPF_PSEUDO_KFUNC_CALL;
    insn.imm = static_cast<__s32>(id);
    any = true;
  }
  return any ? bpf_program__set_insns(program, insns.data(), insns.size()) : 0;
}

int before_load(bpf_program* program, bpf_prog_load_opts* options, long) {
  if (known_types == nullptr) return -EINVAL;
  if (const std::uint32_t id = id_of_iterator(program); id != 0) options->attach_btf_id = id;
  if (const int error = set_calls(program, known_types->function("bpf_rdonly_cast")); error != 0)
    return error;
  return bpf_program__set_type(program, BPF_PROG_TYPE_TRACING);
}

// Before loading, the programs have a type for which libbpf does not need the kernel's BTF.
int register_section() {
  libbpf_prog_handler_opts options{};
  options.sz = sizeof options;
  options.prog_prepare_load_fn = &before_load;
  return libbpf_register_prog_handler(kSection.data(), BPF_PROG_TYPE_SOCKET_FILTER, BPF_TRACE_ITER,
                                      &options);
}

}  // namespace

BtfIdOverride::BtfIdOverride(const CoreTypes& types) : outer_(known_types) {
  [[maybe_unused]] static const int kHandler = register_section();
  known_types = &types;
}

BtfIdOverride::~BtfIdOverride() { known_types = outer_; }

void BtfIdOverride::prepare(bpf_program* program) const {
  if (id_of_iterator(program) != 0) return;
  bpf_program__set_type(program, BPF_PROG_TYPE_TRACING);
  bpf_program__set_expected_attach_type(program, BPF_TRACE_ITER);
  bpf_program__set_attach_target(program, 0, iterator_of(program).c_str());
}

}  // namespace portexplorer
