// Reads unix sockets into records; see socket_fields.h.
#ifndef PORTEXPLORER_BPF_UNIX_FIELDS_H
#define PORTEXPLORER_BPF_UNIX_FIELDS_H

#include "socket_fields.h"

struct queue_sum {
  __u64 end;      // address of the list head, which the last message points to
  __u64 message;  // address of the next message
  __u32 bytes;
  __u32 messages;
};

static long add_message(__u32 index, struct queue_sum* sum) {
  (void)index;
  if (sum->message == sum->end || !sum->message) return 1;
  const struct sk_buff* message = (const void*)sum->message;
  const struct unix_skb_parms* parts = (const void*)&message->cb;
  sum->bytes += BPF_CORE_READ(message, len) - BPF_CORE_READ(parts, consumed);
  sum->messages++;
  sum->message = (__u64)BPF_CORE_READ(message, next);
  return 0;
}

// Adds up the queued bytes like unix_inq_len(), but without the lock of the queue. Returns false if
// the queue changed meanwhile, or if it has more than kMostSummed messages. The default buffer
// (net.core.wmem_default) has room for about 300.
static __always_inline bool sum_messages(struct pe_socket_record* r, struct sock* sk) {
  enum { kMostSummed = 1000 };
  const struct unix_skb_parms* parts = 0;
  if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_loop) ||
      !bpf_core_field_exists(parts->consumed))
    return false;
  struct queue_sum sum = {};
  sum.end = (__u64)sk + bpf_core_field_offset(sk->sk_receive_queue);
  sum.message = (__u64)BPF_CORE_READ(sk, sk_receive_queue.next);
  bpf_loop(kMostSummed, add_message, &sum, 0);
  if (sum.message != sum.end || sum.messages != BPF_CORE_READ(sk, sk_receive_queue.qlen))
    return false;
  r->recv_queue = sum.bytes;
  return true;
}

// For streams, the kernel keeps the number of queued bytes (Linux 6.18 or later); on older kernels
// the messages are added up. Datagram sockets have no sum. There is no receive memory, because data
// received by a unix socket is charged to its sender.
static __always_inline void fill_unix_queues(struct pe_socket_record* r, struct sock* sk) {
  const __u32 count = sk->sk_receive_queue.qlen;
  if (r->state == TCP_LISTEN) {
    r->recv_queue = count;
    r->send_queue = sk->sk_max_ack_backlog;
    r->flags |= PE_QUEUES;
    return;
  }
  r->send_memory = sk->sk_wmem_alloc.refs.counter - 1;
  r->flags |= PE_SEND_MEMORY;
  const struct unix_sock___since_6_18* newer = (void*)sk;
  if (r->socket_type == SOCK_DGRAM) return;
  if (count == 0) {
    r->recv_queue = 0;
  } else if (r->socket_type == SOCK_STREAM && bpf_core_field_exists(newer->inq_len)) {
    r->recv_queue = BPF_CORE_READ(newer, inq_len);
  } else if (!sum_messages(r, sk)) {
    return;
  }
  r->flags |= PE_RECV_QUEUE;
}

static __always_inline void fill_unix(struct pe_draft* draft, struct sock* sk) {
  struct pe_socket_record* r = &draft->socket;
  struct unix_sock* self = (void*)sk;
  fill_unix_queues(r, sk);
  r->flags |= PE_ENDPOINTS;
  struct sock* peer = BPF_CORE_READ(self, peer);
  if (peer) {
    const struct sock___since_6_18* newer = (void*)peer;
    struct socket_alloc* alloc = (void*)BPF_CORE_READ(peer, sk_socket);
    if (bpf_core_field_exists(newer->sk_ino)) r->remote_port = BPF_CORE_READ(newer, sk_ino);
    else if (alloc) r->remote_port = BPF_CORE_READ(alloc, vfs_inode.i_ino);
    r->flags |= PE_CONNECTED;
  }
  struct unix_address* address = BPF_CORE_READ(self, addr);
  if (!address) return;
  // addr->len is the length of the sockaddr_un; the name follows the 2 bytes of its family.
  const int length = BPF_CORE_READ(address, len);
  if (length <= 2) return;
  __u64 bytes = (__u64)length - 2;
  // The kernel appends a NUL to a path that fills sun_path.
  if (bytes > PE_NAME_BYTES) bytes = PE_NAME_BYTES;
  __builtin_memset(draft->name, 0, sizeof draft->name);
  // Keeps the following check, which the verifier requires and the compiler would remove.
  barrier_var(bytes);
  if (bytes > PE_NAME_BYTES ||
      bpf_probe_read_kernel(draft->name, bytes, &address->name[0].sun_path))
    return;
  r->name_bytes = bytes;
  r->flags |= PE_NAME;
}

#endif
