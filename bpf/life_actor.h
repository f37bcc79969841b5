// Who does something: reads a process into a pe_actor, by loads that the verifier knows as the kernel's own.
#ifndef PORTEXPLORER_BPF_LIFE_ACTOR_H
#define PORTEXPLORER_BPF_LIFE_ACTOR_H

#include "kernel_types.h"  // libbpf's headers want its integers

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

struct pe_life_control control = {};

// The file name of an executable, where it lies in the kernel.
struct pe_name {
  __u64 address;  // 0: not known
  __u32 bytes;    // without a NUL
};

static __always_inline void upid_at(__u64 pid, __u32 level, __u32* nr, __u64* ns) {
  const __u64 upid = pid + bpf_core_field_offset(struct pid, numbers) + (__u64)level * bpf_core_type_size(struct upid);
  bpf_probe_read_kernel(nr, sizeof *nr, (void*)(upid + bpf_core_field_offset(struct upid, nr)));
  bpf_probe_read_kernel(ns, sizeof *ns, (void*)(upid + bpf_core_field_offset(struct upid, ns)));
}

// The pid of a process in the reader's pid namespace, by its first thread; 0 where it has none there.
static __always_inline __u32 reader_pid(struct task_struct* leader) {
  if (!control.reader_level) return leader->tgid;
  struct pid* pid = leader->thread_pid;
  if (!pid || pid->level < control.reader_level) return 0;
  __u32 nr = 0;
  __u64 ns = 0;
  upid_at((__u64)pid, control.reader_level, &nr, &ns);
  return ns == control.reader_pid_ns ? nr : 0;
}

static __always_inline __u64 comm_half(struct task_struct* task, int half) { return ((const volatile __u64*)task->comm)[half]; }

// False, and an empty actor: a thread of the kernel.
static __always_inline bool read_actor(struct task_struct* task, struct pe_actor* actor) {
  __builtin_memset(actor, 0, sizeof *actor);
  if (task->flags & PF_KTHREAD) return false;
  actor->tgid = task->tgid;
  if (!actor->tgid) return false;
  struct task_struct* leader = task->group_leader;
  actor->start_boottime_ns = leader->start_boottime;
  actor->pid = reader_pid(leader);
  actor->parent = reader_pid(leader->real_parent->group_leader);
  actor->uid = task->real_cred->euid.val;
  ((__u64*)actor->comm)[0] = comm_half(leader, 0);
  ((__u64*)actor->comm)[1] = comm_half(leader, 1);
  return true;
}

// A process that ends gives up its memory, and with it the file that it ran, before its sockets.
static __always_inline struct pe_name executable_name(struct task_struct* task) {
  struct pe_name name = {};
  struct mm_struct* mm = task->mm;
  if (!mm) return name;
  struct file* file = mm->exe_file;
  if (!file) return name;
  struct dentry* dentry = file->f_path.dentry;
  if (!dentry) return name;
  name.address = (__u64)dentry->d_name.name;
  name.bytes = dentry->d_name.len;
  if (!name.address || name.bytes >= PE_LONG_NAME_BYTES) name.bytes = 0;
  return name;
}

#endif
