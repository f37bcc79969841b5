// Reads kernel sockets into records. All values have the same meaning as in sock_diag (tcp_diag.c,
// udp_diag.c, unix_diag.c, net/packet/diag.c, …), so that the readings of both backends can be
// compared.
#ifndef PORTEXPLORER_BPF_SOCKET_FIELDS_H
#define PORTEXPLORER_BPF_SOCKET_FIELDS_H

#include "kernel_types.h"  // first: libbpf's headers require its integer types

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

// A record under construction, with room for what may follow it.
struct pe_draft {
  struct pe_socket_record socket;
  union {
    struct pe_counters counters;
    char name[(PE_NAME_BYTES + 7) / 8 * 8];
  };
};

static __always_inline __u8 inet_protocol(__u16 type, __u16 ip_protocol) {
  if (type == SOCK_RAW) return PE_RAW;
  switch (ip_protocol) {
    case IPPROTO_TCP: return PE_TCP;
    case IPPROTO_UDP: return PE_UDP;
    case IPPROTO_UDPLITE: return PE_UDPLITE;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6: return PE_ICMP;
    case IPPROTO_SCTP: return PE_SCTP;
    case IPPROTO_MPTCP: return PE_MPTCP;
    case IPPROTO_DCCP: return PE_DCCP;
    default: return PE_OTHER;
  }
}

static __always_inline __u8 protocol_of(__u16 family, __u16 type, __u16 ip_protocol) {
  switch (family) {
    case AF_INET:
    case AF_INET6: return inet_protocol(type, ip_protocol);
    case AF_UNIX: return PE_UNIX;
    case AF_NETLINK: return PE_NETLINK;
    case AF_PACKET: return PE_PACKET;
    case AF_VSOCK: return PE_VSOCK;
    case AF_XDP: return PE_XDP;
    case AF_TIPC: return PE_TIPC;
    case AF_ALG: return PE_ALG;
    case AF_BLUETOOTH: return PE_BLUETOOTH;
    case AF_CAN: return PE_CAN;
    default: return PE_OTHER;
  }
}

// The kernel assigns the cookie of a socket when it is first requested.
static __always_inline __u64 cookie_of(struct sock_common* common) {
  const __u64 cookie = common->skc_cookie.counter;
  return cookie ? cookie : bpf_get_socket_cookie(common);
}

static __always_inline __u64 inode_of(struct sock* sk) {
  struct sock___since_6_18* newer = (void*)sk;
  if (bpf_core_field_exists(newer->sk_ino)) return newer->sk_ino;
  struct socket_alloc* alloc = (void*)BPF_CORE_READ(sk, sk_socket);
  return alloc ? BPF_CORE_READ(alloc, vfs_inode.i_ino) : 0;
}

static __always_inline __u32 netns_of(struct sock_common* common) {
  return common->skc_net.net->ns.inum;
}

static __always_inline void fill_addresses(struct pe_socket_record* r, struct sock_common* common) {
  if (common->skc_family == AF_INET6) {
    __builtin_memcpy(r->local_address, &common->skc_v6_rcv_saddr, 16);
    __builtin_memcpy(r->remote_address, &common->skc_v6_daddr, 16);
  } else {
    *(__be32*)r->local_address = common->skc_rcv_saddr;
    *(__be32*)r->remote_address = common->skc_daddr;
  }
}

// Fields that full sockets, TIME_WAIT sockets and requests have in common.
static __always_inline void fill_common(struct pe_socket_record* r, struct sock_common* common) {
  r->family = common->skc_family;
  r->state = common->skc_state;
  r->interface = common->skc_bound_dev_if;
  r->cookie = cookie_of(common);
  if (r->family != AF_INET && r->family != AF_INET6) return;
  fill_addresses(r, common);
  r->local_port = common->skc_num;
  r->remote_port = bpf_ntohs(common->skc_dport);
  r->flags |= PE_ENDPOINTS;
  if (BPF_CORE_READ_BITFIELD(common, skc_ipv6only)) r->flags |= PE_V6ONLY;
}

static __always_inline void fill_memory(struct pe_socket_record* r, struct sock* sk) {
  r->recv_memory = sk->sk_backlog.rmem_alloc.counter;
  r->send_memory = sk->sk_wmem_alloc.refs.counter - 1;  // sk_wmem_alloc starts at 1
  r->flags |= PE_RECV_MEMORY | PE_SEND_MEMORY;
}

static __always_inline void fill_drops(struct pe_socket_record* r, struct sock* sk) {
  r->drops = sk->sk_drops.counter;
  r->flags |= PE_DROPS;
  struct sock___since_6_18* newer = (void*)sk;
  if (!bpf_core_field_exists(newer->sk_drop_counters)) return;
  struct numa_drop_counters* counters = BPF_CORE_READ(newer, sk_drop_counters);
  if (counters)
    r->drops = BPF_CORE_READ(counters, drops0.counter) + BPF_CORE_READ(counters, drops1.counter);
}

static __always_inline void fill_listen_queues(struct pe_socket_record* r, struct sock* sk) {
  r->recv_queue = sk->sk_ack_backlog;
  r->send_queue = sk->sk_max_ack_backlog;
  r->flags |= PE_QUEUES;
}

// TCP counters that show which end sent the SYN. bytes_acked includes the SYN of an active open,
// but a passive open starts with its SYN already acknowledged (tcp_create_openreq_child). The bytes
// that are acknowledged or in flight therefore exceed the payload that was sent by 1 or by 0. A FIN
// is subtracted first; it follows all payload. Any other difference, for example after the host
// itself dropped a transmission, is inconclusive.
struct pe_sent {
  __u64 bytes_acked;
  __u64 bytes_sent;
  __u64 bytes_retrans;
  __u32 write_seq;
  __u32 snd_nxt;
  __u32 snd_una;
};

static __always_inline __u32 opened_by(int state, const struct pe_sent* s) {
  const __u32 open = 1u << TCP_ESTABLISHED | 1u << TCP_CLOSE_WAIT;
  const __u32 shut =
      1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2 | 1u << TCP_LAST_ACK | 1u << TCP_CLOSING;
  const __u32 bit = 1u << (state & 31);
  if (!(bit & (open | shut))) return 0;
  const __u64 fin = bit & shut && s->write_seq == s->snd_nxt;
  const __u64 extra =
      s->bytes_acked + (__u32)(s->snd_nxt - s->snd_una) - (s->bytes_sent - s->bytes_retrans) - fin;
  return extra == 1 ? PE_ACTIVE_OPEN : extra == 0 ? PE_PASSIVE_OPEN : 0;
}

// Unless the socket is locked, returns 0 if the counters change during the reading.
static __always_inline __u32 tcp_opened_by(struct tcp_sock* tcp, int state, bool is_locked) {
  struct sock* sk = &tcp->inet_conn.icsk_inet.sk;
  if (!is_locked && sk->sk_lock.owned) return 0;
  const volatile struct tcp_sock* now = tcp;
  struct pe_sent sent = {};
  sent.snd_una = now->snd_una;
  sent.bytes_acked = now->bytes_acked;
  sent.bytes_sent = now->bytes_sent;
  sent.bytes_retrans = now->bytes_retrans;
  sent.write_seq = now->write_seq;
  sent.snd_nxt = now->snd_nxt;
  if (now->bytes_sent != sent.bytes_sent || now->bytes_acked != sent.bytes_acked ||
      now->snd_una != sent.snd_una)
    return 0;
  return opened_by(state, &sent);
}

static __always_inline void fill_tcp(struct pe_draft* draft, struct tcp_sock* tcp, bool counters,
                                     bool is_locked) {
  struct pe_socket_record* r = &draft->socket;
  struct sock* sk = &tcp->inet_conn.icsk_inet.sk;
  if (r->state == TCP_LISTEN) {
    fill_listen_queues(r, sk);
    if (tcp->inet_conn.icsk_accept_queue.qlen.counter != 0) r->flags |= PE_REQUESTS;
    return;
  }
  const int waiting = (int)(tcp->rcv_nxt - tcp->copied_seq);
  r->recv_queue = waiting > 0 ? waiting : 0;
  r->send_queue = tcp->write_seq - tcp->snd_una;
  r->flags |= PE_QUEUES | tcp_opened_by(tcp, r->state, is_locked);
  if (!counters) return;
  struct pe_counters* c = &draft->counters;
  c->sent_bytes = tcp->bytes_sent;
  c->resent_bytes = tcp->bytes_retrans;
  c->received_bytes = tcp->bytes_received;
  c->sent_segments = tcp->data_segs_out;
  c->received_segments = tcp->data_segs_in;
  c->rtt_us = tcp->srtt_us >> 3;
  c->retransmits = tcp->total_retrans;
  r->flags |= PE_COUNTERS;
  // Set only by the peer's FIN, and kept until the socket is reused.
  const unsigned long done = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_DONE);
  if (sk->__sk_common.skc_flags & done) r->flags |= PE_FIN_RECEIVED;
}

static __always_inline void fill_mptcp(struct pe_draft* draft, struct sock* sk, bool counters) {
  struct pe_socket_record* r = &draft->socket;
  struct mptcp_sock* mptcp = (void*)sk;
  fill_memory(r, sk);
  r->token = BPF_CORE_READ(mptcp, token);
  if (r->token && bpf_core_field_exists(mptcp->pm.server_side)) {
    r->flags |= BPF_CORE_READ(mptcp, pm.server_side) ? PE_PASSIVE_OPEN : PE_ACTIVE_OPEN;
  }
  if (r->state == TCP_LISTEN) {
    struct sock* first = BPF_CORE_READ(mptcp, first);  // the TCP socket that listens for it
    if (!first) return;
    r->recv_queue = BPF_CORE_READ(first, sk_ack_backlog);
    r->send_queue = BPF_CORE_READ(first, sk_max_ack_backlog);
    r->flags |= PE_QUEUES;
    return;
  }
  if (!counters || !bpf_core_field_exists(mptcp->bytes_retrans)) return;  // Linux 6.5
  struct pe_counters* c = &draft->counters;
  __builtin_memset(c, 0, sizeof *c);
  c->sent_bytes = BPF_CORE_READ(mptcp, bytes_sent);
  c->resent_bytes = BPF_CORE_READ(mptcp, bytes_retrans);
  c->received_bytes = BPF_CORE_READ(mptcp, bytes_received);
  c->retransmits = BPF_CORE_READ(mptcp, sk.icsk_retransmits);
  r->flags |= PE_COUNTERS;
}

static __always_inline void fill_udp(struct pe_socket_record* r, struct sock* sk) {
  fill_memory(r, sk);
  struct udp_sock* udp = (void*)sk;
  // Memory of datagrams that have been read, but which the kernel releases later in one go.
  const int forward_deficit = BPF_CORE_READ(udp, forward_deficit);
  r->recv_memory -= forward_deficit;
}

static __always_inline void fill_netlink(struct pe_socket_record* r, struct sock* sk) {
  struct netlink_sock* self = (void*)sk;
  fill_memory(r, sk);
  r->local_port = BPF_CORE_READ(self, portid);
  r->remote_port = BPF_CORE_READ(self, dst_portid);
  r->flags |= PE_ENDPOINTS;
}

// AF_PACKET may be a module, whose BTF a reader without CAP_SYS_ADMIN cannot read.
static __always_inline void fill_packet(struct pe_socket_record* r, struct sock* sk) {
  struct packet_sock* self = (void*)sk;
  fill_memory(r, sk);
  if (!bpf_core_field_exists(self->num)) return;
  r->local_port = bpf_ntohs(BPF_CORE_READ(self, num));
  r->interface = BPF_CORE_READ(self, ifindex);
  r->flags |= PE_ENDPOINTS;
}

static __always_inline void fill_vsock(struct pe_socket_record* r, struct sock* sk) {
  struct vsock_addresses addresses;
  const __u64 place = (__u64)sk + bpf_core_type_size(struct sock);
  if (bpf_probe_read_kernel(&addresses, sizeof addresses, (void*)place)) return;
  if (addresses.local.svm_family != AF_VSOCK || addresses.remote.svm_family != AF_VSOCK)
    return;  // unexpected layout
  *(__be32*)r->local_address = bpf_htonl(addresses.local.svm_cid);
  *(__be32*)r->remote_address = bpf_htonl(addresses.remote.svm_cid);
  r->local_port = addresses.local.svm_port;
  r->remote_port = addresses.remote.svm_port;
  r->flags |= PE_ENDPOINTS;
}

// Fields of full sockets that do not depend on the protocol.
static __always_inline void fill_full(struct pe_socket_record* r, struct sock* sk) {
  r->uid = sk->sk_uid.val;
  r->mark = sk->sk_mark;
  r->flags |= PE_UID | PE_MARK;
  r->socket_type = sk->sk_type;
  r->ip_protocol = sk->sk_protocol;
}

// Writes the record and what follows it in a single call, so that a full buffer drops both or
// neither.
static __always_inline long emit(struct seq_file* seq, struct pe_draft* draft) {
  struct pe_socket_record* r = &draft->socket;
  r->prefix.kind = PE_SOCKET;
  if (r->flags & PE_COUNTERS) {
    r->prefix.length = sizeof draft->socket + sizeof draft->counters;
    return bpf_seq_write(seq, draft, sizeof draft->socket + sizeof draft->counters);
  }
  if (r->flags & PE_NAME) {
    r->prefix.length = sizeof *draft;
    return bpf_seq_write(seq, draft, sizeof *draft);
  }
  r->prefix.length = sizeof draft->socket;
  return bpf_seq_write(seq, draft, sizeof draft->socket);
}

#endif
