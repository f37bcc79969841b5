// Socket tracer. It runs as long as the reader's process holds its links; nothing is pinned.
//
// Kernel features: tp_btf/inet_sock_set_state and tcp_destroy_sock (Linux 5.5), socket-local
// storage for tracing programs (5.11), ring buffer (5.8), cgroup sock_create (4.10) and
// sock_release (5.9).
//
// The process that caused an event is `current` only while it holds the socket's lock, or in a hook
// that runs in the process that makes the call. Everywhere else the event is attributed to the
// process that was last seen to use the socket (pe_socket_state.owner).
#include "tracer_event.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

// Cookies recently handled on this core, so that an event is not reported twice.
//
// The kernel does not run a tracing program on a core that is already running that program, and a
// packet can interrupt a process in it. Some virtual machines run no tracing program at all while
// the current process is one that they protect. Cgroup programs have neither limit. Therefore
// on_tcp (tracer_states.h) follows the TCP sockets that it has marked, which are all that connect
// or are accepted during the trace. If cgroup programs cannot be attached, two tracing programs
// follow each state change, and the second one handles what the first could not. on_destroy also
// sees the end of sockets without a process.
//
// Several programs can thus see the same change. The flags in pe_socket_state record what has been
// reported; these cookies do so where there is no such state.
struct done {
  // Events that on_state has handled and on_state_missed has yet to skip. 0: none.
  __u64 followed[PE_RECENT_COOKIES];
  // Sockets whose close has been reported, for sockets without a pe_socket_state or whose slot may
  // be reused.
  __u64 closed[PE_RECENT_COOKIES];
  __u32 next_followed;
  __u32 next_closed;
};
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct done);
} done_here SEC(".maps");

static __always_inline struct done* find_recent_cookies(void) {
  const __u32 key = 0;
  return bpf_map_lookup_elem(&done_here, &key);
}

static __always_inline void remember_cookie(__u64 cookie) {
  struct done* done = find_recent_cookies();
  if (done) done->followed[done->next_followed++ % PE_RECENT_COOKIES] = cookie;
}

static __always_inline bool take_recent_cookie(__u64 cookie) {
  struct done* done = find_recent_cookies();
  if (!done) return false;
  for (int i = 0; i < PE_RECENT_COOKIES; ++i) {
    if (done->followed[i] != cookie) continue;
    done->followed[i] = 0;
    return true;
  }
  return false;
}

static __always_inline bool was_closed_here(const struct done* done, __u64 cookie) {
  for (int i = 0; i < PE_RECENT_COOKIES; ++i) {
    if (done->closed[i] == cookie) return true;
  }
  return false;
}

static __always_inline void set_closed_here(struct done* done, __u64 cookie) {
  done->closed[done->next_closed++ % PE_RECENT_COOKIES] = cookie;
}

// Returns false if the close has already been reported.
static __always_inline bool is_first_to_close(__u64 cookie, struct pe_socket_state* sock_state) {
  if (sock_state)
    return !(__sync_fetch_and_or(&sock_state->flags, PE_CLOSE_REPORTED) & PE_CLOSE_REPORTED);
  struct done* done = find_recent_cookies();
  if (!done) return true;
  if (was_closed_here(done, cookie)) return false;
  set_closed_here(done, cookie);
  return true;
}

static __always_inline void emit_connect(struct event* event, struct pe_socket_state* sock_state,
                                         int error) {
  if (!(__sync_fetch_and_and(&sock_state->flags, ~PE_CONNECTING) & PE_CONNECTING)) return;
  event->action = PE_CONNECT;
  event->error = error;
  emit_event(event, sock_state);
}

static __always_inline void on_established(struct event* event, struct pe_socket_state* sock_state,
                                           int before) {
  if (!sock_state) return;
  if (sock_state->flags & PE_CONNECTING) {
    by_owner(event, sock_state);
    event->flags = PE_ERROR_KNOWN;
    emit_connect(event, sock_state, 0);
    return;
  }
  // A socket in SYN_SENT without PE_CONNECTING started to connect before the trace.
  if (sock_state->flags & PE_FROM_CREATION || before == TCP_SYN_SENT) return;
  __sync_fetch_and_or(&sock_state->flags, PE_GOT_SYN);
  sock_state->created_boottime_ns = bpf_ktime_get_boot_ns();
  __u32 flags = PE_FROM_CREATION | PE_ACCEPT_PENDING;
  struct sock* sk = AS(sock, event->sk);
  if (control.tracing && READ(sk, sk_protocol) == IPPROTO_TCP) {
    set_copied(sock_state, sk);
    flags |= PE_COPIED_KNOWN;
  }
  __sync_fetch_and_or(&sock_state->flags, flags);
}

// Returns true if the change to CLOSE discards the connection: its process reuses the socket
// (connect() to AF_UNSPEC) or closes it with SO_LINGER and a timeout of 0, or its listener is
// closed before it is accepted. Addresses and counters are lost before the socket is destroyed, so
// the close is reported immediately.
static __always_inline bool is_disconnected(struct sock* sk, bool shut) {
  if (!shut) return true;
  const unsigned long lingers = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_LINGER);
  return READ(sk, __sk_common.skc_flags) & lingers && !READ(sk, sk_lingertime);
}

static __always_inline void emit_disconnect(struct event* event,
                                            struct pe_socket_state* sock_state) {
  if (!is_first_to_close(event->cookie, sock_state)) return;
  event->action = PE_CLOSE;
  event->flags = PE_ERROR_KNOWN;
  emit_event(event, sock_state);
}

static __always_inline void on_closing(struct event* event, struct pe_socket_state* sock_state,
                                       int now) {
  if (!sock_state) return;
  struct sock* sk = AS(sock, event->sk);
  const int error = now == TCP_CLOSE ? READ(sk, sk_err) : 0;
  const bool shut = READ(sk, sk_shutdown) == SHUTDOWN_MASK;
  const bool connecting = sock_state->flags & PE_CONNECTING;
  if (connecting && now == TCP_CLOSE) {
    by_owner(event, sock_state);
    event->flags = error ? PE_ERROR_KNOWN : 0;
    emit_connect(event, sock_state, error);
    keep_remote(sk, sock_state);
  } else if (error) {
    sock_state->error = error;
  }
  event->error = 0;
  __builtin_memset(&event->actor, 0, sizeof event->actor);
  // An error on a socket that its process has not shut down means that another process aborts it
  // (SOCK_DESTROY). `current` is not the closing process then.
  if (is_held(sk) && (shut || !error)) {
    keep_inode(sk, sock_state);
    if (sock_state->flags & PE_ACCEPT_PENDING) emit_accept(event, sock_state);
    if (by_current(event, sock_state)) report_program_name(event, sock_state);
    else by_owner(event, sock_state);
  }
  if (now == TCP_CLOSE && !connecting && !error && is_disconnected(sk, shut))
    emit_disconnect(event, sock_state);
}

// Only TCP sockets may use a slot here. Other protocols use the same states, but tcp_destroy_sock
// does not report their end.
static __always_inline struct pe_socket_state* create_state_of(void* given, struct sock* sk,
                                                               __u64 cookie) {
  return READ(AS(sock, sk), sk_protocol) == IPPROTO_TCP ? create_state_in_slot(given, cookie, 0)
                                                        : get_or_create_state(given, cookie);
}

static __always_inline void set_listened(struct pe_socket_state* sock_state) {
  if (sock_state && !(sock_state->flags & PE_LISTENED))
    __sync_fetch_and_or(&sock_state->flags, PE_LISTENED);
}

// listen() changes an MPTCP socket to this state twice: before and after its TCP socket starts to
// listen. Only the second change has the address.
static __always_inline bool begins_to_listen(struct sock* sk, struct pe_socket_state* sock_state,
                                             int before) {
  if (READ(AS(sock, sk), sk_protocol) != IPPROTO_MPTCP || !sock_state) return before != TCP_LISTEN;
  if (before == TCP_LISTEN)
    return __sync_fetch_and_and(&sock_state->flags, ~PE_STARTS_LISTENING) & PE_STARTS_LISTENING;
  __sync_fetch_and_or(&sock_state->flags, PE_STARTS_LISTENING);
  return false;
}

// `given` is the socket in the form that the helpers accept in this type of program.
static __always_inline int handle_state_change(void* given, struct sock* sk, __u64 cookie,
                                               int before, int now) {
  if (is_subflow(sk)) return 0;
  struct event event;
  begin(&event, sk, cookie);
  event.state = now;
  if (now == TCP_ESTABLISHED) {
    on_established(&event, create_state_of(given, sk, cookie), before);
  } else if (now == TCP_SYN_SENT) {
    struct pe_socket_state* sock_state = create_state_of(given, sk, cookie);
    by_current(&event, sock_state);
    if (sock_state) {
      __sync_fetch_and_and(&sock_state->flags, ~(PE_CLOSE_REPORTED | PE_ATTEMPTED | PE_GOT_SYN |
                                                 PE_REMOTE_KEPT | PE_COPIED_KNOWN | PE_LISTENED));
      __sync_fetch_and_or(&sock_state->flags, PE_CONNECTING | PE_SENT_SYN);
      report_program_name(&event, sock_state);
    }
  } else if (now == TCP_LISTEN) {
    struct pe_socket_state* sock_state = create_state_of(given, sk, cookie);
    if (!begins_to_listen(sk, sock_state, before)) return 0;
    emit_attempt(&event, sock_state);
    if (sock_state && sock_state->flags & PE_REMOTE_KEPT)
      __sync_fetch_and_and(&sock_state->flags, ~PE_REMOTE_KEPT);
    set_listened(sock_state);
    by_current(&event, sock_state);
    event.action = PE_LISTEN;
    event.flags = PE_ERROR_KNOWN;
    emit_event(&event, sock_state);
  } else if (before == TCP_LISTEN) {
    set_listened(create_state_of(given, sk, cookie));
  } else if (now != TCP_SYN_RECV) {
    on_closing(&event, lookup_state(given, cookie), now);
  }
  return 0;
}

// Returns false for changes that are never reported. Changes between half-closed states matter only
// if the process of the socket causes them. FIN_WAIT2, CLOSING and TIME_WAIT are entered by packets
// alone, even while a process holds the socket.
static __always_inline bool needs_event(struct sock* sk, int now) {
  if (now == TCP_FIN_WAIT2 || now == TCP_CLOSING || now == TCP_TIME_WAIT) return false;
  return now == TCP_ESTABLISHED || now == TCP_SYN_SENT || now == TCP_LISTEN || now == TCP_CLOSE ||
         is_held(sk);
}

static __always_inline void emit_close(struct sock* sk, __u64 cookie,
                                       struct pe_socket_state* sock_state) {
  struct event event;
  begin(&event, sk, cookie);
  if (is_held(sk)) {
    emit_accept(&event, sock_state);
    by_closer(&event, sock_state);
  } else {
    by_owner(&event, sock_state);
  }
  event.action = PE_CLOSE;
  event.state = TCP_CLOSE;
  if (sock_state) {
    event.error = sock_state->error;
    event.flags = PE_ERROR_KNOWN;
  }
  emit_event(&event, sock_state);
}

static __always_inline int handle_destroy(void* given, struct sock* sk, __u64 cookie) {
  struct pe_socket_state* sock_state = lookup_state(given, cookie);
  if (!is_subflow(sk) && is_first_to_close(cookie, sock_state)) emit_close(sk, cookie, sock_state);
  if (sock_state) __sync_fetch_and_or(&sock_state->flags, PE_ENDED);
  return 0;
}

static __always_inline bool has_no_process(struct sock* sk) {
  const unsigned long dead = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_DEAD);
  return READ(AS(sock, sk), __sk_common.skc_flags) & dead;
}

// A TCP socket without a process is freed right after its change to CLOSE, on the same core. Its
// end is therefore handled here, which makes its slot reusable. on_destroy, which follows on this
// core, skips the socket by its cookie.
static __always_inline int handle_last_state(void* given, struct sock* sk, __u64 cookie, int before,
                                             int now) {
  handle_state_change(given, sk, cookie, before, now);
  if (now != TCP_CLOSE || READ(AS(sock, sk), sk_protocol) != IPPROTO_TCP || !has_no_process(sk))
    return 0;
  handle_destroy(given, sk, cookie);
  struct done* done = find_recent_cookies();
  if (done) set_closed_here(done, cookie);
  return 0;
}

// Returns whether on_tcp handles the state changes of the socket. The kernel calls it for each
// change, right before the tracing programs, except for a change to LISTEN.
static __always_inline bool is_followed_by_cgroup(struct sock* sk) {
  if (!control.sees_states || sk->sk_protocol != IPPROTO_TCP) return false;
  return READ(AS(tcp_sock, sk), bpf_sock_ops_cb_flags) & BPF_SOCK_OPS_STATE_CB_FLAG;
}

SEC("tp_btf/inet_sock_set_state")
int on_state(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const int now = (int)ctx[2];
  if (!needs_event(sk, now) || (now != TCP_LISTEN && is_followed_by_cgroup(sk))) return 0;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  handle_last_state(sk, sk, cookie, (int)ctx[1], now);
  if (!control.sees_states) remember_cookie(cookie);
  return 0;
}

// Attached only if on_tcp is not.
SEC("tp_btf/inet_sock_set_state")
int on_state_missed(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const int now = (int)ctx[2];
  if (now == TCP_LISTEN || !needs_event(sk, now)) return 0;  // a packet never causes this change
  const __u64 cookie = cookie_of(&sk->__sk_common);
  return take_recent_cookie(cookie) ? 0 : handle_last_state(sk, sk, cookie, (int)ctx[1], now);
}

SEC("tp_btf/tcp_destroy_sock")
int on_destroy(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const __u64 cookie = cookie_of(&sk->__sk_common);
  const struct done* done = find_recent_cookies();
  return done && was_closed_here(done, cookie) ? 0 : handle_destroy(sk, sk, cookie);
}

#include "tracer_cgroup.h"
#include "tracer_states.h"
#include "tracer_traffic.h"

// Run once by the reader itself. Records its PID namespace and clock offset.
SEC("raw_tp")
int init_reader(void* ctx) {
  (void)ctx;
  struct task_struct* task = current_task();
  struct pid* pid = READ(task, thread_pid);
  control.reader_level = READ(pid, level);
  __u32 nr = 0;
  upid_at(pid_address(task), control.reader_level, &nr, &control.reader_pid_ns);
  struct time_namespace* time = READ(task, nsproxy, time_ns);
  control.boottime_offset_ns =
      READ(time, offsets.boottime.tv_sec) * 1000000000ll + READ(time, offsets.boottime.tv_nsec);
  control.since_boottime_ns = bpf_ktime_get_boot_ns();
  return 0;
}
