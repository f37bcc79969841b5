// Programs attached to the root cgroup. They run in the calling process, and only for sockets that
// belong to processes.
#ifndef PORTEXPLORER_BPF_TRACER_CGROUP_H
#define PORTEXPLORER_BPF_TRACER_CGROUP_H

#include "tracer_peers.h"

SEC("cgroup/sock_create")
int on_create(struct bpf_sock* ctx) {
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_socket_state* sock_state;
  if (ctx->protocol == IPPROTO_TCP) sock_state = create_state_in_slot(ctx, cookie, 0);
  else if (control.sees_releases && ends_on_release(ctx->type))
    sock_state = create_state_in_slot(ctx, cookie, PE_IS_COUNTED);
  else sock_state = get_or_create_state(ctx, cookie);
  if (!sock_state) return 1;
  sock_state->created_boottime_ns = bpf_ktime_get_boot_ns();
  __sync_fetch_and_or(&sock_state->flags, PE_FROM_CREATION);
  struct event event;
  begin(&event, sock_behind(ctx), cookie);
  by_current(&event, sock_state);
  set_creator(&event.actor, sock_state);
  event.action = PE_OPEN;
  event.boottime_ns = sock_state->created_boottime_ns;
  event.flags = PE_ERROR_KNOWN;
  emit_event(&event, sock_state);
  return 1;
}

// Returns true if closing a TCP socket in this state changes the state. The program for that change
// then reports who closes it.
static __always_inline bool changes_state(__u32 state) {
  return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT || state == TCP_LISTEN;
}

// Adds the counters in socket-local storage to those in the slot. A socket can have both: if two
// threads make the first calls on a socket that is older than the trace, each may create one of
// them.
static __always_inline void add_what_is_stored(struct bpf_sock* ctx,
                                               struct pe_socket_state* sock_state) {
  if ((sock_state->flags & (PE_IS_COUNTED | PE_FROM_CREATION)) != PE_IS_COUNTED) return;
  struct pe_socket_state* stored = bpf_sk_storage_get(&socket_states, ctx, 0, 0);
  if (!stored) return;
  sock_state->sent_bytes += stored->sent_bytes;
  sock_state->received_bytes += stored->received_bytes;
  sock_state->sent_packets += stored->sent_packets;
  sock_state->received_packets += stored->received_packets;
}

// Keeps the values that a socket no longer has when it is destroyed, for sockets that are older
// than the trace. Not inlined: with its variables, on_release and its callees would exceed the
// stack limit of Linux 6.8.
static __noinline int note_last_values(struct bpf_sock* ctx, struct pe_socket_state* sock_state) {
  keep_inode(sock_behind(ctx), sock_state);
  if (ctx->protocol != IPPROTO_TCP || sock_state->flags & (PE_SENT_SYN | PE_GOT_SYN)) return 0;
  const __u32 opener = probe_opened_by(sock_behind(ctx), ctx->state);
  if (opener)
    __sync_fetch_and_or(&sock_state->flags, opener == PE_ACTIVE_OPEN ? PE_SENT_SYN : PE_GOT_SYN);
  return 0;
}

SEC("cgroup/sock_release")
int on_release(struct bpf_sock* ctx) {
  const bool is_tcp = ctx->protocol == IPPROTO_TCP;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_socket_state* sock_state =
      is_tcp ? create_state_in_slot(ctx, cookie, 0) : get_or_create_state(ctx, cookie);
  if (!sock_state) return 1;
  note_last_values(ctx, sock_state);
  if (is_tcp && changes_state(ctx->state) && !(sock_state->flags & PE_ACCEPT_PENDING)) return 1;
  struct event event;
  begin(&event, sock_behind(ctx), cookie);
  if (sock_state->flags & PE_ACCEPT_PENDING) emit_accept(&event, sock_state);
  if (sock_state->flags & PE_ATTEMPTED) emit_attempt(&event, sock_state);
  by_closer(&event, sock_state);
  if (is_tcp) {
    report_program_name(&event, sock_state);
    return 1;
  }
  add_what_is_stored(ctx, sock_state);
  event.action = PE_CLOSE;
  event.flags = PE_ERROR_KNOWN;
  if (ctx->protocol == IPPROTO_UDP || ctx->protocol == IPPROTO_UDPLITE) emit_peers(&event, ctx);
  emit_event(&event, sock_state);
  if (ends_on_release(ctx->type)) __sync_fetch_and_or(&sock_state->flags, PE_ENDED);
  return 1;
}

// MPTCP forwards bind() to its TCP socket, and only the latter reaches this hook. MPTCP also binds
// TCP sockets that no process has asked for; those are skipped.
static __always_inline int emit_bind(struct bpf_sock* ctx) {
  __u64 cookie = bpf_get_socket_cookie(ctx);
  struct sock* sk = sock_behind(ctx);
  struct sock* mptcp = 0;
  struct pe_socket_state* sock_state = 0;
  if (ctx->protocol == IPPROTO_TCP && is_subflow(sk)) {
    mptcp = mptcp_of(sk);
    if (!mptcp) return 1;
    cookie = READ(AS(sock, mptcp), __sk_common.skc_cookie.counter);
  } else {
    sock_state = get_or_create_state(ctx, cookie);
    if (!sock_state) return 1;
  }
  struct event event;
  begin(&event, sk, cookie);
  event.of_mptcp = mptcp != 0;
  by_current(&event, sock_state);
  event.action = PE_BIND;
  event.flags = PE_ERROR_KNOWN;
  emit_event(&event, sock_state);
  return 1;
}

SEC("cgroup/post_bind4")
int on_bind4(struct bpf_sock* ctx) { return emit_bind(ctx); }
SEC("cgroup/post_bind6")
int on_bind6(struct bpf_sock* ctx) { return emit_bind(ctx); }

// Runs before the connect itself.
static __always_inline bool begin_connect(struct bpf_sock_addr* ctx, struct event* event,
                                          struct pe_socket_state** sock_state) {
  if (ctx->protocol == IPPROTO_MPTCP || !ctx->sk) return false;
  if (ctx->protocol == IPPROTO_TCP && carries_mptcp(sock_behind(ctx->sk))) return false;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  *sock_state = ctx->protocol == IPPROTO_TCP ? create_state_in_slot(ctx->sk, cookie, 0)
                                             : get_or_create_state(ctx->sk, cookie);
  if (!*sock_state) return false;
  begin(event, sock_behind(ctx->sk), cookie);
  if ((*sock_state)->flags & PE_ATTEMPTED) emit_attempt(event, *sock_state);
  by_current(event, *sock_state);
  event->action = PE_CONNECT;
  event->has_remote = 1;
  event->remote_port = bpf_ntohs((__u16)ctx->user_port);
  return true;
}

// For protocols other than TCP, connect() only sets an address, so its event is complete.
static __always_inline int end_connect(struct bpf_sock_addr* ctx, struct event* event,
                                       struct pe_socket_state* sock_state) {
  if (ctx->protocol == IPPROTO_TCP) note_attempt(event, sock_state);
  else emit_event(event, sock_state);
  return 1;
}

SEC("cgroup/connect4")
int on_connect4(struct bpf_sock_addr* ctx) {
  struct event event;
  struct pe_socket_state* sock_state;
  if (!begin_connect(ctx, &event, &sock_state)) return 1;
  event.remote_address[0] = ctx->user_ip4;
  return end_connect(ctx, &event, sock_state);
}

SEC("cgroup/connect6")
int on_connect6(struct bpf_sock_addr* ctx) {
  struct event event;
  struct pe_socket_state* sock_state;
  if (!begin_connect(ctx, &event, &sock_state)) return 1;
  event.remote_address[0] = ctx->user_ip6[0];
  event.remote_address[1] = ctx->user_ip6[1];
  event.remote_address[2] = ctx->user_ip6[2];
  event.remote_address[3] = ctx->user_ip6[3];
  return end_connect(ctx, &event, sock_state);
}

// Runs in accept() if the caller asks for the address of the peer.
static __always_inline int on_peer_asked(struct bpf_sock_addr* ctx) {
  if (!ctx->sk) return 1;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  struct pe_socket_state* sock_state = lookup_state(ctx->sk, cookie);
  if (!sock_state || !(sock_state->flags & PE_ACCEPT_PENDING)) return 1;
  struct event event;
  begin(&event, sock_behind(ctx->sk), cookie);
  emit_accept(&event, sock_state);
  return 1;
}

SEC("cgroup/getpeername4")
int on_peer_asked4(struct bpf_sock_addr* ctx) { return on_peer_asked(ctx); }
SEC("cgroup/getpeername6")
int on_peer_asked6(struct bpf_sock_addr* ctx) { return on_peer_asked(ctx); }

#endif
