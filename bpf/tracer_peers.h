// Peers of unconnected UDP sockets. The tracepoints of sends and receives do not contain the
// address, but cgroup programs do: sendmsg4/6 (Linux 4.18) for each datagram with a destination
// address, and recvmsg4/6 (5.2) for each receive that asks for the sender. The sender is unknown if
// the receive does not ask for it.
#ifndef PORTEXPLORER_BPF_TRACER_PEERS_H
#define PORTEXPLORER_BPF_TRACER_PEERS_H

#include "tracer_event.h"

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct pe_peers);
} peers SEC(".maps");

// Address that a thread's current call names, while calls are traced. Passed from the cgroup
// program to the tracepoint that follows in the same call.
struct pe_call {
  __u64 cookie;
  struct pe_peer peer;
  __u32 sends;
  __u32 trace_number;  // pe_tracer_control.trace_number; entries of an earlier trace are ignored
};
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);  // address of the thread's task_struct
  __type(value, struct pe_call);
} calls SEC(".maps");

static __always_inline bool is_same_peer(const struct pe_peer* one, const struct pe_peer* other) {
  const __u64* a = (const __u64*)one;
  const __u64* b = (const __u64*)other;
  return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

// Records a peer for which no slot is left. Only the latest such peer is kept. If two threads write
// at once, only one succeeds. `begun` and `written` work like a sequence lock: they differ while
// the slot is being written.
static __always_inline void set_other_peer(struct pe_peers* all, const struct pe_peer* peer) {
  all->more = 1;
  if (__sync_val_compare_and_swap(&all->busy, 0, 1)) return;
  ++all->begun;
  barrier();
  all->peers[PE_PEERS] = *peer;
  barrier();
  all->written = all->begun;
  all->last = PE_PEERS;
  __sync_lock_test_and_set(&all->busy, 0);
}

// Peers are only added, and the port is written last. A reader treats a slot without a port as
// empty.
static __always_inline void add_peer(struct pe_peers* all, const struct pe_peer* peer) {
  for (__u32 i = 0; i < PE_PEERS; ++i) {
    if (!is_same_peer(&all->peers[i], peer)) continue;
    all->last = i;
    return;
  }
  const __u32 slot = all->count < PE_PEERS ? __sync_fetch_and_add(&all->count, 1) : PE_PEERS;
  if (slot >= PE_PEERS) {
    set_other_peer(all, peer);
    return;
  }
  struct pe_peer* place = &all->peers[slot];
  __builtin_memcpy(place->address, peer->address, sizeof peer->address);
  barrier();
  place->port = peer->port;
  all->last = slot;
}

// Adds the peer. Returns the peers of the socket if they are new and have no cookie yet, otherwise
// null. Most datagrams go to or come from the last peer again, so that case is checked first.
static __always_inline struct pe_peers* note_peer(void* socket, const struct pe_peer* peer) {
  struct pe_peers* all = bpf_sk_storage_get(&peers, socket, 0, 0);
  if (all) {
    const __u32 last = all->last;
    if (last <= PE_PEERS && is_same_peer(&all->peers[last], peer)) return 0;
  } else {
    all = bpf_sk_storage_get(&peers, socket, 0, BPF_SK_STORAGE_GET_F_CREATE);
    // If two threads create them at once, the second call fails, so they are looked up again.
    if (!all) all = bpf_sk_storage_get(&peers, socket, 0, 0);
    if (!all) return 0;
  }
  add_peer(all, peer);
  return all->cookie ? 0 : all;
}

static __always_inline bool notes_calls(void) {
  const __u32 wanted = 1u << PE_UDP | 1u << PE_UDPLITE;
  return control.tracing && control.trace_protocols & wanted;
}

static __always_inline void note_call(__u64 cookie, const struct pe_peer* peer, bool sends) {
  const __u64 key = (__u64)current_task();
  const struct pe_call call = {
      .cookie = cookie, .peer = *peer, .sends = sends, .trace_number = control.trace_number};
  bpf_map_update_elem(&calls, &key, &call, BPF_ANY);
}

static __always_inline void set_remote(struct event* event, const struct pe_peer* peer) {
  event->has_remote = 1;
  event->remote_port = peer->port;
  __builtin_memcpy(event->remote_address, peer->address, sizeof peer->address);
}

// Adds the address from note_call() to the event and removes it, also if it is from a call that was
// not traced.
static __always_inline void take_call(struct event* event, bool sends) {
  const __u64 key = (__u64)current_task();
  const struct pe_call* call = bpf_map_lookup_elem(&calls, &key);
  if (!call) return;
  if (call->cookie == event->cookie && call->sends == sends &&
      call->trace_number == control.trace_number) {
    set_remote(event, &call->peer);
    event->flags |= PE_CALL_PEER;
  }
  bpf_map_delete_elem(&calls, &key);
}

static __always_inline int on_peer(struct bpf_sock_addr* ctx, struct pe_peer* peer, bool sends) {
  struct bpf_sock* sk = ctx->sk;
  peer->port = bpf_ntohs((__u16)ctx->user_port);
  if (!sk || !peer->port) return 1;
  struct pe_peers* fresh = sk->state == TCP_ESTABLISHED ? 0 : note_peer(sk, peer);
  if (fresh) fresh->cookie = bpf_get_socket_cookie(ctx);
  if (notes_calls()) note_call(bpf_get_socket_cookie(ctx), peer, sends);
  return 1;
}

// Also called for an IPv6 socket that sends to an IPv4 address.
static __always_inline int on_peer4(struct bpf_sock_addr* ctx, bool sends) {
  struct pe_peer peer = {};
  if (ctx->family == AF_INET6) {
    peer.address[2] = bpf_htonl(0xffff);
    peer.address[3] = ctx->user_ip4;
  } else {
    peer.address[0] = ctx->user_ip4;
  }
  return on_peer(ctx, &peer, sends);
}

static __always_inline int on_peer6(struct bpf_sock_addr* ctx, bool sends) {
  struct pe_peer peer = {};
  peer.address[0] = ctx->user_ip6[0];
  peer.address[1] = ctx->user_ip6[1];
  peer.address[2] = ctx->user_ip6[2];
  peer.address[3] = ctx->user_ip6[3];
  return on_peer(ctx, &peer, sends);
}

SEC("cgroup/sendmsg4")
int on_send_to4(struct bpf_sock_addr* ctx) { return on_peer4(ctx, true); }
SEC("cgroup/sendmsg6")
int on_send_to6(struct bpf_sock_addr* ctx) { return on_peer6(ctx, true); }
SEC("cgroup/recvmsg4")
int on_receive_from4(struct bpf_sock_addr* ctx) { return on_peer4(ctx, false); }
SEC("cgroup/recvmsg6")
int on_receive_from6(struct bpf_sock_addr* ctx) { return on_peer6(ctx, false); }

// Reads the peer from the message. Used with fexit programs, where cgroup programs cannot be
// attached.
static __always_inline void note_message(struct sock* sk, struct msghdr* message, bool sends) {
  if (control.sees_peers || (sk->sk_protocol != IPPROTO_UDP && sk->sk_protocol != IPPROTO_UDPLITE))
    return;
  const void* name = BPF_CORE_READ(message, msg_name);
  struct pe_name_of_message to = {};
  if (!name || BPF_CORE_READ(message, msg_namelen) < 16 || bpf_probe_read_kernel(&to, 16, name))
    return;
  struct pe_peer peer = {.port = bpf_ntohs(to.port)};
  const bool is_v6 = sk->__sk_common.skc_family == AF_INET6;
  if (to.family == AF_INET6) {
    if (bpf_probe_read_kernel(peer.address, sizeof peer.address, (const void*)((__u64)name + 8)))
      return;
  } else if (to.family == AF_INET ||
             (to.family == AF_UNSPEC && !is_v6)) {  // udp_sendmsg() treats both as IPv4
    if (is_v6) peer.address[2] = bpf_htonl(0xffff);
    peer.address[is_v6 ? 3 : 0] = to.v4;
  } else {
    return;
  }
  if (!peer.port) return;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  struct pe_peers* fresh = sk->__sk_common.skc_state == TCP_ESTABLISHED ? 0 : note_peer(sk, &peer);
  if (fresh) fresh->cookie = cookie;
  if (notes_calls()) note_call(cookie, &peer, sends);
}

static __always_inline void fill_peers(struct pe_peers_record* r, __u32 length) {
  r->prefix.length = length;
  r->prefix.kind = PE_PEERS_OF;
  r->prefix.unused = 0;
  r->version = PE_EVENT_VERSION;
  __builtin_memset(r->unused, 0, sizeof r->unused);
}

// Sent before the close event of the socket. The last peer becomes the remote end of that event.
static __always_inline void emit_peers(struct event* event, void* socket) {
  struct pe_peers* all = bpf_sk_storage_get(&peers, socket, 0, 0);
  struct sock* sk = AS(sock, event->sk);
  if (!all || READ(sk, __sk_common.skc_dport)) return;
  const __u32 last = all->last;
  if (last > PE_PEERS) return;
  set_remote(event, &all->peers[last]);
  event->flags |= PE_LAST_PEER;
  if (all->count == 1) {
    struct pe_peers_record* r = bpf_ringbuf_reserve(&ring, PE_ONE_PEER_BYTES, 0);
    if (!r) return;
    fill_peers(r, PE_ONE_PEER_BYTES);
    __builtin_memcpy(&r->peers, all, PE_ONE_PEER_BYTES - PE_PEERS_START);
    bpf_ringbuf_submit(r, 0);
  } else {
    struct pe_peers_record* r = bpf_ringbuf_reserve(&ring, sizeof *r, 0);
    if (!r) return;
    fill_peers(r, sizeof *r);
    bpf_probe_read_kernel(&r->peers, sizeof r->peers, all);
    bpf_ringbuf_submit(r, 0);
  }
}

#endif
