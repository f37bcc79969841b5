// The changes of state of TCP sockets, as the kernel reports them to a program of their cgroup:
// whatever process is current, and on top of whatever program its core is running. Of a socket that
// the kernel frees right after its last change, since no process has it any more, this is also the
// end.
#ifndef PORTEXPLORER_BPF_TRACER_STATES_H
#define PORTEXPLORER_BPF_TRACER_STATES_H

#include "tracer_event.h"

static __always_inline void on_state_in_cgroup(struct bpf_sock_ops* ctx) {
  struct bpf_sock* given = ctx->sk;
  if (!given) return;
  struct sock* sk = sock_behind(given);
  const int now = (int)ctx->args[1];
  if (!needs_event(sk, now)) return;
  const __u64 cookie = bpf_get_socket_cookie(ctx);
  handle_last_state(given, sk, cookie, (int)ctx->args[0], now);
}

// A connection inherits the mark of its listener; of listeners that are older than the watch it
// gets one here, just before it comes to its first state. Marks that others have set are kept.
SEC("sockops")
int on_tcp(struct bpf_sock_ops* ctx) {
  switch (ctx->op) {
    case BPF_SOCK_OPS_STATE_CB: on_state_in_cgroup(ctx); break;
    case BPF_SOCK_OPS_TCP_CONNECT_CB:
    case BPF_SOCK_OPS_TCP_LISTEN_CB:
    case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
      bpf_sock_ops_cb_flags_set(ctx, (int)ctx->bpf_sock_ops_cb_flags | BPF_SOCK_OPS_STATE_CB_FLAG);
      break;
    default: break;
  }
  return 1;
}

#endif
