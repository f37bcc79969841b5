// Reads a socket of any kind into a pe_socket_record, by address alone (see read_memory.h). Values
// have the same meaning as in socket_fields.h.
#ifndef PORTEXPLORER_BPF_TRACER_SOCKET_H
#define PORTEXPLORER_BPF_TRACER_SOCKET_H

#include "socket_fields.h"

static __always_inline __u64 probe_inode(struct sock* sk) {
  struct sock___since_6_18* newer = (void*)sk;
  if (bpf_core_field_exists(newer->sk_ino)) return READ(newer, sk_ino);
  struct socket* socket = READ(sk, sk_socket);
  return socket ? READ(AS(socket_alloc, socket), vfs_inode.i_ino) : 0;
}

static __always_inline __u8 probe_protocol(struct sock* sk) {
  return protocol_of(READ(sk, __sk_common.skc_family), READ(sk, sk_type), READ(sk, sk_protocol));
}

static __always_inline bool carries_mptcp(struct sock* known) {
  struct tcp_sock* tcp = AS(tcp_sock, known);
  return bpf_core_field_exists(tcp->is_mptcp) && READ(tcp, is_mptcp);
}

// Returns true for a TCP subflow of an MPTCP connection. Such sockets are not reported, because the
// MPTCP socket is.
static __always_inline bool is_subflow(struct sock* known) {
  struct sock* sk = AS(sock, known);
  if (READ(sk, sk_protocol) != IPPROTO_TCP) return false;
  if (carries_mptcp(sk)) return true;
  struct sock* of_socket = READ(sk, sk_socket, sk);
  return of_socket && of_socket != sk;
}

// Returns the MPTCP socket of a process that this TCP socket was created for, or null if there is
// none.
static __always_inline struct sock* mptcp_of(struct sock* known) {
  struct sock* sk = AS(sock, known);
  if (READ(sk, sk_protocol) != IPPROTO_TCP) return 0;
  struct sock* of_socket = READ(sk, sk_socket, sk);
  return of_socket != sk ? of_socket : 0;
}

// Returns true while a process has locked the socket. Nothing else changes the socket then, not
// even an interrupt, and `current` is that process.
static __always_inline bool is_held(struct sock* sk) { return READ(AS(sock, sk), sk_lock.owned); }

static __always_inline void probe_inet_endpoints(struct pe_socket_record* r, struct sock* sk) {
  if (r->family == AF_INET6) {
    READ_ARRAY(r->local_address, sk, __sk_common.skc_v6_rcv_saddr.in6_u);
    READ_ARRAY(r->remote_address, sk, __sk_common.skc_v6_daddr.in6_u);
    if (READ_BITFIELD(&sk->__sk_common, skc_ipv6only)) r->flags |= PE_V6ONLY;
  } else {
    *(__be32*)r->local_address = READ(sk, __sk_common.skc_rcv_saddr);
    *(__be32*)r->remote_address = READ(sk, __sk_common.skc_daddr);
  }
  r->local_port = READ(sk, __sk_common.skc_num);
  // A socket that is being closed has released its port, but inet_sport still contains it.
  if (!r->local_port && r->protocol != PE_RAW)
    r->local_port = bpf_ntohs(READ(AS(inet_sock, sk), inet_sport));
  r->remote_port = bpf_ntohs(READ(sk, __sk_common.skc_dport));
  r->flags |= PE_ENDPOINTS;
}

static __always_inline void probe_tcp_counters(struct pe_event_record* record, struct sock* sk) {
  struct tcp_sock* tcp = AS(tcp_sock, sk);
  struct pe_counters* c = &record->counters;
  c->sent_bytes = READ(tcp, bytes_sent);
  c->resent_bytes = READ(tcp, bytes_retrans);
  c->received_bytes = READ(tcp, bytes_received);
  c->sent_segments = READ(tcp, data_segs_out);
  c->received_segments = READ(tcp, data_segs_in);
  c->rtt_us = READ(tcp, srtt_us) >> 3;
  c->retransmits = READ(tcp, total_retrans);
  record->socket.flags |= PE_COUNTERS;
  const unsigned long done = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_DONE);
  if (READ(sk, __sk_common.skc_flags) & done) record->socket.flags |= PE_FIN_RECEIVED;
}

// See opened_by(). For sockets whose connection was opened before the trace.
static __always_inline __u32 probe_opened_by(struct sock* sk, int state) {
  if (state != TCP_ESTABLISHED && state != TCP_CLOSE_WAIT) return 0;
  struct tcp_sock* tcp = AS(tcp_sock, sk);
  struct pe_sent sent = {};
  sent.snd_una = READ(tcp, snd_una);
  sent.bytes_acked = READ(tcp, bytes_acked);
  sent.bytes_sent = READ(tcp, bytes_sent);
  sent.bytes_retrans = READ(tcp, bytes_retrans);
  sent.snd_nxt = READ(tcp, snd_nxt);
  // The socket is not locked, so the result is discarded if a counter has changed.
  if (READ(tcp, bytes_sent) != sent.bytes_sent || READ(tcp, bytes_acked) != sent.bytes_acked ||
      READ(tcp, snd_una) != sent.snd_una)
    return 0;
  return opened_by(state, &sent);
}

static __always_inline void probe_mptcp(struct pe_socket_record* r, struct sock* sk) {
  if (!HAS(mptcp_sock)) return;
  struct mptcp_sock* mptcp = AS(mptcp_sock, sk);
  r->token = READ(mptcp, token);
  struct sock* first = AS(sock, READ(mptcp, first));
  if (!r->local_port && first)
    r->local_port = READ(first, __sk_common.skc_num);  // listen() without bind()
  if (!r->token || !bpf_core_field_exists(mptcp->pm.server_side)) return;
  r->flags |= READ(mptcp, pm.server_side) ? PE_PASSIVE_OPEN : PE_ACTIVE_OPEN;
}

static __always_inline void probe_mptcp_counters(struct pe_event_record* record, struct sock* sk) {
  if (!HAS(mptcp_sock)) return;
  struct mptcp_sock* mptcp = AS(mptcp_sock, sk);
  if (!bpf_core_field_exists(mptcp->bytes_retrans)) return;  // Linux 6.5
  struct pe_counters* c = &record->counters;
  c->sent_bytes = READ(mptcp, bytes_sent);
  c->resent_bytes = READ(mptcp, bytes_retrans);
  c->received_bytes = READ(mptcp, bytes_received);
  record->socket.flags |= PE_COUNTERS;
}

static __always_inline void probe_socket(struct pe_socket_record* r, struct sock* sk,
                                         __u64 cookie) {
  __builtin_memset(r, 0, sizeof *r);
  r->cookie = cookie;
  r->fd = -1;
  r->family = READ(sk, __sk_common.skc_family);
  r->state = READ(sk, __sk_common.skc_state);
  r->interface = READ(sk, __sk_common.skc_bound_dev_if);
  r->netns = READ(sk, __sk_common.skc_net.net, ns.inum);
  r->inode = probe_inode(sk);
  r->socket_type = READ(sk, sk_type);
  r->ip_protocol = READ(sk, sk_protocol);
  r->protocol = protocol_of(r->family, r->socket_type, r->ip_protocol);
  r->uid = READ(sk, sk_uid.val);
  r->mark = READ(sk, sk_mark);
  r->flags = PE_UID | PE_MARK;
  if (r->family == AF_INET || r->family == AF_INET6) probe_inet_endpoints(r, sk);
}

#endif
