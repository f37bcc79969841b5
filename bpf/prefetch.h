// Prefetches the memory of the next fds. Reading a socket waits for a dozen cache lines in four
// dependent steps: file, inode or socket, sock, counters. While the program handles one fd, it
// therefore also reads memory of the next three, for each of them the step whose address is known
// by then. The values are not used. This saves a third of the time of an iteration.
//
// It requires bpf_rdonly_cast, which reads in place. With a helper call for each word, the
// processor would wait as long as without prefetching.
#ifndef PORTEXPLORER_BPF_PREFETCH_H
#define PORTEXPLORER_BPF_PREFETCH_H

#include "socket_fields.h"

__u64 socket_operations = 0;  // f_op of all socket files; 0 until the first socket is read

const volatile struct pe_type_ids type_ids = {};

// The kernel's bpf_rdonly_cast (Linux 6.2). User space replaces the number in the call by its BTF
// id (btf_id_override.h). Not named bpf_rdonly_cast, because libbpf 1.5 declares that itself.
static void* (*const call_rdonly_cast)(const void* address,
                                       __u32 type) = (void*)PE_CALL_RDONLY_CAST;
#define AS(type, address) ((struct type*)call_rdonly_cast((const void*)(address), type_ids.type))
#define PREFETCH(value) asm volatile("" : : "r"(value))

static __always_inline __u64 word_at(__u64 address) { return (__u64)AS(list_head, address)->next; }

static __always_inline void prefetch_file(__u64 address) {
  if (!address) return;
  PREFETCH(AS(file, address)->f_op);
  // The reference count is in the last cache line.
  PREFETCH(word_at(address + bpf_core_type_size(struct file) - 8));
}

static __always_inline void prefetch_socket(__u64 address) {
  if (!address) return;
  struct file* file = AS(file, address);
  if ((__u64)file->f_op != socket_operations) return;
  if (control.is_rescan) PREFETCH(AS(inode, file->f_inode)->i_ino);
  else PREFETCH(AS(socket, file->private_data)->sk);
}

// Reads every cache line. One line of each adjacent pair would suffice if the processor always
// fetched both, but it does not.
static __always_inline void prefetch_sock(__u64 address) {
  if (!address || control.is_rescan) return;
  struct file* file = AS(file, address);
  if ((__u64)file->f_op != socket_operations) return;
  struct socket* socket = AS(socket, file->private_data);
  if ((__u64)socket->file != address) return;  // just closed: its members may point anywhere
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

// `fds` is the address of the process's array of files. Not static, so that the verifier checks the
// function once and separately.
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
