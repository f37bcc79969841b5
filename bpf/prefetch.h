// Reading a socket means to wait for a dozen lines of memory that no cache holds, and to wait anew
// at each step: the file names the socket, and that names the sock. So while an fd is read, memory
// of the next three is asked for, of each the step that is known by then; what is read here is not
// used. Takes a third off a walk. (bpf_rdonly_cast reads in place; with a call for each word the
// processor waits as long as it does without.)
#ifndef PORTEXPLORER_BPF_PREFETCH_H
#define PORTEXPLORER_BPF_PREFETCH_H

#include "socket_fields.h"

__u64 socket_operations = 0;  // what all files of sockets have as their f_op

const volatile struct pe_type_ids type_ids = {};

// The kernel's bpf_rdonly_cast (Linux 6.2), called by the number that known_ids.h replaces.
// libbpf 1.5 declares that name itself.
static void* (*const call_rdonly_cast)(const void* address,
                                       __u32 type) = (void*)PE_CALL_RDONLY_CAST;
#define AS(type, address) ((struct type*)call_rdonly_cast((const void*)(address), type_ids.type))
#define PREFETCH(value) asm volatile("" : : "r"(value))

static __always_inline __u64 word_at(__u64 address) { return (__u64)AS(list_head, address)->next; }

static __always_inline void prefetch_file(__u64 address) {
  if (!address) return;
  PREFETCH(AS(file, address)->f_op);
  PREFETCH(
      word_at(address + bpf_core_type_size(struct file) - 8));  // where the references are counted
}

static __always_inline void prefetch_socket(__u64 address) {
  if (!address) return;
  struct file* file = AS(file, address);
  if ((__u64)file->f_op != socket_operations) return;
  if (control.is_rescan) PREFETCH(AS(inode, file->f_inode)->i_ino);
  else PREFETCH(AS(socket, file->private_data)->sk);
}

// A line of each pair that the processor fetches together would do; it does not always.
static __always_inline void prefetch_sock(__u64 address) {
  if (!address || control.is_rescan) return;
  struct file* file = AS(file, address);
  if ((__u64)file->f_op != socket_operations) return;
  struct socket* socket = AS(socket, file->private_data);
  if ((__u64)socket->file != address) return;  // closed just now: what this names may be anything
  struct tcp_sock* tcp = AS(tcp_sock, socket->sk);
  struct sock* sk = (struct sock*)tcp;
  PREFETCH(sk->__sk_common.skc_family);
  PREFETCH(sk->__sk_common.skc_cookie.counter);
  PREFETCH(sk->sk_mark);
  PREFETCH(sk->sk_ack_backlog);
  PREFETCH(tcp->copied_seq);
  PREFETCH(tcp->write_seq);
  PREFETCH(tcp->rcv_nxt);
  PREFETCH(tcp->bytes_received);
  PREFETCH(tcp->bytes_acked);
  PREFETCH(tcp->total_retrans);
}

// `fds`: the array of the process's files. Not static: verified once, by itself.
__noinline int prefetch_next(__u64 fds, __u32 fd, __u32 capacity) {
  if (fd + 3 >= capacity) return 0;
  prefetch_file(word_at(fds + (fd + 3) * 8ull));
  prefetch_socket(word_at(fds + (fd + 2) * 8ull));
  prefetch_sock(word_at(fds + (fd + 1) * 8ull));
  return 0;
}

static __always_inline void prefetch(struct task_struct* task, __u32 fd) {
  struct fdtable* fds = task->files->fdt;
  prefetch_next((__u64)BPF_CORE_READ(fds, fd), fd, fds->max_fds);
}

static __always_inline void learn_socket_file(struct file* file) {
  if (!socket_operations) socket_operations = (__u64)BPF_CORE_READ(file, f_op);
}

#endif
