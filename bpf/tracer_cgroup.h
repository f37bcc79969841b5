// Programs that hang on the root of the cgroups: they run in the process that calls, for sockets of
// processes only.
#ifndef PORTEXPLORER_BPF_TRACER_CGROUP_H
#define PORTEXPLORER_BPF_TRACER_CGROUP_H

#include "tracer_peers.h"

SEC("cgroup/sock_create")
int on_create(struct bpf_sock* ctx) {
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_life* life;
  if (ctx->protocol == IPPROTO_TCP) life = make_life_in_place(ctx, cookie, 0);
  else if (control.sees_releases && ends_on_release(ctx->type))
    life = make_life_in_place(ctx, cookie, PE_IS_COUNTED);
  else life = make_life(ctx, cookie);
  if (!life) return 1;
  life->created_boottime_ns = bpf_ktime_get_boot_ns();
  __sync_fetch_and_or(&life->flags, PE_FROM_CREATION);
  struct happening h;
  begin(&h, sock_behind(ctx), cookie);
  by_current(&h, life);
  set_creator(&h.actor, life);
  h.action = PE_OPEN;
  h.boottime_ns = life->created_boottime_ns;
  h.flags = PE_ERROR_KNOWN;
  tell(&h, life);
  return 1;
}

// A TCP socket in such a state comes to another when it is closed, and it is seen then who does it.
static __always_inline bool changes_state(__u32 state) {
  return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT || state == TCP_LISTEN;
}

// Two threads that make the first calls of a socket older than the watch may find a place and the
// storage for it, one each.
static __always_inline void add_what_is_stored(struct bpf_sock* ctx, struct pe_life* life) {
  if ((life->flags & (PE_IS_COUNTED | PE_FROM_CREATION)) != PE_IS_COUNTED) return;
  struct pe_life* stored = bpf_sk_storage_get(&lives, ctx, 0, 0);
  if (!stored) return;
  life->sent_bytes += stored->sent_bytes;
  life->received_bytes += stored->received_bytes;
  life->sent_packets += stored->sent_packets;
  life->received_packets += stored->received_packets;
}

// Keeps what a socket older than the tracing no longer shows when it has ended. Not inline: with
// its variables on_release and its callees would exceed the stack that Linux 6.8 allows.
static __noinline int note_last_values(struct bpf_sock* ctx, struct pe_life* life) {
  keep_inode(sock_behind(ctx), life);
  if (ctx->protocol != IPPROTO_TCP || life->flags & (PE_SENT_SYN | PE_GOT_SYN)) return 0;
  const __u32 opener = probe_opened_by(sock_behind(ctx), ctx->state);
  if (opener)
    __sync_fetch_and_or(&life->flags, opener == PE_ACTIVE_OPEN ? PE_SENT_SYN : PE_GOT_SYN);
  return 0;
}

SEC("cgroup/sock_release")
int on_release(struct bpf_sock* ctx) {
  const bool is_tcp = ctx->protocol == IPPROTO_TCP;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_life* life = is_tcp ? make_life_in_place(ctx, cookie, 0) : make_life(ctx, cookie);
  if (!life) return 1;
  note_last_values(ctx, life);
  if (is_tcp && changes_state(ctx->state) && !(life->flags & PE_ACCEPT_UNTOLD)) return 1;
  struct happening h;
  begin(&h, sock_behind(ctx), cookie);
  if (life->flags & PE_ACCEPT_UNTOLD) tell_accept(&h, life);
  if (life->flags & PE_ATTEMPTED) tell_attempt(&h, life);
  by_closer(&h, life);
  if (is_tcp) {
    report_program_name(&h, life);
    return 1;
  }
  add_what_is_stored(ctx, life);
  h.action = PE_CLOSE;
  h.flags = PE_ERROR_KNOWN;
  if (ctx->protocol == IPPROTO_UDP || ctx->protocol == IPPROTO_UDPLITE) tell_peers(&h, ctx);
  tell(&h, life);
  if (ends_on_release(ctx->type)) __sync_fetch_and_or(&life->flags, PE_ENDED);
  return 1;
}

// MPTCP passes a bind() on to its TCP socket, and only that comes here. It also binds TCP sockets
// that no process has asked for.
static __always_inline int tell_bind(struct bpf_sock* ctx) {
  __u64 cookie = bpf_get_socket_cookie(ctx);
  struct sock* sk = sock_behind(ctx);
  struct sock* mptcp = 0;
  struct pe_life* life = 0;
  if (ctx->protocol == IPPROTO_TCP && is_subflow(sk)) {
    mptcp = mptcp_of(sk);
    if (!mptcp) return 1;
    cookie = READ(AS(sock, mptcp), __sk_common.skc_cookie.counter);
  } else {
    life = make_life(ctx, cookie);
    if (!life) return 1;
  }
  struct happening h;
  begin(&h, sk, cookie);
  h.of_mptcp = mptcp != 0;
  by_current(&h, life);
  h.action = PE_BIND;
  h.flags = PE_ERROR_KNOWN;
  tell(&h, life);
  return 1;
}

SEC("cgroup/post_bind4")
int on_bind4(struct bpf_sock* ctx) { return tell_bind(ctx); }
SEC("cgroup/post_bind6")
int on_bind6(struct bpf_sock* ctx) { return tell_bind(ctx); }

// Runs before the connect itself.
static __always_inline bool begin_connect(struct bpf_sock_addr* ctx, struct happening* h,
                                          struct pe_life** life) {
  if (ctx->protocol == IPPROTO_MPTCP || !ctx->sk) return false;
  if (ctx->protocol == IPPROTO_TCP && carries_mptcp(sock_behind(ctx->sk))) return false;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  *life = ctx->protocol == IPPROTO_TCP ? make_life_in_place(ctx->sk, cookie, 0)
                                       : make_life(ctx->sk, cookie);
  if (!*life) return false;
  begin(h, sock_behind(ctx->sk), cookie);
  if ((*life)->flags & PE_ATTEMPTED) tell_attempt(h, *life);
  by_current(h, *life);
  h->action = PE_CONNECT;
  h->has_remote = 1;
  h->remote_port = bpf_ntohs((__u16)ctx->user_port);
  return true;
}

// Of others than TCP a connect only chooses an address.
static __always_inline int end_connect(struct bpf_sock_addr* ctx, struct happening* h,
                                       struct pe_life* life) {
  if (ctx->protocol == IPPROTO_TCP) note_attempt(h, life);
  else tell(h, life);
  return 1;
}

SEC("cgroup/connect4")
int on_connect4(struct bpf_sock_addr* ctx) {
  struct happening h;
  struct pe_life* life;
  if (!begin_connect(ctx, &h, &life)) return 1;
  h.remote_address[0] = ctx->user_ip4;
  return end_connect(ctx, &h, life);
}

SEC("cgroup/connect6")
int on_connect6(struct bpf_sock_addr* ctx) {
  struct happening h;
  struct pe_life* life;
  if (!begin_connect(ctx, &h, &life)) return 1;
  h.remote_address[0] = ctx->user_ip6[0];
  h.remote_address[1] = ctx->user_ip6[1];
  h.remote_address[2] = ctx->user_ip6[2];
  h.remote_address[3] = ctx->user_ip6[3];
  return end_connect(ctx, &h, life);
}

// accept() asks for the peer's name where its caller wants it.
static __always_inline int on_peer_asked(struct bpf_sock_addr* ctx) {
  if (!ctx->sk) return 1;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_life* life = find_life(ctx->sk, cookie);
  if (!life || !(life->flags & PE_ACCEPT_UNTOLD)) return 1;
  struct happening h;
  begin(&h, sock_behind(ctx->sk), cookie);
  tell_accept(&h, life);
  return 1;
}

SEC("cgroup/getpeername4")
int on_peer_asked4(struct bpf_sock_addr* ctx) { return on_peer_asked(ctx); }
SEC("cgroup/getpeername6")
int on_peer_asked6(struct bpf_sock_addr* ctx) { return on_peer_asked(ctx); }

#endif
