// State changes of TCP sockets, as the kernel reports them to a sockops program. Unlike tracing
// programs, it runs regardless of the current process and of the program that the core is already
// running. For a socket without a process, which the kernel frees right after its last change, this
// is also its end.
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

// Enables the callback for state changes. A connection inherits the setting of its listener; if the
// listener is older than the trace, the connection gets it here, just before its first state
// change. Callbacks that others have enabled are kept.
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
