// Reads the counters and the peers that the tracer (tracer.bpf.c) keeps in socket-local storage.
// TCP and MPTCP sockets are skipped, as the kernel counts their bytes itself.
//
// Kernel features: iter/bpf_sk_storage_map (Linux 5.9), bpf_get_socket_cookie for tracing programs
// (5.12).
#include "kernel_types.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

// User space replaces this map with the tracer's.
struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_socket_state);
} socket_states SEC(".maps");

// The peers of unconnected UDP sockets (tracer_peers.h). Replaced like socket_states.
struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_peers);
} peers SEC(".maps");

SEC("iter/bpf_sk_storage_map")
int read_peers(struct bpf_iter__bpf_sk_storage_map* ctx) {
  struct pe_peers* all = ctx->value;
  if (ctx->sk && all) bpf_seq_write(ctx->meta->seq, all, sizeof *all);
  return 0;
}

SEC("iter/bpf_sk_storage_map")
int read_counts(struct bpf_iter__bpf_sk_storage_map* ctx) {
  struct sock* sk = ctx->sk;
  struct pe_socket_state* sock_state = ctx->value;
  if (!sk || !sock_state || sock_state->flags & PE_ENDED) return 0;
  const bool is_inet =
      sk->__sk_common.skc_family == AF_INET || sk->__sk_common.skc_family == AF_INET6;
  if (is_inet && sk->sk_type == SOCK_STREAM &&
      (sk->sk_protocol == IPPROTO_TCP || sk->sk_protocol == IPPROTO_MPTCP))
    return 0;
  struct pe_count_record r = {};
  r.cookie = bpf_get_socket_cookie(sk);
  r.sent_bytes = sock_state->sent_bytes;
  r.received_bytes = sock_state->received_bytes;
  r.sent_packets = sock_state->sent_packets;
  r.received_packets = sock_state->received_packets;
  r.flags = sock_state->flags;
  bpf_seq_write(ctx->meta->seq, &r, sizeof r);
  return 0;
}
