// Socket events, and how they are written to the ring buffer.
#ifndef PORTEXPLORER_BPF_TRACER_EVENT_H
#define PORTEXPLORER_BPF_TRACER_EVENT_H

#include "tracer_actor.h"
#include "tracer_socket.h"
#include "tracer_state_store.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 23);  // user space sets the size
} ring SEC(".maps");

struct event {
  struct sock* sk;
  __u64 cookie;
  __u64 bytes;
  __u64 boottime_ns;  // 0: now
  __s32 error;
  __u8 action;
  __u8 state;  // the state that the socket changes to; 0: its current state
  __u16 flags;
  // `sk` is the TCP socket of an MPTCP socket, and `cookie` is that of the latter.
  __u8 of_mptcp;
  __u32 has_remote;  // the remote end is the one in this event, not that of the socket
  __u32 remote_port;
  __u32 remote_address[4];
  struct pe_actor actor;
};

struct short_record {
  struct pe_event_record record;
  char name[PE_SHORT_NAME_BYTES] __attribute__((aligned(8)));
};
struct long_record {
  struct pe_event_record record;
  char name[PE_LONG_NAME_BYTES];
};
struct short_program {
  struct pe_program_record record;
  char name[PE_SHORT_NAME_BYTES] __attribute__((aligned(8)));
};
struct long_program {
  struct pe_program_record record;
  char name[PE_LONG_NAME_BYTES];
};

static __always_inline void fill_traffic(struct pe_event_record* r,
                                         struct pe_socket_state* sock_state) {
  if (!sock_state || control.counting == PE_COUNT_NOTHING) return;
  r->counters.sent_bytes = sock_state->sent_bytes;
  r->counters.received_bytes = sock_state->received_bytes;
  r->counters.sent_segments = sock_state->sent_packets;
  r->counters.received_segments = sock_state->received_packets;
  r->flags |= PE_COUNTED;
  if (sock_state->flags & PE_FROM_CREATION) r->flags |= PE_LIFETIME;
}

static __always_inline void fill_opener(struct pe_socket_record* r, const struct event* event,
                                        const struct pe_socket_state* sock_state) {
  struct sock* sk = AS(sock, event->sk);
  if (event->of_mptcp) {
    r->protocol = PE_MPTCP;
    r->ip_protocol = IPPROTO_MPTCP;
  } else if (r->protocol == PE_MPTCP) {
    probe_mptcp(r, sk);
  } else if (r->protocol == PE_TCP) {
    if (sock_state && sock_state->flags & PE_SENT_SYN) r->flags |= PE_ACTIVE_OPEN;
    else if (sock_state && sock_state->flags & PE_GOT_SYN) r->flags |= PE_PASSIVE_OPEN;
    else r->flags |= probe_opened_by(sk, r->state);
  }
}

static __always_inline struct pe_attempt* attempt_of(struct pe_socket_state* sock_state) {
  return (struct pe_attempt*)&sock_state->sent_bytes;
}

static __always_inline void set_copied(struct pe_socket_state* sock_state, struct sock* sk) {
  struct tcp_sock* tcp = AS(tcp_sock, sk);
  attempt_of(sock_state)->copied_seq = READ(tcp, copied_seq);
  attempt_of(sock_state)->trace_number = control.trace_number;
}

// A failed connect clears the remote end of the socket before the close can be seen.
static __always_inline void fill_kept_remote(struct pe_socket_record* r,
                                             struct pe_socket_state* sock_state) {
  if (r->protocol != PE_TCP || r->remote_port || !sock_state ||
      !(sock_state->flags & PE_REMOTE_KEPT))
    return;
  const struct pe_attempt* attempt = attempt_of(sock_state);
  r->remote_port = attempt->remote_port;
  __builtin_memcpy(r->remote_address, attempt->remote_address, sizeof attempt->remote_address);
}

// A socket loses its inode before its last event.
static __always_inline void fill_kept_inode(struct pe_socket_record* r,
                                            struct pe_socket_state* sock_state) {
  if (!sock_state) return;
  if (!r->inode) r->inode = sock_state->inode;
  else if (!sock_state->inode) sock_state->inode = r->inode;
}

static __always_inline void keep_inode(struct sock* sk, struct pe_socket_state* sock_state) {
  if (!sock_state->inode) sock_state->inode = probe_inode(sk);
}

static __always_inline void fill_counters(struct pe_event_record* r, struct sock* sk,
                                          struct pe_socket_state* sock_state) {
  if (r->socket.protocol != PE_TCP && r->socket.protocol != PE_MPTCP) {
    fill_traffic(r, sock_state);
  } else if (!sock_state || !(sock_state->flags & PE_LISTENED)) {
    if (r->socket.protocol == PE_TCP) probe_tcp_counters(r, sk);
    else probe_mptcp_counters(r, sk);
  }
}

static __always_inline void fill_record(struct pe_event_record* r, const struct event* event,
                                        struct pe_socket_state* sock_state) {
  r->prefix.kind = PE_STATE;
  r->prefix.unused = 0;
  r->version = PE_EVENT_VERSION;
  r->action = event->action;
  r->flags = event->flags;
  r->boottime_ns = event->boottime_ns ? event->boottime_ns : bpf_ktime_get_boot_ns();
  r->created_boottime_ns = sock_state ? sock_state->created_boottime_ns : 0;
  r->bytes = event->bytes;
  r->error = event->error;
  r->actor = event->actor;
  struct sock* sk = AS(sock, event->sk);
  probe_socket(&r->socket, sk, event->cookie);
  if (event->state) r->socket.state = event->state;
  fill_kept_inode(&r->socket, sock_state);
  fill_opener(&r->socket, event, sock_state);
  if (event->has_remote) {
    r->socket.remote_port = event->remote_port;
    __builtin_memcpy(r->socket.remote_address, event->remote_address, sizeof event->remote_address);
  }
  __builtin_memset(&r->counters, 0, sizeof r->counters);
  if (event->action != PE_CLOSE) return;
  fill_kept_remote(&r->socket, sock_state);
  fill_counters(r, sk, sock_state);
}

static __always_inline void write_name(char* place, __u32 room, __u32* name_bytes,
                                       const struct pe_name* name) {
  __u64 bytes = name->bytes;
  *name_bytes = bytes;
  // Otherwise the compiler checks a copy, and the verifier of Linux 6.1 does not relate the two.
  barrier_var(bytes);
  if (bytes > room || bpf_probe_read_kernel(place, bytes, (void*)name->address)) *name_bytes = 0;
}

static __always_inline void write_short_name(char* place, __u32* name_bytes,
                                             const struct pe_name* name) {
  if (!READS_IN_PLACE) {
    write_name(place, PE_SHORT_NAME_BYTES, name_bytes, name);
    return;
  }
  *name_bytes = name->bytes;
  for (__u32 i = 0; i < PE_SHORT_NAME_BYTES / 8; ++i) {
    const __u32 before = i * 8;
    __u64 word = name->bytes > before ? word_at(name->address + before) : 0;
    const __u32 rest = name->bytes - before;
    if (rest < 8) word &= (1ull << rest * 8) - 1;  // clears the bytes after the name
    ((__u64*)place)[i] = word;
  }
}

static __always_inline void count_loss(void) { __sync_fetch_and_add(&control.lost, 1); }

// Returns the program name of the actor if it is the current process. The reader already has the
// names of other actors.
static __always_inline struct pe_name name_of_actor(const struct pe_actor* actor) {
  struct pe_name none = {};
  struct task_struct* task = current_task();
  if (!actor->tgid || actor->tgid != (__u32)task->tgid) return none;
  if (actor->start_boottime_ns != task->group_leader->start_boottime) return none;
  return executable_name(task);
}

// The verifier checks a function that is not static once, not for each call and path. This keeps
// loading fast.

__noinline int emit_event(struct event* event, struct pe_socket_state* sock_state) {
  if (!event) return 0;
  const struct pe_name name = name_of_actor(&event->actor);
  if (sock_state && name.bytes && !(sock_state->flags & PE_OWNER_NAMED))
    __sync_fetch_and_or(&sock_state->flags, PE_OWNER_NAMED);
  event->flags |= name.flags;
  if (name.bytes <= PE_SHORT_NAME_BYTES) {
    struct short_record* s = bpf_ringbuf_reserve(&ring, sizeof *s, 0);
    if (!s) {
      count_loss();
      return 0;
    }
    s->record.prefix.length = sizeof *s;
    fill_record(&s->record, event, sock_state);
    write_short_name(s->name, &s->record.name_bytes, &name);
    bpf_ringbuf_submit(s, 0);
  } else {
    struct long_record* s = bpf_ringbuf_reserve(&ring, sizeof *s, 0);
    if (!s) {
      count_loss();
      return 0;
    }
    s->record.prefix.length = sizeof *s;
    fill_record(&s->record, event, sock_state);
    write_name(s->name, sizeof s->name, &s->record.name_bytes, &name);
    bpf_ringbuf_submit(s, 0);
  }
  return 0;
}

static __always_inline void fill_program(struct pe_program_record* r, __u32 length,
                                         const struct event* event, __u32 flags) {
  r->prefix.length = length;
  r->prefix.kind = PE_PROGRAM;
  r->prefix.unused = 0;
  r->version = PE_EVENT_VERSION;
  r->unused = 0;
  r->flags = flags;
  r->unused_2 = 0;
  r->actor = event->actor;
}

// Sends the program name when the current process becomes the owner without an event. By the time
// of the next event, the process may have lost its name. Not counted as lost if the ring buffer is
// full, because no event is lost.
__noinline int report_program_name(struct event* event, struct pe_socket_state* sock_state) {
  if (!event || !sock_state || sock_state->flags & PE_OWNER_NAMED) return 0;
  const struct pe_name name = name_of_actor(&event->actor);
  if (!name.bytes) return 0;
  __sync_fetch_and_or(&sock_state->flags, PE_OWNER_NAMED);
  if (name.bytes <= PE_SHORT_NAME_BYTES) {
    struct short_program* s = bpf_ringbuf_reserve(&ring, sizeof *s, 0);
    if (!s) return 0;
    fill_program(&s->record, sizeof *s, event, name.flags);
    write_short_name(s->name, &s->record.name_bytes, &name);
    bpf_ringbuf_submit(s, 0);
  } else {
    struct long_program* s = bpf_ringbuf_reserve(&ring, sizeof *s, 0);
    if (!s) return 0;
    fill_program(&s->record, sizeof *s, event, name.flags);
    write_name(s->name, sizeof s->name, &s->record.name_bytes, &name);
    bpf_ringbuf_submit(s, 0);
  }
  return 0;
}

static __always_inline void begin(struct event* event, struct sock* sk, __u64 cookie) {
  __builtin_memset(event, 0, sizeof *event);
  event->sk = sk;
  event->cookie = cookie;
}

static __always_inline bool is_still(const struct pe_actor* actor, struct task_struct* task) {
  struct task_struct* leader = task->group_leader;
  if (actor->tgid != (__u32)task->tgid || actor->start_boottime_ns != leader->start_boottime)
    return false;
  if (actor->uid != task->real_cred->euid.val) return false;
  __u64 comm[PE_COMM_BYTES / 8];
  READ_ARRAY(comm, leader, comm);
  const __u64* known = (const __u64*)actor->comm;
  return comm[0] == known[0] && comm[1] == known[1];
}

static __always_inline void set_owner(struct pe_socket_state* sock_state,
                                      const struct pe_actor* actor) {
  sock_state->owner = *actor;
  if (sock_state->flags & PE_OWNER_NAMED) __sync_fetch_and_and(&sock_state->flags, ~PE_OWNER_NAMED);
}

// Makes the current process the actor of the event and the owner of the socket. In a kernel thread,
// returns 0, leaves the actor empty and keeps the owner.
__noinline int by_current(struct event* event, struct pe_socket_state* sock_state) {
  if (!event) return 0;
  struct task_struct* task = current_task();
  if (sock_state && is_still(&sock_state->owner, task)) {
    event->actor = sock_state->owner;
    return 1;
  }
  if (!read_actor(task, &event->actor)) return 0;
  if (sock_state) set_owner(sock_state, &event->actor);
  return 1;
}

// Makes the process that was last seen to use the socket the actor.
static __always_inline void by_owner(struct event* event, struct pe_socket_state* sock_state) {
  __builtin_memset(&event->actor, 0, sizeof event->actor);
  if (sock_state) event->actor = sock_state->owner;
}

// Sets the actor of a close. A kernel thread closes on behalf of the owner, for example when an
// io_uring is torn down or for files in flight.
static __always_inline void by_closer(struct event* event, struct pe_socket_state* sock_state) {
  if (!by_current(event, sock_state)) by_owner(event, sock_state);
}

static __always_inline void set_creator(const struct pe_actor* actor,
                                        struct pe_socket_state* sock_state) {
  if (!actor->tgid) return;
  sock_state->creator_tgid = actor->tgid;
  sock_state->creator_pid = actor->pid;
  sock_state->creator_start_boottime_ns = actor->start_boottime_ns;
  __sync_fetch_and_or(&sock_state->flags, PE_CREATOR_KNOWN);
}

// Finds the process that accepted the connection, which the kernel does not report. The file of the
// connection holds a reference to the credentials of the process that created it, and each process
// has a separate credentials object, so a process with the same pointer accepted the connection. It
// is the current process or an ancestor that passed the connection on to a child.
static __always_inline void by_opener(struct event* event) {
  enum { kGenerations = 4 };
  __builtin_memset(&event->actor, 0, sizeof event->actor);
  struct sock* sk = AS(sock, event->sk);
  const __u64 opener = (__u64)READ(sk, sk_socket, file, f_cred);
  if (!opener) return;
  struct task_struct* task = current_task();
  for (int i = 0; i < kGenerations; ++i) {
    if ((__u64)READ(task, cred) == opener || (__u64)READ(task, real_cred) == opener) {
      read_actor(task, &event->actor);
      return;
    }
    task = READ(task, real_parent);
  }
}

// Reports an accept when the connection is first used. `event` belongs to the current operation; it
// is reused for the accept and then restored, because a chain of calls may use only 512 bytes of
// stack and two events do not fit. Therefore only its socket, state and flags may be set yet.
__noinline int emit_accept(struct event* event, struct pe_socket_state* sock_state) {
  if (!event || !sock_state) return 0;
  if (!(__sync_fetch_and_and(&sock_state->flags, ~PE_ACCEPT_PENDING) & PE_ACCEPT_PENDING)) return 0;
  const __u8 state = event->state;
  const __u16 flags = event->flags;
  event->state = 0;
  by_opener(event);
  if (event->actor.tgid) set_owner(sock_state, &event->actor);
  event->action = PE_ACCEPT;
  event->flags = PE_ERROR_KNOWN;
  set_creator(&event->actor, sock_state);
  emit_event(event, sock_state);
  __builtin_memset(&event->actor, 0, sizeof event->actor);
  event->action = 0;
  event->state = state;
  event->flags = flags;
  return 0;
}

// Records a TCP connect. It is reported with its result when the state of the socket changes. If
// there is no route or no free port, the state never changes and nothing was sent; emit_attempt()
// then reports the connect without a result when the socket is next used.
static __always_inline void note_attempt(const struct event* event,
                                         struct pe_socket_state* sock_state) {
  struct pe_attempt* attempt = attempt_of(sock_state);
  attempt->boottime_ns = bpf_ktime_get_boot_ns();
  attempt->remote_port = event->remote_port;
  __builtin_memcpy(attempt->remote_address, event->remote_address, sizeof event->remote_address);
  __sync_fetch_and_or(&sock_state->flags, PE_ATTEMPTED);
}

__noinline int emit_attempt(struct event* event, struct pe_socket_state* sock_state) {
  if (!event || !sock_state) return 0;
  if (!(__sync_fetch_and_and(&sock_state->flags, ~PE_ATTEMPTED) & PE_ATTEMPTED)) return 0;
  struct event connect;
  begin(&connect, event->sk, event->cookie);
  by_owner(&connect, sock_state);
  const struct pe_attempt* attempt = attempt_of(sock_state);
  connect.action = PE_CONNECT;
  connect.boottime_ns = attempt->boottime_ns;
  connect.has_remote = 1;
  connect.remote_port = attempt->remote_port;
  __builtin_memcpy(connect.remote_address, attempt->remote_address, sizeof connect.remote_address);
  emit_event(&connect, sock_state);
  __sync_fetch_and_or(&sock_state->flags, PE_REMOTE_KEPT);
  return 0;
}

// Keeps the remote end of a failed TCP connect, as the kernel keeps the address but not the port.
// Other protocols have counters in this memory.
static __always_inline void keep_remote(struct sock* sk, struct pe_socket_state* sock_state) {
  if (READ(sk, sk_protocol) != IPPROTO_TCP) return;
  const __u32 port = bpf_ntohs(READ(sk, __sk_common.skc_dport));
  if (!port) return;
  struct pe_attempt* attempt = attempt_of(sock_state);
  attempt->remote_port = port;
  if (READ(sk, __sk_common.skc_family) == AF_INET6) {
    READ_ARRAY(attempt->remote_address, sk, __sk_common.skc_v6_daddr.in6_u);
  } else {
    __builtin_memset(attempt->remote_address, 0, sizeof attempt->remote_address);
    attempt->remote_address[0] = READ(sk, __sk_common.skc_daddr);
  }
  __sync_fetch_and_or(&sock_state->flags, PE_REMOTE_KEPT);
}

// Returns the kernel socket behind a context in which the verifier allows no reads of it.
static __always_inline struct sock* sock_behind(void* given) {
  if (READS_IN_PLACE) return AS(sock, given);
  __u64 address = 0;
  bpf_probe_read_kernel(&address, sizeof address, &given);
  return (struct sock*)address;
}

#endif
