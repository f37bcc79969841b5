// BPF iterators that list sockets and the processes that hold them, and the sockets that no process
// holds. Nothing runs unless a reader reads, and nothing is attached to any kernel path.
//
// Kernel features: iter/task (Linux 5.8), iter/task_file with bpf_sock_from_file and
// bpf_get_current_task_btf (5.11), bpf_get_socket_cookie for tracing programs (5.12), iter/tcp and
// iter/udp (5.9), iter/netlink (5.8), iter/unix (5.15), bpf_loop (5.17).
#include "socket_fields.h"
#include "unix_fields.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

struct pe_control control = {};

// Bits of enum pe_protocol that may be requested later. The verifier skips the code for all others.
const volatile __u32 loaded_protocols = ~0u;
#define LOADED_FOR(protocol) (loaded_protocols & 1u << (protocol))

// One mark per socket that this iteration has seen through an fd, at index inode & mark_mask. A
// mark combines the inode, the number of the iteration, and whether the protocol is MPTCP, whose
// TCP subflows have the same inode. If two sockets have the same index, the mark of the first is
// lost; user space then compares the sockets exactly.
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);  // user space sets the size that the machine needs
  __type(key, __u32);
  __type(value, __u64);
} marks SEC(".maps");

// User space decides which tables to iterate over. Everything else is filtered here.
static __always_inline bool wanted(__u8 protocol) { return control.protocols & (1u << protocol); }

static __always_inline __u64* mark_of(__u64 inode) {
  const __u32 key = (__u32)inode & control.mark_mask;
  return bpf_map_lookup_elem(&marks, &key);
}

static __always_inline __u64 mark_value(__u64 inode, __u8 protocol) {
  return ((__u64)control.iteration << 32) ^ inode ^ (protocol == PE_MPTCP ? 1ull << 63 : 0);
}

static __always_inline bool was_seen(__u64 inode, __u8 protocol) {
  const __u64* mark = mark_of(inode);
  return inode && mark && *mark == mark_value(inode, protocol);
}

// Looks the mark up again. Keeping the pointer from was_seen(), which may be null, would double the
// number of paths that the verifier explores.
static __always_inline void set_seen(__u64 inode, __u8 protocol) {
  __u64* mark = mark_of(inode);
  if (mark) *mark = mark_value(inode, protocol);
}

// Not static, so that the verifier checks it once and separately. Inlined, it would make the
// verifier explore the rest of the program once per protocol.
__noinline int protocol_of_file(__u32 family, __u32 type, __u32 ip_protocol) {
  return protocol_of(family, type, ip_protocol);
}

// For each trusted pointer that a program follows, the verifier searches all kernel types by name.
// Fields that are not read for every socket are therefore read with bpf_probe_read_kernel
// (BPF_CORE_READ), and pointers are followed before the code branches.

// Every stream starts with a header.
static __always_inline void emit_header(struct bpf_iter_meta* meta, struct seq_file* seq) {
  if (meta->seq_num != 0) return;
  struct pe_header_record header = {};
  header.prefix.length = sizeof header;
  header.prefix.kind = PE_HEADER;
  header.magic = PE_RECORDS_MAGIC;
  header.version = PE_RECORDS_VERSION;
  header.socket_bytes = sizeof(struct pe_socket_record);
  bpf_seq_write(seq, &header, sizeof header);
}

static __always_inline void emit_full_header(struct bpf_iter_meta* meta, struct seq_file* seq,
                                             struct task_struct* reader) {
  if (meta->seq_num != 0) return;
  struct pe_header_record header = {};
  header.prefix.length = sizeof header;
  header.prefix.kind = PE_HEADER;
  header.magic = PE_RECORDS_MAGIC;
  header.version = PE_RECORDS_VERSION;
  header.socket_bytes = sizeof(struct pe_socket_record);
  if (bpf_core_enum_value_exists(enum bpf_iter_task_type, BPF_TASK_ITER_TGID))
    header.features |= PE_FILTERS_BY_PID;
  struct time_namespace* time = BPF_CORE_READ(reader, nsproxy, time_ns);
  header.boottime_offset_ns = BPF_CORE_READ(time, offsets.boottime.tv_sec) * 1000000000ll +
                              BPF_CORE_READ(time, offsets.boottime.tv_nsec);
  bpf_seq_write(seq, &header, sizeof header);
}

static __always_inline void number_at(__u64 pid, __u32 level, int* nr, __u64* ns) {
  const __u64 upid = pid + bpf_core_field_offset(struct pid, numbers) +
                     (__u64)level * bpf_core_type_size(struct upid);
  bpf_probe_read_kernel(nr, sizeof *nr, (void*)(upid + bpf_core_field_offset(struct upid, nr)));
  bpf_probe_read_kernel(ns, sizeof *ns, (void*)(upid + bpf_core_field_offset(struct upid, ns)));
}

// Returns the pid of the task's process in the reader's PID namespace, or 0 if it has none there.
static __always_inline __u32 visible_pid(struct task_struct* reader, struct task_struct* task) {
  const __u64 mine = (__u64)BPF_CORE_READ(reader, thread_pid);
  const __u64 theirs = (__u64)BPF_CORE_READ(task, group_leader, thread_pid);
  if (!mine || !theirs) return 0;
  const __u32 level = BPF_CORE_READ((struct pid*)mine, level);
  if (BPF_CORE_READ((struct pid*)theirs, level) < level) return 0;
  __u64 my_ns = 0, their_ns = 0;
  int nr = 0;
  number_at(mine, level, &nr, &my_ns);
  number_at(theirs, level, &nr, &their_ns);
  return my_ns && my_ns == their_ns ? nr : 0;
}

SEC("pe_iter/task")
int iterate_tasks(struct bpf_iter__task* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct task_struct* task = ctx->task;
  struct seq_file* seq = meta->seq;
  struct task_struct* reader = bpf_get_current_task_btf();
  emit_full_header(meta, seq, reader);
  if (!task || task->pid != task->tgid || task->flags & PF_KTHREAD) return 0;
  struct pe_process_record process = {};
  process.prefix.length = sizeof process;
  process.prefix.kind = PE_PROCESS;
  process.pid = visible_pid(reader, task);
  if (!process.pid) return 0;
  process.tgid = task->tgid;
  process.start_boottime_ns = task->start_boottime;
  process.parent = visible_pid(reader, BPF_CORE_READ(task, real_parent));
  process.uid = BPF_CORE_READ(task, real_cred, euid.val);
  process.fd_capacity = BPF_CORE_READ(task, files, fdt, max_fds);
  process.netns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
  bpf_probe_read_kernel_str(process.comm, sizeof process.comm, task->comm);
  bpf_seq_write(seq, &process, sizeof process);
  return 0;
}

// Returns true if the file has more references than those of this fd and of the iterator.
static __always_inline bool is_shared(struct file* file) {
  const struct file___since_6_13* newer = (void*)file;
  // f_ref counts from 0, f_count from 1.
  if (bpf_core_field_exists(newer->f_ref)) return newer->f_ref.refcnt.counter > 1;
  const struct file___until_6_12* older = (void*)file;
  return older->f_count.counter > 2;
}

// Linux 6.1 to 6.6 repeat shared fds once per thread if the iteration is limited to one process
// (fixed by "task_group_seq_get_next: fix the skip_if_dup_files check").
static __always_inline bool shares_fds_of_first_thread(struct task_struct* task) {
  return task->pid != task->tgid && task->files == task->group_leader->files;
}

static __always_inline bool is_missed(struct file* file) {
  const __u64 inode = file->f_inode->i_ino;
  return control.missed[inode / 64 % PE_MISSED_WORDS] >> inode % 64 & 1;
}

#ifdef PE_PREFETCH
#include "prefetch.h"
#else
static __always_inline void prefetch(struct task_struct* task, __u32 fd) {
  (void)task;
  (void)fd;
}
static __always_inline void learn_socket_file(struct file* file) { (void)file; }
#endif

// Fills in the fields that depend on the protocol, for all protocols except TCP.
static __always_inline void fill_by_protocol(struct pe_draft* draft, struct sock* sk,
                                             bool counters) {
  switch (draft->socket.protocol) {
    case PE_UDP:
    case PE_UDPLITE:
      if (LOADED_FOR(PE_UDP) || LOADED_FOR(PE_UDPLITE)) fill_udp(&draft->socket, sk);
      break;
    case PE_ICMP:
    case PE_RAW: fill_memory(&draft->socket, sk); break;
    case PE_MPTCP:
      if (LOADED_FOR(PE_MPTCP)) fill_mptcp(draft, sk, counters);
      break;
    case PE_UNIX:
      if (LOADED_FOR(PE_UNIX)) fill_unix(draft, sk);
      break;
    case PE_NETLINK:
      if (LOADED_FOR(PE_NETLINK)) fill_netlink(&draft->socket, sk);
      break;
    case PE_PACKET:
      if (LOADED_FOR(PE_PACKET)) fill_packet(&draft->socket, sk);
      break;
    case PE_VSOCK:
      if (LOADED_FOR(PE_VSOCK)) fill_vsock(&draft->socket, sk);
      break;
    default: break;
  }
}

// Reports a file that is not a socket if it may be an io_uring. Only the name of its dentry
// suggests that, so user space verifies it.
static __always_inline void emit_if_ring(struct seq_file* seq, struct task_struct* task,
                                         struct file* file, __u32 fd) {
  char name[8] = {};
  const void* text = BPF_CORE_READ(file, f_path.dentry, d_name.name);
  if (bpf_probe_read_kernel(name, sizeof name, text) ||
      __builtin_memcmp(name, "[io_urin", sizeof name) != 0)
    return;
  struct pe_ring_record ring = {};
  ring.prefix.length = sizeof ring;
  ring.prefix.kind = PE_RING;
  ring.tgid = task->tgid;
  ring.start_boottime_ns = BPF_CORE_READ(task, group_leader, start_boottime);
  ring.fd = fd;
  bpf_seq_write(seq, &ring, sizeof ring);
}

SEC("pe_iter/task_file")
int iterate_files(struct bpf_iter__task_file* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct file* file = ctx->file;
  struct task_struct* task = ctx->task;
  struct seq_file* seq = meta->seq;
  emit_header(meta, seq);
  if (!file || !task || shares_fds_of_first_thread(task)) return 0;
  prefetch(task, ctx->fd);
  if (control.is_rescan && !is_missed(file)) return 0;
  struct socket* socket = bpf_sock_from_file(file);
  if (!socket) {
    if (!control.is_rescan) emit_if_ring(seq, task, file, ctx->fd);
    return 0;
  }
  struct sock* sk = socket->sk;
  if (!sk) return 0;
  learn_socket_file(file);
  const __u32 netns = netns_of(&sk->__sk_common);
  const __u8 protocol = protocol_of_file(sk->__sk_common.skc_family, sk->sk_type, sk->sk_protocol);
  if (!wanted(protocol)) return 0;
  const __u64 inode = inode_of(sk);
  const __u16 seen = was_seen(inode, protocol) ? PE_SEEN : 0;
  const __u16 is_rescan = control.is_rescan ? PE_SEEN : 0;
  if (seen & is_rescan) return 0;
  struct pe_draft draft;
  struct pe_socket_record* r = &draft.socket;
  __builtin_memset(r, 0, sizeof *r);
  r->protocol = protocol;
  r->netns = netns;
  r->tgid = task->tgid;
  // A thread may have a separate fd table, but its process is identified by the first thread.
  r->start_boottime_ns = task->pid == task->tgid
                             ? task->start_boottime
                             : BPF_CORE_READ(task, group_leader, start_boottime);
  r->fd = ctx->fd;
  r->flags = PE_HELD;
  r->inode = inode;
  if (is_shared(file)) r->flags |= PE_SHARED;
  r->flags |= seen | is_rescan;
  fill_common(r, &sk->__sk_common);
  fill_full(r, sk);
  if (protocol == PE_TCP) {
    struct tcp_sock* tcp = bpf_skc_to_tcp_sock(sk);
    if (tcp) fill_tcp(&draft, tcp, control.counters, false);
    if (control.memory) fill_memory(r, sk);
  } else {
    fill_by_protocol(&draft, sk, control.counters);
  }
  if (control.memory || (protocol != PE_TCP && protocol != PE_UNIX)) fill_drops(r, sk);
  // If the buffer is full, the kernel calls the program for this fd again. It must not find its own
  // mark then.
  if (emit(seq, &draft) == 0) set_seen(inode, protocol);
  return 0;
}

// Starts the record of a socket that no fd of this iteration refers to. If it has a file
// nevertheless, one of these applies: it is in flight between processes; an io_uring holds it; a
// process holds it that started after the iteration or is not visible in the reader's PID
// namespace; or its mark was lost. User space finds out which.
static __always_inline void begin_without_fd(struct pe_draft* draft, struct sock_common* common,
                                             __u8 protocol) {
  __builtin_memset(&draft->socket, 0, sizeof draft->socket);
  draft->socket.protocol = protocol;
  draft->socket.netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
  draft->socket.fd = -1;
  fill_common(&draft->socket, common);
}

static __always_inline void emit_time_wait(struct seq_file* seq, struct tcp_timewait_sock* tw) {
  struct pe_draft draft;
  begin_without_fd(&draft, &tw->tw_sk.__tw_common, PE_TCP);
  draft.socket.state = tw->tw_sk.tw_substate;
  draft.socket.mark = tw->tw_sk.tw_mark;
  draft.socket.flags |= PE_MINI | PE_MARK;
  emit(seq, &draft);
}

static __always_inline void emit_request(struct seq_file* seq, struct tcp_request_sock* request) {
  struct pe_draft draft;
  struct sock_common* common = &request->req.req.__req_common;
  begin_without_fd(&draft, common, PE_TCP);
  draft.socket.state = TCP_SYN_RECV;
  draft.socket.mark = request->req.ir_mark;
  draft.socket.flags |= PE_MINI | PE_MARK;
  draft.socket.listener_cookie =
      BPF_CORE_READ(common, skc_listener, __sk_common.skc_cookie.counter);
  emit(seq, &draft);
}

static __always_inline void emit_tcp_without_fd(struct seq_file* seq, struct tcp_sock* tcp) {
  struct sock* sk = &tcp->inet_conn.icsk_inet.sk;
  const __u64 inode = inode_of(sk);
  if (was_seen(inode, PE_TCP)) return;  // true of most sockets, so nothing else is read before
  struct socket* socket = BPF_CORE_READ(sk, sk_socket);
  // Remains set after the MPTCP socket has been closed.
  __u32 flags = bpf_core_field_exists(tcp->is_mptcp) && tcp->is_mptcp ? PE_SUBFLOW : 0;
  if (socket) {
    // The subflows of an MPTCP socket point to its struct socket.
    if ((__u64)BPF_CORE_READ(socket, sk) != (__u64)sk) flags |= PE_SUBFLOW;
    else if (BPF_CORE_READ(socket, file)) flags |= PE_HAS_FILE;
  }
  struct pe_draft draft;
  begin_without_fd(&draft, &sk->__sk_common, PE_TCP);
  draft.socket.flags |= flags;
  draft.socket.inode = inode;
  fill_full(&draft.socket, sk);
  fill_tcp(&draft, tcp, control.counters, true);  // iter/tcp has locked it (Linux 5.15)
  if (control.memory) {
    fill_memory(&draft.socket, sk);
    fill_drops(&draft.socket, sk);
  }
  emit(seq, &draft);
}

struct queue_iteration {
  struct seq_file* seq;
  struct request_sock* request;
  __u64 listener_cookie;
  __u32 netns;
};

static long emit_queued(__u32 index, struct queue_iteration* queue) {
  (void)index;
  struct request_sock* request = queue->request;
  if (!request) return 1;
  struct sock* sk = request->sk;
  struct pe_queued_record queued = {};
  queued.prefix.length = sizeof queued;
  queued.prefix.kind = PE_QUEUED;
  queued.netns = queue->netns;
  queued.listener_cookie = queue->listener_cookie;
  if (sk) queued.cookie = cookie_of(&sk->__sk_common);
  if (queued.cookie) bpf_seq_write(queue->seq, &queued, sizeof queued);
  queue->request = request->dl_next;
  return 0;
}

// Reports the connections in the accept queue of this listener. The iterator holds the listener's
// lock (Linux 5.15 or later), so none is accepted meanwhile. One iteration must fit into the
// buffer; therefore connections after the first kMostQueued are reported without their listener.
static __always_inline void emit_queue(struct seq_file* seq, struct tcp_sock* tcp) {
  enum { kMostQueued = 1000 };
  struct queue_iteration queue = {};
  struct sock* sk = &tcp->inet_conn.icsk_inet.sk;
  // Also assigns a cookie for the requests that refer to this listener and come later.
  queue.listener_cookie = cookie_of(&sk->__sk_common);
  queue.request = tcp->inet_conn.icsk_accept_queue.rskq_accept_head;
  if (!queue.request) return;
  if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_loop)) return;
  queue.seq = seq;
  queue.netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
  bpf_loop(kMostQueued, emit_queued, &queue, 0);
}

SEC("pe_iter/tcp")
int iterate_tcp(struct bpf_iter__tcp* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct sock_common* common = ctx->sk_common;
  struct seq_file* seq = meta->seq;
  emit_header(meta, seq);
  if (!common) return 0;
  // Returning 1 makes the read fail with EAGAIN. The next one continues with the same socket.
  if (control.only_listeners && common->skc_state != TCP_LISTEN) return 1;
  struct tcp_sock* tcp = bpf_skc_to_tcp_sock(common);
  if (tcp) {
    if (common->skc_state == TCP_LISTEN) emit_queue(seq, tcp);
    emit_tcp_without_fd(seq, tcp);
    return 0;
  }
  struct tcp_timewait_sock* time_wait = bpf_skc_to_tcp_timewait_sock(common);
  if (time_wait) {
    emit_time_wait(seq, time_wait);
    return 0;
  }
  struct tcp_request_sock* request = bpf_skc_to_tcp_request_sock(common);
  if (request) emit_request(seq, request);
  return 0;
}

static __always_inline void emit_without_fd(struct seq_file* seq, struct sock* sk, __u8 protocol,
                                            __u64 listener_cookie) {
  if (!wanted(protocol)) return;
  const __u64 inode = inode_of(sk);
  if (was_seen(inode, protocol)) return;
  const bool has_file = BPF_CORE_READ(sk, sk_socket, file);
  struct pe_draft draft;
  begin_without_fd(&draft, &sk->__sk_common, protocol);
  draft.socket.listener_cookie = listener_cookie;
  if (has_file) draft.socket.flags |= PE_HAS_FILE;
  draft.socket.inode = inode;
  fill_full(&draft.socket, sk);
  if (protocol == PE_UNIX) fill_unix(&draft, sk);
  else if (protocol == PE_NETLINK) fill_netlink(&draft.socket, sk);
  else fill_udp(&draft.socket, sk);
  if (control.memory || protocol != PE_UNIX) fill_drops(&draft.socket, sk);
  emit(seq, &draft);
}

SEC("pe_iter/udp")
int iterate_udp(struct bpf_iter__udp* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct udp_sock* udp = ctx->udp_sk;
  struct seq_file* seq = meta->seq;
  emit_header(meta, seq);
  if (!udp) return 0;
  struct sock* sk = &udp->inet.sk;
  emit_without_fd(seq, sk, sk->sk_protocol == IPPROTO_UDPLITE ? PE_UDPLITE : PE_UDP, 0);
  return 0;
}

SEC("pe_iter/unix")
int iterate_unix(struct bpf_iter__unix* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct unix_sock* self = ctx->unix_sk;
  struct seq_file* seq = meta->seq;
  emit_header(meta, seq);
  if (!self) return 0;
  const struct unix_sock___since_6_10* newer = (void*)self;
  __u64 listener_cookie = 0;
  if (bpf_core_field_exists(newer->listener))
    listener_cookie = BPF_CORE_READ(newer, listener, __sk_common.skc_cookie.counter);
  emit_without_fd(seq, &self->sk, PE_UNIX, listener_cookie);
  return 0;
}

SEC("pe_iter/netlink")
int iterate_netlink(struct bpf_iter__netlink* ctx) {
  struct bpf_iter_meta* meta = ctx->meta;
  struct netlink_sock* self = ctx->sk;
  struct seq_file* seq = meta->seq;
  emit_header(meta, seq);
  if (self) emit_without_fd(seq, &self->sk, PE_NETLINK, 0);
  return 0;
}
