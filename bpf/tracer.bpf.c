// The life of sockets: runs as long as the reader's process holds its links. Nothing is pinned.
// Sources: tp_btf/inet_sock_set_state, tcp_destroy_sock (Linux 5.5), socket storage for tracing
// programs (5.11), the ring (5.8), cgroup sock_create (4.10) and sock_release (5.9). Who did
// something is `current` only while it holds the socket's lock, or in a hook that runs in the
// caller's own process; in all other places it is who was seen to use the socket last.
#include "tracer_event.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

// The kernel does not run a tracing program that its core is running already, and a packet may
// interrupt a process in it. Some virtual machines run no tracing program at all while the current
// process is one that they protect, whatever packets do meanwhile. Programs of a cgroup have
// neither limit, so on_tcp (tracer_states.h) follows the TCP sockets that it has marked: all that
// connect or are accepted under watch. Where cgroups are out of reach, two tracing programs follow
// each change of state, one after the other; the second does what the first could not. The end of a
// socket that no process has is seen by on_destroy too. Several may come to do the same; the flags
// of the socket's state say that it is done.
struct done {
  __u64 followed[PE_RECENT_COOKIES];  // of events that the first program has followed, and the
                                      // second has yet to see; 0: none
  __u64 closed[PE_RECENT_COOKIES];    // of sockets whose close has been emitted, where no pe_life
                                      // says so
  __u32 next_followed;
  __u32 next_closed;
};
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct done);
} done_here SEC(".maps");

static __always_inline struct done* find_done(void) {
  const __u32 key = 0;
  return bpf_map_lookup_elem(&done_here, &key);
}

static __always_inline void set_done(__u64 cookie) {
  struct done* done = find_done();
  if (done) done->followed[done->next_followed++ % PE_RECENT_COOKIES] = cookie;
}

static __always_inline bool take_done(__u64 cookie) {
  struct done* done = find_done();
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

// False: somebody has told it already.
static __always_inline bool is_first_to_close(__u64 cookie, struct pe_life* life) {
  if (life) return !(__sync_fetch_and_or(&life->flags, PE_CLOSE_TOLD) & PE_CLOSE_TOLD);
  struct done* done = find_done();
  if (!done) return true;
  if (was_closed_here(done, cookie)) return false;
  set_closed_here(done, cookie);
  return true;
}

static __always_inline void tell_connect(struct happening* h, struct pe_life* life, int error) {
  if (!(__sync_fetch_and_and(&life->flags, ~PE_CONNECTING) & PE_CONNECTING)) return;
  h->action = PE_CONNECT;
  h->error = error;
  tell(h, life);
}

static __always_inline void on_established(struct happening* h, struct pe_life* life, int before) {
  if (!life) return;
  if (life->flags & PE_CONNECTING) {
    by_owner(h, life);
    h->flags = PE_ERROR_KNOWN;
    tell_connect(h, life, 0);
    return;
  }
  if (life->flags & PE_FROM_CREATION || before == TCP_SYN_SENT)
    return;  // the latter: it began to connect before it was watched
  __sync_fetch_and_or(&life->flags, PE_GOT_SYN);
  life->created_boottime_ns = bpf_ktime_get_boot_ns();
  __u32 flags = PE_FROM_CREATION | PE_ACCEPT_UNTOLD;
  struct sock* sk = AS(sock, h->sk);
  if (control.tracing && READ(sk, sk_protocol) == IPPROTO_TCP) {
    set_copied(life, sk);
    flags |= PE_COPIED_KNOWN;
  }
  __sync_fetch_and_or(&life->flags, flags);
}

// A connection that is cut off: the process takes the socket for something else (connect() to
// AF_UNSPEC), or closes it with SO_LINGER of no time, or nobody has accepted it and its listener
// closes. Its addresses and counters are gone when the socket is.
static __always_inline bool is_cut(struct sock* sk, bool shut) {
  if (!shut) return true;
  const unsigned long lingers = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_LINGER);
  return READ(sk, __sk_common.skc_flags) & lingers && !READ(sk, sk_lingertime);
}

static __always_inline void tell_cut(struct happening* h, struct pe_life* life) {
  if (!is_first_to_close(h->cookie, life)) return;
  h->action = PE_CLOSE;
  h->flags = PE_ERROR_KNOWN;
  tell(h, life);
}

static __always_inline void on_closing(struct happening* h, struct pe_life* life, int now) {
  if (!life) return;
  struct sock* sk = AS(sock, h->sk);
  const int error = now == TCP_CLOSE ? READ(sk, sk_err) : 0;
  const bool shut = READ(sk, sk_shutdown) == SHUTDOWN_MASK;
  const bool connecting = life->flags & PE_CONNECTING;
  if (connecting && now == TCP_CLOSE) {
    by_owner(h, life);
    h->flags = error ? PE_ERROR_KNOWN : 0;
    tell_connect(h, life, error);
    keep_remote(sk, life);
  } else if (error) {
    life->error = error;
  }
  h->error = 0;
  __builtin_memset(&h->actor, 0, sizeof h->actor);
  // With an error, and not shut down by its process, somebody else aborts the socket
  // (SOCK_DESTROY).
  if (is_held(sk) && (shut || !error)) {
    keep_inode(sk, life);
    if (life->flags & PE_ACCEPT_UNTOLD) tell_accept(h, life);
    if (by_current(h, life)) report_program_name(h, life);
    else by_owner(h, life);
  }
  if (now == TCP_CLOSE && !connecting && !error && is_cut(sk, shut)) tell_cut(h, life);
}

// Of other protocols that come to such states, the end is not seen where TCP's is.
static __always_inline struct pe_life* make_life_of(void* given, struct sock* sk, __u64 cookie) {
  return READ(AS(sock, sk), sk_protocol) == IPPROTO_TCP ? make_life_in_place(given, cookie, 0)
                                                        : make_life(given, cookie);
}

static __always_inline void set_listened(struct pe_life* life) {
  if (life && !(life->flags & PE_LISTENED)) __sync_fetch_and_or(&life->flags, PE_LISTENED);
}

// listen() takes an MPTCP socket to this state twice: before its TCP socket listens, and after.
static __always_inline bool begins_to_listen(struct sock* sk, struct pe_life* life, int before) {
  if (READ(AS(sock, sk), sk_protocol) != IPPROTO_MPTCP || !life) return before != TCP_LISTEN;
  if (before == TCP_LISTEN)
    return __sync_fetch_and_and(&life->flags, ~PE_STARTS_LISTENING) & PE_STARTS_LISTENING;
  __sync_fetch_and_or(&life->flags, PE_STARTS_LISTENING);
  return false;
}

// `given` is the socket as the kernel's helpers take it in the calling type of program.
static __always_inline int come_to_state(void* given, struct sock* sk, __u64 cookie, int before,
                                         int now) {
  if (is_subflow(sk)) return 0;
  struct happening h;
  begin(&h, sk, cookie);
  h.state = now;
  if (now == TCP_ESTABLISHED) {
    on_established(&h, make_life_of(given, sk, cookie), before);
  } else if (now == TCP_SYN_SENT) {
    struct pe_life* life = make_life_of(given, sk, cookie);
    by_current(&h, life);
    if (life) {
      __sync_fetch_and_and(&life->flags, ~(PE_CLOSE_TOLD | PE_ATTEMPTED | PE_GOT_SYN |
                                           PE_REMOTE_KEPT | PE_COPIED_KNOWN | PE_LISTENED));
      __sync_fetch_and_or(&life->flags, PE_CONNECTING | PE_SENT_SYN);
      report_program_name(&h, life);
    }
  } else if (now == TCP_LISTEN) {
    struct pe_life* life = make_life_of(given, sk, cookie);
    if (!begins_to_listen(sk, life, before)) return 0;
    tell_attempt(&h, life);
    if (life && life->flags & PE_REMOTE_KEPT) __sync_fetch_and_and(&life->flags, ~PE_REMOTE_KEPT);
    set_listened(life);
    by_current(&h, life);
    h.action = PE_LISTEN;
    h.flags = PE_ERROR_KNOWN;
    tell(&h, life);
  } else if (before == TCP_LISTEN) {
    set_listened(make_life_of(given, sk, cookie));
  } else if (now != TCP_SYN_RECV) {
    on_closing(&h, find_life(given, cookie), now);
  }
  return 0;
}

// Between half-closed states nothing happens that is reported, unless its process does it. Packets
// alone lead to the states left out, also while a process holds the socket.
static __always_inline bool tells_something(struct sock* sk, int now) {
  if (now == TCP_FIN_WAIT2 || now == TCP_CLOSING || now == TCP_TIME_WAIT) return false;
  return now == TCP_ESTABLISHED || now == TCP_SYN_SENT || now == TCP_LISTEN || now == TCP_CLOSE ||
         is_held(sk);
}

static __always_inline void tell_end(struct sock* sk, __u64 cookie, struct pe_life* life) {
  struct happening h;
  begin(&h, sk, cookie);
  if (is_held(sk)) {
    tell_accept(&h, life);
    by_closer(&h, life);
  } else {
    by_owner(&h, life);
  }
  h.action = PE_CLOSE;
  h.state = TCP_CLOSE;
  if (life) {
    h.error = life->error;
    h.flags = PE_ERROR_KNOWN;
  }
  tell(&h, life);
}

static __always_inline int come_to_end(void* given, struct sock* sk, __u64 cookie) {
  struct pe_life* life = find_life(given, cookie);
  if (!is_subflow(sk) && is_first_to_close(cookie, life)) tell_end(sk, cookie, life);
  if (life) __sync_fetch_and_or(&life->flags, PE_ENDED);
  return 0;
}

static __always_inline bool has_no_process(struct sock* sk) {
  const unsigned long dead = 1ul << bpf_core_enum_value(enum sock_flags, SOCK_DEAD);
  return READ(AS(sock, sk), __sk_common.skc_flags) & dead;
}

// A TCP socket that no process has is freed by who closes it, on this core, right after this
// change. Its place may then go to another.
static __always_inline int handle_last_state(void* given, struct sock* sk, __u64 cookie, int before,
                                             int now) {
  come_to_state(given, sk, cookie, before, now);
  if (now != TCP_CLOSE || READ(AS(sock, sk), sk_protocol) != IPPROTO_TCP || !has_no_process(sk))
    return 0;
  come_to_end(given, sk, cookie);
  struct done* done = find_done();
  if (done) set_closed_here(done, cookie);
  return 0;
}

// Whether on_tcp follows the changes of the socket's state: the kernel calls it for each, right
// before the tracing programs. A change to listening is not among them.
static __always_inline bool is_followed_by_cgroup(struct sock* sk) {
  if (!control.sees_states || sk->sk_protocol != IPPROTO_TCP) return false;
  return READ(AS(tcp_sock, sk), bpf_sock_ops_cb_flags) & BPF_SOCK_OPS_STATE_CB_FLAG;
}

SEC("tp_btf/inet_sock_set_state")
int on_state(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const int now = (int)ctx[2];
  if (!tells_something(sk, now) || (now != TCP_LISTEN && is_followed_by_cgroup(sk))) return 0;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  handle_last_state(sk, sk, cookie, (int)ctx[1], now);
  if (!control.sees_states) set_done(cookie);
  return 0;
}

// Attached where on_tcp is not.
SEC("tp_btf/inet_sock_set_state")
int on_state_missed(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const int now = (int)ctx[2];
  if (now == TCP_LISTEN || !tells_something(sk, now)) return 0;  // no packet makes a socket listen
  const __u64 cookie = cookie_of(&sk->__sk_common);
  return take_done(cookie) ? 0 : handle_last_state(sk, sk, cookie, (int)ctx[1], now);
}

SEC("tp_btf/tcp_destroy_sock")
int on_destroy(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  const __u64 cookie = cookie_of(&sk->__sk_common);
  const struct done* done = find_done();
  return done && was_closed_here(done, cookie) ? 0 : come_to_end(sk, sk, cookie);
}

#include "tracer_cgroup.h"
#include "tracer_states.h"
#include "tracer_traffic.h"

// Run once by the reader itself: whose pids and clock it sees.
SEC("raw_tp")
int introduce(void* ctx) {
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
