// Reads a socket of any kind into a pe_socket_record by its address alone (see life_actor.h). Values mean what those of
// socket_fields.h mean.
#ifndef PORTEXPLORER_BPF_LIFE_SOCKET_H
#define PORTEXPLORER_BPF_LIFE_SOCKET_H

#include "socket_fields.h"

static __always_inline __u64 probe_inode(struct sock* sk) {
  struct sock___since_6_18* newer = (void*)sk;
  if (bpf_core_field_exists(newer->sk_ino)) return BPF_CORE_READ(newer, sk_ino);
  struct socket_alloc* alloc = (void*)BPF_CORE_READ(sk, sk_socket);
  return alloc ? BPF_CORE_READ(alloc, vfs_inode.i_ino) : 0;
}

static __always_inline __u8 probe_protocol(struct sock* sk) {
  return protocol_of(BPF_CORE_READ(sk, __sk_common.skc_family), BPF_CORE_READ(sk, sk_type), BPF_CORE_READ(sk, sk_protocol));
}

// A TCP socket that carries an MPTCP connection is told of by that.
static __always_inline bool is_subflow(struct sock* sk) {
  if (sk->sk_protocol != IPPROTO_TCP) return false;
  const struct tcp_sock* tcp = (void*)sk;
  if (bpf_core_field_exists(tcp->is_mptcp) && BPF_CORE_READ(tcp, is_mptcp)) return true;
  struct socket* socket = sk->sk_socket;
  if (!socket) return false;
  struct sock* of_socket = socket->sk;
  return of_socket && of_socket != sk;
}

// True while a process works on the socket: then nobody else changes it, no interrupt either, and `current` is that process.
static __always_inline bool is_held(struct sock* sk) { return sk->sk_lock.owned; }

// What sockets of all kinds begin with, read at once: a read costs much more than a byte does.
struct common_copy {
  __u64 words[16];
};
#define COMMON_OFFSET(member) bpf_core_field_offset(struct sock_common, member)
#define COMMON(copy, type, member) (*(type const*)((const char*)(copy)->words + COMMON_OFFSET(member)))

static __always_inline void copy_common(struct common_copy* copy, struct sock* sk) {
  const __u32 bytes = COMMON_OFFSET(skc_v6_rcv_saddr) + sizeof(struct in6_addr);
  __builtin_memset(copy, 0, sizeof *copy);
  if (bytes <= sizeof *copy) bpf_probe_read_kernel(copy, bytes, sk);
}

static __always_inline void probe_inet_endpoints(struct pe_socket_record* r, const struct common_copy* common, struct sock* sk) {
  if (r->family == AF_INET6) {
    __builtin_memcpy(r->local_address, (const char*)common->words + COMMON_OFFSET(skc_v6_rcv_saddr), sizeof r->local_address);
    __builtin_memcpy(r->remote_address, (const char*)common->words + COMMON_OFFSET(skc_v6_daddr), sizeof r->remote_address);
    if (BPF_CORE_READ_BITFIELD_PROBED(&sk->__sk_common, skc_ipv6only)) r->flags |= PE_V6ONLY;
  } else {
    *(__be32*)r->local_address = COMMON(common, __be32, skc_rcv_saddr);
    *(__be32*)r->remote_address = COMMON(common, __be32, skc_daddr);
  }
  r->local_port = COMMON(common, __u16, skc_num);
  // A socket that is being closed has given its port back, but still shows it here.
  if (!r->local_port && r->protocol != PE_RAW) r->local_port = bpf_ntohs(BPF_CORE_READ((struct inet_sock*)sk, inet_sport));
  r->remote_port = bpf_ntohs(COMMON(common, __be16, skc_dport));
  r->flags |= PE_ENDPOINTS;
}

static __always_inline void probe_tcp_counters(struct pe_life_record* record, struct sock* sk) {
  const struct tcp_sock* tcp = (void*)sk;
  struct pe_counters* c = &record->counters;
  c->sent_bytes = BPF_CORE_READ(tcp, bytes_sent);
  c->resent_bytes = BPF_CORE_READ(tcp, bytes_retrans);
  c->received_bytes = BPF_CORE_READ(tcp, bytes_received);
  c->sent_segments = BPF_CORE_READ(tcp, data_segs_out);
  c->received_segments = BPF_CORE_READ(tcp, data_segs_in);
  c->rtt_us = BPF_CORE_READ(tcp, srtt_us) >> 3;
  c->retransmits = BPF_CORE_READ(tcp, total_retrans);
  record->socket.flags |= PE_COUNTERS;
  const unsigned long done = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_DONE);
  if (BPF_CORE_READ(sk, __sk_common.skc_flags) & done) record->socket.flags |= PE_FIN_RECEIVED;
}

static __always_inline void probe_mptcp_counters(struct pe_life_record* record, struct sock* sk) {
  const struct mptcp_sock* mptcp = (void*)sk;
  if (!bpf_core_field_exists(mptcp->bytes_retrans)) return;  // Linux 6.5
  struct pe_counters* c = &record->counters;
  c->sent_bytes = BPF_CORE_READ(mptcp, bytes_sent);
  c->resent_bytes = BPF_CORE_READ(mptcp, bytes_retrans);
  c->received_bytes = BPF_CORE_READ(mptcp, bytes_received);
  record->socket.flags |= PE_COUNTERS;
}

static __always_inline void probe_socket(struct pe_socket_record* r, struct sock* sk, __u64 cookie) {
  __builtin_memset(r, 0, sizeof *r);
  r->cookie = cookie;
  r->fd = -1;
  struct common_copy common;
  copy_common(&common, sk);
  r->family = COMMON(&common, __u16, skc_family);
  r->state = COMMON(&common, __u8, skc_state);
  r->interface = COMMON(&common, __u32, skc_bound_dev_if);
  const struct net* net = COMMON(&common, struct net*, skc_net);
  r->netns = BPF_CORE_READ(net, ns.inum);
  r->inode = probe_inode(sk);
  r->socket_type = BPF_CORE_READ(sk, sk_type);
  r->ip_protocol = BPF_CORE_READ(sk, sk_protocol);
  r->protocol = protocol_of(r->family, r->socket_type, r->ip_protocol);
  r->uid = BPF_CORE_READ(sk, sk_uid.val);
  r->mark = BPF_CORE_READ(sk, sk_mark);
  r->flags = PE_UID | PE_MARK;
  if (r->family == AF_INET || r->family == AF_INET6) probe_inet_endpoints(r, &common, sk);
}

#endif
