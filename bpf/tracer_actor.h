// Reads the process that causes an event into a pe_actor.
#ifndef PORTEXPLORER_BPF_TRACER_ACTOR_H
#define PORTEXPLORER_BPF_TRACER_ACTOR_H

#include "read_memory.h"

struct pe_tracer_control control = {};

// File name of an executable, in kernel memory.
struct pe_name {
  __u64 address;  // 0: unknown
  __u32 bytes;    // without the NUL
  __u32 flags;    // PE_FORKED
};

static __always_inline struct task_struct* current_task(void) {
  return AS(task_struct, bpf_get_current_task_btf());
}

// Returns the thread_pid of a task as a number, because the verifier of Linux 6.8 does not allow
// adding a variable to a pointer.
static __always_inline __u64 pid_address(struct task_struct* task) {
  if (!READS_IN_PLACE) return (__u64)READ(task, thread_pid);
  return word_at((__u64)task + bpf_core_field_offset(struct task_struct, thread_pid));
}

// `pid` is the address of a struct pid.
static __always_inline void upid_at(__u64 pid, __u32 level, __u32* nr, __u64* ns) {
  struct upid* upid = AS(upid, pid + bpf_core_field_offset(struct pid, numbers) +
                                   (__u64)level * bpf_core_type_size(struct upid));
  *nr = READ(upid, nr);
  *ns = (__u64)READ(upid, ns);
}

// Returns the pid of a process in the reader's PID namespace, or 0 if it has none there. `leader`
// is its first thread.
static __always_inline __u32 reader_pid(struct task_struct* leader) {
  struct pid* pid = READ(leader, thread_pid);
  if (!pid || READ(pid, level) < control.reader_level) return 0;
  __u32 nr = 0;
  __u64 ns = 0;
  upid_at(pid_address(leader), control.reader_level, &nr, &ns);
  return ns == control.reader_pid_ns ? nr : 0;
}

// Returns false and an empty actor for a kernel thread.
static __always_inline bool read_actor(struct task_struct* task, struct pe_actor* actor) {
  __builtin_memset(actor, 0, sizeof *actor);
  if (READ(task, flags) & PF_KTHREAD) return false;
  actor->tgid = READ(task, tgid);
  if (!actor->tgid) return false;
  struct task_struct* leader = READ(task, group_leader);
  actor->start_boottime_ns = READ(leader, start_boottime);
  actor->pid = reader_pid(leader);
  struct task_struct* parent = READ(leader, real_parent, group_leader);
  actor->parent = reader_pid(parent);
  actor->uid = READ(task, real_cred, euid.val);
  READ_ARRAY(actor->comm, leader, comm);
  return true;
}

// Returns the parent if it still runs the same program as the process, that is, if neither has
// called execve() since the fork; otherwise null. A reparented process has another parent, whose
// exec id may be equal by coincidence; comparing the names makes such a match unlikely.
static __always_inline struct task_struct* forked_from(struct task_struct* leader) {
  if (!(READ(leader, flags) & PF_FORKNOEXEC)) return 0;
  struct task_struct* parent = READ(leader, real_parent);
  if (!parent || READ(parent, self_exec_id) != READ(leader, parent_exec_id)) return 0;
  __u64 name[PE_COMM_BYTES / 8];
  __u64 parents[PE_COMM_BYTES / 8];
  READ_ARRAY(name, leader, comm);
  READ_ARRAY(parents, parent, comm);
  return name[0] == parents[0] && name[1] == parents[1] ? parent : 0;
}

// Returns the file name of the task's executable. An exiting process releases its memory, and with
// it the executable, before its sockets are closed. A forked process still shares its parent's
// executable, which is used then.
static __always_inline struct pe_name executable_name(struct task_struct* task) {
  struct pe_name name = {};
  struct dentry* dentry = READ(task, mm, exe_file, f_path.dentry);
  struct task_struct* parent = forked_from(READ(task, group_leader));
  if (parent) {
    name.flags = PE_FORKED;
    if (!dentry) dentry = READ(parent, mm, exe_file, f_path.dentry);
  }
  if (!dentry) return name;
  name.address = (__u64)READ(dentry, d_name.name);
  name.bytes = READ(dentry, d_name.len);
  if (!name.address || name.bytes >= PE_LONG_NAME_BYTES) name.bytes = 0;
  return name;
}

#endif
