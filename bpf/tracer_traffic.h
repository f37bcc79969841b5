// Counts the traffic of all protocols except TCP and MPTCP, which the kernel counts, and reports
// single sends and receives on request. Calls are seen by tracepoints (Linux 6.3 or later) or by
// fexit programs on the protocols' functions, packets by cgroup_skb.
#ifndef PORTEXPLORER_BPF_TRACER_TRAFFIC_H
#define PORTEXPLORER_BPF_TRACER_TRAFFIC_H

#include "tracer_peers.h"

#define MSG_PEEK 2
#define MSG_ERRQUEUE 0x2000
#define EAGAIN 11

// MSG_PEEK leaves the data in the socket. MSG_ERRQUEUE returns data that this socket sent, not data
// of a peer.
static __always_inline bool takes_payload(int flags) {
  return !(flags & (MSG_PEEK | MSG_ERRQUEUE));
}

static __always_inline bool matches_call_filter(struct sock* sk, const struct event* event) {
  if (control.trace_pid && control.trace_pid != event->actor.pid) return false;
  if (!control.trace_any_uid && control.trace_uid != event->actor.uid) return false;
  if (!(control.trace_protocols & 1u << probe_protocol(sk))) return false;
  if (!control.trace_port || (event->has_remote && control.trace_port == event->remote_port))
    return true;
  return control.trace_port == READ(sk, __sk_common.skc_num) ||
         control.trace_port == bpf_ntohs(READ(sk, __sk_common.skc_dport));
}

// Limits calls to max_rate. If two cores start a new second at once, a few more may pass. left_out
// is exact.
static __always_inline bool has_room(void) {
  const __u64 kSecond = 1000000000;
  if (!control.max_rate) return true;
  const __u64 now = bpf_ktime_get_boot_ns();
  if (now - control.window_start >= kSecond) {
    control.window_start = now;
    control.window_count = 0;
  }
  if (__sync_fetch_and_add(&control.window_count, 1) < control.max_rate) return true;
  __sync_fetch_and_add(&control.left_out, 1);
  return false;
}

__noinline int emit_call(struct event* event, struct pe_socket_state* sock_state) {
  if (!event) return 0;
  by_current(event, sock_state);
  struct sock* sk = AS(sock, event->sk);
  if (!matches_call_filter(sk, event) || !has_room()) return 0;
  event->flags |= PE_ERROR_KNOWN;
  emit_event(event, sock_state);
  return 0;
}

static __always_inline void count_call(struct pe_socket_state* sock_state, bool is_internet,
                                       bool sends, int bytes) {
  if (control.counting == PE_COUNT_NOTHING || (control.counting == PE_COUNT_PACKETS && is_internet))
    return;
  if (sends) {
    __sync_fetch_and_add(&sock_state->sent_bytes, bytes);
    __sync_fetch_and_add(&sock_state->sent_packets, 1);
  } else {
    __sync_fetch_and_add(&sock_state->received_bytes, bytes);
    __sync_fetch_and_add(&sock_state->received_packets, 1);
  }
}

// Kernel sockets get no slot, because their release is not seen.
static __always_inline struct pe_socket_state* get_or_create_counted_state(struct sock* sk) {
  struct pe_socket_state* sock_state = state_in_slot(sk->__sk_common.skc_cookie.counter);
  if (sock_state) return sock_state;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  if (!control.sees_releases || !ends_on_release(sk->sk_type) ||
      BPF_CORE_READ_BITFIELD(sk, sk_kern_sock))
    return get_or_create_state(sk, cookie);
  return create_state_in_slot(sk, cookie, PE_IS_COUNTED);
}

static __always_inline void note_copied(struct pe_socket_state* sock_state, struct sock* known) {
  struct sock* sk = AS(sock, known);
  if (READ(sk, sk_protocol) != IPPROTO_TCP) return;
  set_copied(sock_state, sk);
  if (!(sock_state->flags & PE_COPIED_KNOWN))
    __sync_fetch_and_or(&sock_state->flags, PE_COPIED_KNOWN);
}

static __always_inline int on_call(struct sock* sk, bool sends, int result) {
  const __u16 protocol = sk->sk_protocol;
  const __u16 family = sk->__sk_common.skc_family;
  const bool is_internet = family == AF_INET || family == AF_INET6;
  const bool counts_itself = is_internet && (protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP);
  struct pe_socket_state* sock_state = 0;
  if (counts_itself) sock_state = lookup_state(sk, sk->__sk_common.skc_cookie.counter);
  else sock_state = is_internet ? get_or_create_counted_state(sk) : create_stored_state(sk);
  const bool untold = sock_state && sock_state->flags & PE_ACCEPT_PENDING;
  if (sock_state && !counts_itself && result >= 0)
    count_call(sock_state, is_internet, sends, result);
  if (!untold && !control.tracing) return 0;
  if (counts_itself && is_subflow(sk)) return 0;
  struct event event;
  begin(&event, sk, cookie_of(&sk->__sk_common));
  if (untold) emit_accept(&event, sock_state);
  if (sock_state && counts_itself && control.tracing) note_copied(sock_state, sk);
  if (control.tracing && (protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE))
    take_call(&event, sends);
  if (!control.tracing || result == -EAGAIN) return 0;
  event.action = sends ? PE_SEND : PE_RECEIVE;
  if (result >= 0) event.bytes = result;
  else event.error = -result;
  emit_call(&event, sock_state);
  return 0;
}

SEC("tp_btf/sock_send_length")
int on_send(__u64* ctx) { return on_call((struct sock*)ctx[0], true, (int)ctx[1]); }

SEC("tp_btf/sock_recv_length")
int on_receive(__u64* ctx) {
  return takes_payload((int)ctx[2]) ? on_call((struct sock*)ctx[0], false, (int)ctx[1]) : 0;
}

// Programs that run after the functions with which protocols send and receive: int (struct socket*,
// struct msghdr*, size_t[, int flags]).
#define ON_SEND(function)                                    \
  SEC("fexit/" #function) int after_##function(__u64* ctx) { \
    struct socket* socket = (struct socket*)ctx[0];          \
    return on_call(socket->sk, true, (int)ctx[3]);           \
  }
#define ON_RECEIVE(function)                                                         \
  SEC("fexit/" #function) int after_##function(__u64* ctx) {                         \
    struct socket* socket = (struct socket*)ctx[0];                                  \
    return takes_payload((int)ctx[3]) ? on_call(socket->sk, false, (int)ctx[4]) : 0; \
  }
// The same for functions whose message may contain the address of the peer.
#define ON_SEND_TO(function)                                 \
  SEC("fexit/" #function) int after_##function(__u64* ctx) { \
    struct socket* socket = (struct socket*)ctx[0];          \
    note_message(socket->sk, (struct msghdr*)ctx[1], true);  \
    return on_call(socket->sk, true, (int)ctx[3]);           \
  }
#define ON_RECEIVE_FROM(function)                                                  \
  SEC("fexit/" #function) int after_##function(__u64* ctx) {                       \
    struct socket* socket = (struct socket*)ctx[0];                                \
    if (!takes_payload((int)ctx[3])) return 0;                                     \
    if ((int)ctx[4] >= 0) note_message(socket->sk, (struct msghdr*)ctx[1], false); \
    return on_call(socket->sk, false, (int)ctx[4]);                                \
  }
ON_SEND_TO(inet_sendmsg)
ON_SEND_TO(inet6_sendmsg)
ON_SEND(unix_stream_sendmsg)
ON_SEND(unix_seqpacket_sendmsg)
ON_SEND(netlink_sendmsg)
ON_SEND(packet_sendmsg)
ON_RECEIVE_FROM(inet_recvmsg)
ON_RECEIVE_FROM(inet6_recvmsg)
ON_RECEIVE(unix_stream_recvmsg)
ON_RECEIVE(unix_seqpacket_recvmsg)
ON_RECEIVE(netlink_recvmsg)
ON_RECEIVE(packet_recvmsg)

// Sequenced packets are handled by separate functions, which call those of datagrams or have them
// inlined. They are skipped here so that they are not counted twice.
SEC("fexit/unix_dgram_sendmsg")
int after_unix_dgram_sendmsg(__u64* ctx) {
  struct socket* socket = (struct socket*)ctx[0];
  return socket->type == SOCK_SEQPACKET ? 0 : on_call(socket->sk, true, (int)ctx[3]);
}
SEC("fexit/unix_dgram_recvmsg")
int after_unix_dgram_recvmsg(__u64* ctx) {
  struct socket* socket = (struct socket*)ctx[0];
  if (socket->type == SOCK_SEQPACKET || !takes_payload((int)ctx[3])) return 0;
  return on_call(socket->sk, false, (int)ctx[4]);
}

// sendfile() and splice() on Linux 6.4 or earlier: ssize_t (struct socket*, struct page*, int
// offset, size_t, int flags).
#define ON_SEND_PAGE(function)                               \
  SEC("fexit/" #function) int after_##function(__u64* ctx) { \
    struct socket* socket = (struct socket*)ctx[0];          \
    return on_call(socket->sk, true, (int)ctx[5]);           \
  }
ON_SEND_PAGE(inet_sendpage)
ON_SEND_PAGE(unix_stream_sendpage)

// splice() from a socket: ssize_t (struct socket*, loff_t*, struct pipe_inode_info*, size_t,
// unsigned flags).
#define ON_SPLICE_READ(function)                             \
  SEC("fexit/" #function) int after_##function(__u64* ctx) { \
    struct socket* socket = (struct socket*)ctx[0];          \
    return on_call(socket->sk, false, (int)ctx[5]);          \
  }
ON_SPLICE_READ(tcp_splice_read)
ON_SPLICE_READ(unix_stream_splice_read)

// Reports an accept in the accepting process. If inet_csk_accept cannot be traced, by_opener()
// finds the process later.
static __always_inline int on_accepted(struct sock* sk) {
  if (!sk) return 0;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  struct pe_socket_state* sock_state = lookup_state(sk, cookie);
  if (!sock_state ||
      !(__sync_fetch_and_and(&sock_state->flags, ~PE_ACCEPT_PENDING) & PE_ACCEPT_PENDING))
    return 0;
  struct event event;
  begin(&event, sk, cookie);
  by_current(&event, sock_state);
  set_creator(&event.actor, sock_state);
  event.action = PE_ACCEPT;
  event.flags = PE_ERROR_KNOWN;
  emit_event(&event, sock_state);
  return 0;
}

// Linux 6.9 or earlier: struct sock* (struct sock*, int flags, int* error, bool kernel).
SEC("fexit/inet_csk_accept")
int after_inet_csk_accept(__u64* ctx) { return on_accepted((struct sock*)ctx[4]); }

// Linux 6.10 or later: struct sock* (struct sock*, struct proto_accept_arg*).
SEC("fexit/inet_csk_accept")
int after_inet_csk_accept_since_6_10(__u64* ctx) { return on_accepted((struct sock*)ctx[2]); }

// Returns the number of the current system call. splice() from TCP and
// getsockopt(TCP_ZEROCOPY_RECEIVE) do not use recvmsg, so sock_recv_length does not fire.
// tcp_rcv_space_adjust fires for every kind of read, after copied_seq has been advanced, so the
// system call decides whether the read is reported here. See tcp_read_sock(), tcp_recvmsg_locked()
// and tcp_zerocopy_receive() in net/ipv4/tcp.c.
static __always_inline int system_call_of(struct task_struct* task) {
  void* registers = (void*)bpf_task_pt_regs(task);
  struct pt_regs___x86* x86 = registers;
  struct pt_regs___arm64* arm = registers;
  if (bpf_core_field_exists(x86->orig_ax)) return (int)BPF_CORE_READ(x86, orig_ax);
  if (bpf_core_field_exists(arm->syscallno)) return BPF_CORE_READ(arm, syscallno);
  return -1;
}

#define IORING_OP_SPLICE 30

// io_uring splices on its worker threads, which are not in a system call.
static __always_inline bool splices_for_ring(struct task_struct* task) {
  struct io_worker* worker = BPF_CORE_READ(task, worker_private);
  if (!bpf_core_type_exists(struct io_kiocb) || !worker) return false;
  const __u64 work = (__u64)BPF_CORE_READ(worker, cur_work);
  if (!work) return false;
  struct io_kiocb* request =
      (struct io_kiocb*)(work - bpf_core_field_offset(struct io_kiocb, work));
  return BPF_CORE_READ(request, opcode) == IORING_OP_SPLICE;
}

static __always_inline bool reads_without_recvmsg(void) {
  struct task_struct* task = bpf_get_current_task_btf();
  if (task->flags & PF_IO_WORKER) return splices_for_ring(task);
  const int call = system_call_of(task);
  return call == control.splice_call || call == control.getsockopt_call;
}

SEC("tp_btf/tcp_rcv_space_adjust")
int on_copied(__u64* ctx) {
  struct sock* sk = (struct sock*)ctx[0];
  if (!control.tracing || !sk->sk_lock.owned || is_subflow(sk)) return 0;
  const __u64 cookie = cookie_of(&sk->__sk_common);
  struct pe_socket_state* sock_state = create_state_in_slot(sk, cookie, 0);
  if (!sock_state) return 0;
  const bool known = sock_state->flags & PE_COPIED_KNOWN &&
                     attempt_of(sock_state)->trace_number == (__u16)control.trace_number;
  const __u32 before = attempt_of(sock_state)->copied_seq;
  note_copied(sock_state, sk);
  const __u32 bytes = attempt_of(sock_state)->copied_seq - before;
  if ((known && !bytes) || !reads_without_recvmsg()) return 0;
  struct event event;
  begin(&event, sk, cookie);
  emit_accept(&event, sock_state);
  event.action = PE_RECEIVE;
  if (known) event.bytes = bytes;
  else event.flags = PE_BYTES_UNKNOWN;
  emit_call(&event, sock_state);
  return 0;
}

// Returns the payload size of a packet: what follows the UDP header, or for other protocols the IP
// header.
static __always_inline __u32 payload_of(struct __sk_buff* skb, __u32 protocol) {
  enum { kIpv6Header = 40, kUdpHeader = 8 };
  __u8 first = 0;
  if (bpf_skb_load_bytes(skb, 0, &first, 1)) return 0;
  __u32 headers = first >> 4 == 4 ? (first & 15) * 4 : kIpv6Header;
  if (protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE) headers += kUdpHeader;
  return skb->len > headers ? skb->len - headers : 0;
}

static __always_inline int on_packet(struct __sk_buff* skb, bool sends) {
  struct bpf_sock* sk = skb->sk;
  if (!sk) return 1;
  sk = bpf_sk_fullsock(sk);
  if (!sk || sk->protocol == IPPROTO_TCP || sk->protocol == IPPROTO_MPTCP) return 1;
  struct pe_socket_state* sock_state = get_or_create_state(sk, bpf_get_socket_cookie(skb));
  if (!sock_state) return 1;
  const __u32 bytes = payload_of(skb, sk->protocol);
  const __u32 packets = skb->gso_segs > 1 ? skb->gso_segs : 1;
  if (sends) {
    __sync_fetch_and_add(&sock_state->sent_bytes, bytes);
    __sync_fetch_and_add(&sock_state->sent_packets, packets);
  } else {
    __sync_fetch_and_add(&sock_state->received_bytes, bytes);
    __sync_fetch_and_add(&sock_state->received_packets, packets);
  }
  return 1;
}

SEC("cgroup_skb/egress")
int on_packet_out(struct __sk_buff* skb) { return on_packet(skb, true); }
SEC("cgroup_skb/ingress")
int on_packet_in(struct __sk_buff* skb) { return on_packet(skb, false); }

#endif
