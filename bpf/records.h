// Records that the BPF programs pass to user space. Included by C and C++, which both verify the
// layout.
//
// A stream is a sequence of records in native byte order. Each starts with a pe_prefix, and its
// length is a multiple of 8. The first one is a pe_header_record. A reader skips kinds that it does
// not recognize by their length. Every change of layout or meaning requires a new
// PE_RECORDS_VERSION.
//
// Processes are identified by their pid in the initial PID namespace and their start time. The
// stream of processes maps that pid to the one in the reader's PID namespace.
#ifndef PORTEXPLORER_BPF_RECORDS_H
#define PORTEXPLORER_BPF_RECORDS_H

#include <linux/types.h>

#ifdef __cplusplus
#include <cstddef>
#define PE_ASSERT(condition) static_assert(condition, #condition)
#define PE_OFFSET(type, member) offsetof(type, member)
#else
#define PE_ASSERT(condition) _Static_assert(condition, #condition)
#define PE_OFFSET(type, member) __builtin_offsetof(type, member)
#endif

#define PE_RECORDS_MAGIC 0x52584550u /* "PEXR" */
#define PE_RECORDS_VERSION 5u
#define PE_NAME_BYTES 108u /* sun_path of a sockaddr_un */
#define PE_COMM_BYTES 16u
#define PE_MISSED_WORDS 64u /* a power of two */
#define PE_RECENT_COOKIES 4
#define PE_PEERS 16u /* kept for each unconnected UDP socket */

enum pe_kind {
  PE_HEADER = 1,
  PE_PROCESS = 2,
  PE_SOCKET = 3,
  PE_QUEUED = 4,
  PE_RING = 6,  // 5 is PE_STATE
};

// Protocol of a socket, and the number of its bit in pe_control.protocols. Append only.
enum pe_protocol {
  PE_OTHER = 0,
  PE_TCP = 1,
  PE_UDP = 2,
  PE_UDPLITE = 3,
  PE_ICMP = 4,
  PE_RAW = 5,
  PE_SCTP = 6,
  PE_MPTCP = 7,
  PE_DCCP = 8,
  PE_UNIX = 9,
  PE_NETLINK = 10,
  PE_PACKET = 11,
  PE_VSOCK = 12,
  PE_XDP = 13,
  PE_TIPC = 14,
  PE_ALG = 15,
  PE_BLUETOOTH = 16,
  PE_CAN = 17,
  PE_PROTOCOLS = 18,
};

enum pe_socket_flags {
  // tgid, start_boottime_ns and fd identify a process and fd that hold the socket. Otherwise the
  // record is from a socket table.
  PE_HELD = 1 << 0,
  // The file has more references than this fd, so another record may describe the same socket.
  PE_SHARED = 1 << 1,
  // An earlier record of this iteration describes the same socket.
  PE_SEEN = 1 << 2,
  PE_V6ONLY = 1 << 3,
  PE_FIN_RECEIVED = 1 << 4,  // received_bytes includes the peer's FIN as one byte
  PE_SUBFLOW = 1 << 5,       // a TCP subflow of an MPTCP connection, whose inode it has
  PE_COUNTERS = 1 << 6,      // followed by pe_counters
  // Followed by the name of a unix socket: name_bytes bytes, padded to a multiple of 8. A leading
  // NUL marks an abstract name.
  PE_NAME = 1 << 7,
  PE_QUEUES = 1 << 8,      // recv_queue and send_queue are valid
  PE_ENDPOINTS = 1 << 9,   // addresses and ports are valid
  PE_CONNECTED = 1 << 10,  // unix: has a peer, possibly one without an inode
  PE_MINI = 1 << 11,       // TIME_WAIT or a request: neither user nor queues
  PE_UID = 1 << 12,
  PE_MARK = 1 << 13,
  // Without PE_HELD: the socket has a file, so something other than an fd keeps it open.
  PE_HAS_FILE = 1 << 14,
  // A listener with half-open connections. They are only in the socket table, as no fd refers to
  // them.
  PE_REQUESTS = 1 << 15,
  PE_RECV_QUEUE = 1 << 16,  // only recv_queue is valid
  PE_RECV_MEMORY = 1 << 17,
  PE_SEND_MEMORY = 1 << 18,
  PE_DROPS = 1 << 19,
  PE_ACTIVE_OPEN = 1 << 20,   // this end sent the SYN
  PE_PASSIVE_OPEN = 1 << 21,  // the remote end sent the SYN
};

// Kernel features that the reader uses, reported in the header.
enum pe_features {
  // An iteration can be limited to one process (Linux 6.1 or later). Older kernels ignore the
  // request.
  PE_FILTERS_BY_PID = 1 << 0,
};

struct pe_prefix {
  __u16 length;  // of the whole record with everything that follows it
  __u8 kind;
  __u8 unused;
};

struct pe_header_record {
  struct pe_prefix prefix;
  __u32 magic;
  __u16 version;
  __u16 socket_bytes;  // sizeof(struct pe_socket_record)
  __u32 features;      // enum pe_features; only in the stream of processes
  // Offset that /proc adds to start times in the reader's time namespace. Only in the stream of
  // processes.
  __s64 boottime_offset_ns;
};

// A process, from the iteration over all tasks.
struct pe_process_record {
  struct pe_prefix prefix;
  __u32 pid;                 // thread group, in the reader's PID namespace
  __u64 start_boottime_ns;   // of the thread group leader
  __u32 parent;              // 0: outside the reader's PID namespace
  __u32 uid;                 // effective, in the initial user namespace
  __u32 fd_capacity;         // size of the fd table: an estimate of the work of iterating over it
  __u32 tgid;                // in the initial PID namespace
  char comm[PE_COMM_BYTES];  // lacks its NUL only in a forged stream
  __u32 netns;               // inode of the leader's network namespace; 0: the leader has exited
  __u32 unused;
};

// A socket: one record for each fd that refers to it, or one from a socket table.
struct pe_socket_record {
  struct pe_prefix prefix;
  __u32 tgid;  // 0 without PE_HELD
  union {
    // With PE_HELD: start of the process's first thread.
    __u64 start_boottime_ns;
    // Without PE_HELD: listener whose accept queue holds the connection; 0: none or unknown.
    __u64 listener_cookie;
  };
  __u64 inode;  // in sockfs; 0: no file
  __u64 cookie;
  __s32 fd;           // -1 without PE_HELD
  __u32 netns;        // inode of the network namespace
  __u32 local_port;   // host byte order; netlink: port id; packet: ethertype; vsock: port
  __u32 remote_port;  // unix: inode of the peer
  __u32 interface;
  __u32 uid;  // in the initial user namespace
  __u32 mark;
  __u32 recv_queue;
  __u32 send_queue;
  __u32 token;        // MPTCP: token of the connection; 0: none yet
  __u32 recv_memory;  // sk_rmem_alloc, which includes all overhead
  __u32 send_memory;  // sk_wmem_alloc
  __u32 drops;        // sk_drops
  __u32 flags;        // enum pe_socket_flags
  __u16 family;       // AF_…
  __u16 ip_protocol;  // sk_protocol: IPPROTO_…, NETLINK_…
  __u8 socket_type;   // SOCK_…
  __u8 state;         // TCP_… of include/net/tcp_states.h
  __u8 protocol;      // enum pe_protocol
  __u8 name_bytes;
  // Network byte order. IPv4 in the first 4 bytes; vsock: the context id.
  __u8 local_address[16];
  __u8 remote_address[16];
};

// Follows a pe_socket_record with PE_COUNTERS. For TCP and MPTCP.
struct pe_counters {
  __u64 sent_bytes;  // includes retransmissions
  __u64 resent_bytes;
  __u64 received_bytes;
  __u32 sent_segments;  // segments with data; 0 for MPTCP
  __u32 received_segments;
  __u32 rtt_us;  // 0: not measured
  __u32 retransmits;
};

// A connection that waits in the accept queue of its listener. A separate pe_socket_record
// describes the connection.
struct pe_queued_record {
  struct pe_prefix prefix;
  __u32 netns;
  __u64 listener_cookie;
  __u64 cookie;
};

// An fd of an io_uring, whose registered files may include sockets.
struct pe_ring_record {
  struct pe_prefix prefix;
  __u32 tgid;
  __u64 start_boottime_ns;  // of the process's first thread
  __s32 fd;
  __u32 unused;
};

// ---- Socket events (tracer.bpf.c): a ring buffer of records without a header. Each record carries
// its own version.

#define PE_STATE 5    /* pe_prefix.kind of a pe_event_record */
#define PE_PROGRAM 6  /* of a pe_program_record */
#define PE_PEERS_OF 7 /* of a pe_peers_record */
#define PE_EVENT_VERSION 3u
#define PE_SHORT_NAME_BYTES 24u
#define PE_LONG_NAME_BYTES 256u /* NAME_MAX and a NUL */

// Same order as portexplorer::Action.
enum pe_action {
  PE_OPEN = 0,
  PE_BIND = 1,
  PE_CONNECT = 2,
  PE_LISTEN = 3,
  PE_ACCEPT = 4,
  PE_SEND = 5,
  PE_RECEIVE = 6,
  PE_CLOSE = 7,
  PE_ACTIONS = 8,
};

// A process, identified by tgid and start time. All 0: none or unknown.
struct pe_actor {
  __u32 tgid;               // in the initial PID namespace
  __u32 pid;                // in the reader's PID namespace; 0: not visible there
  __u64 start_boottime_ns;  // of its first thread, in the initial time namespace
  __u32 parent;             // in the reader's PID namespace
  __u32 uid;                // effective, in the initial user namespace
  char comm[PE_COMM_BYTES];
};

enum pe_state_flags {
  // Traced since its creation: created_boottime_ns is exact, and the counters cover the socket's
  // lifetime.
  PE_FROM_CREATION = 1 << 0,
  PE_CONNECTING = 1 << 1,  // the result of a connect is pending
  // Created by a listener, and not yet seen to be accepted.
  PE_ACCEPT_PENDING = 1 << 2,
  PE_CREATOR_KNOWN = 1 << 3,   // creator_… are valid
  PE_CLOSE_REPORTED = 1 << 4,  // its close, or the end of its connection, has been reported
  // The socket is gone, and its slot may be reused (tracer_state_store.h).
  PE_ENDED = 1 << 5,
  // In a slot, and counted by the tracer, as the kernel does not count this protocol.
  PE_IS_COUNTED = 1 << 6,
  // TCP: connect() was called but has not sent anything yet. The counters hold a pe_attempt.
  PE_ATTEMPTED = 1 << 7,
  PE_SENT_SYN = 1 << 8,  // this end opened its last connection
  PE_GOT_SYN = 1 << 9,   // the remote end opened its last connection
  // MPTCP: listen() was called, but the address is unknown until it returns.
  PE_STARTS_LISTENING = 1 << 10,
  // TCP: the last connect failed. The kernel forgets its remote end, so pe_attempt keeps it for the
  // close event.
  PE_REMOTE_KEPT = 1 << 11,
  // The program name of the current owner has been sent.
  PE_OWNER_NAMED = 1 << 12,
  PE_COPIED_KNOWN = 1 << 13,  // TCP: pe_attempt.copied_seq is valid
  PE_LISTENED = 1 << 14,      // is or last was a listener: it has no bytes to count
};

// Per-socket state, kept until the socket is destroyed (tracer_state_store.h). Several cores write
// it at once: counters are added to atomically, and the rest is written by whoever has locked the
// socket.
struct pe_socket_state {
  // Bits of enum pe_state_flags. In one cache line with the counters, as each send and receive uses
  // both.
  __u32 flags;
  __s32 error;       // errno that ended the connection, or 0
  __u64 sent_bytes;  // all counters: unused for TCP, which the kernel counts
  __u64 received_bytes;
  __u64 sent_packets;
  __u64 received_packets;
  __u64 created_boottime_ns;  // 0: unknown
  // The process that was last seen to open, bind, connect, accept or close the socket.
  struct pe_actor owner;
  __u32 creator_tgid;  // the process that created or accepted the socket
  __u32 creator_pid;
  __u64 creator_start_boottime_ns;
  // Inode of its file, which a closed socket no longer has. 0: none or unknown.
  __u64 inode;
};

// Used for TCP sockets in place of the counters of pe_socket_state.
struct pe_attempt {
  __u64 boottime_ns;
  __u32 remote_address[4];
  __u16 remote_port;
  // Value of pe_tracer_control.trace_number when copied_seq was read. Reads between two traces
  // are not seen, so copied_seq is valid only for the same trace.
  __u16 trace_number;
  __u32 copied_seq;  // tcp_sock.copied_seq after the last call, while calls are traced
};

struct pe_peer {
  // Network byte order. IPv4 in the first word; IPv4-mapped for an IPv6 socket.
  __u32 address[4];
  __u32 port;  // host byte order; 0: empty slot
  __u32 unused;
};

// Peers that an unconnected UDP socket has exchanged datagrams with (tracer_peers.h).
struct pe_peers {
  __u64 cookie;
  __u32 count;  // used slots; exceeds PE_PEERS if several cores claim the last one at once
  __u32 last;   // index of the last peer
  __u32 more;   // not 0: there were more peers than can be kept
  // Number of writes to the last slot, which holds any further peer. The slot is consistent only if
  // `begun`, read afterwards, has the same value.
  __u32 written;
  struct pe_peer peers[PE_PEERS + 1];
  __u32 begun;
  __u32 busy;
};

struct pe_peers_record {
  struct pe_prefix prefix;
  __u8 version;  // PE_EVENT_VERSION
  __u8 unused[3];
  struct pe_peers peers;  // may be truncated after the first peer
};
#define PE_PEERS_START 8u
#define PE_ONE_PEER_BYTES 56u

// Family, port and IPv4 address in a msg_name, which are at the same offsets in all families. Not
// relocated, as this is the interface of the system calls.
struct pe_name_of_message {
  __u16 family;
  __u16 port;
  __u32 v4;
  __u64 unused;
};

// An element of the array map that holds pe_socket_state (tracer_state_store.h).
struct pe_slot {
  __u64 cookie;  // 0: never used
  struct pe_socket_state state;
  __u64 unused;
};

// Written by bpf/counters.bpf.c, whose stream contains no other records.
struct pe_count_record {
  __u64 cookie;
  __u64 sent_bytes;
  __u64 received_bytes;
  __u64 sent_packets;
  __u64 received_packets;
  __u32 flags;  // enum pe_state_flags
  __u32 unused;
};

enum pe_event_flags {
  PE_ERROR_KNOWN = 1 << 0,
  PE_COUNTED = 1 << 1,   // the counters are valid
  PE_LIFETIME = 1 << 2,  // and cover the lifetime of the socket
  // Neither the actor nor its parent has called execve() since the actor was forked.
  PE_FORKED = 1 << 3,
  PE_BYTES_UNKNOWN = 1 << 4,
  // The remote end is the one that the call names. The socket need not be connected.
  PE_CALL_PEER = 1 << 5,
  // The remote end is the last peer of an unconnected socket.
  PE_LAST_PEER = 1 << 6,
};

// Program name of a process. Sent when the process becomes the owner of a socket without an event,
// because an exiting process releases its memory, and with it the name, before its sockets are
// closed. The file name follows, padded and without a NUL.
struct pe_program_record {
  struct pe_prefix prefix;
  __u8 version;  // PE_EVENT_VERSION
  __u8 unused;
  __u16 flags;  // PE_FORKED
  __u32 name_bytes;
  __u32 unused_2;
  struct pe_actor actor;
};

struct pe_event_record {
  struct pe_prefix prefix;
  __u8 version;  // PE_EVENT_VERSION
  __u8 action;   // enum pe_action
  __u16 flags;   // enum pe_event_flags
  __u64 boottime_ns;
  __u64 created_boottime_ns;  // 0: unknown
  __u64 bytes;                // of a single send or receive
  __s32 error;
  // Length of the file name of the actor's executable, which follows without a NUL. 0: unknown.
  __u32 name_bytes;
  struct pe_actor actor;           // all 0: the kernel, or unknown
  struct pe_socket_record socket;  // prefix, tgid, start_boottime_ns and fd are unused
  // For protocols other than TCP and MPTCP: payload and packets, no retransmissions.
  struct pe_counters counters;
};

// How traffic is counted for protocols that the kernel does not count.
enum pe_counting {
  PE_COUNT_NOTHING = 0,
  PE_COUNT_CALLS = 1,  // payload of each send and receive
  // Internet sockets: each packet. Others: each call, where calls are traced.
  PE_COUNT_PACKETS = 2,
};

// Configuration and counters of the tracer, in its .bss. Read for each event.
struct pe_tracer_control {
  // Address of the reader's PID namespace. Set by the program init_reader.
  __u64 reader_pid_ns;
  __s64 boottime_offset_ns;  // of the reader's time namespace
  __u64 since_boottime_ns;
  __u32 reader_level;
  // Not 0: sends and receives that match the trace_… fields are reported.
  __u32 tracing;
  __u32 trace_protocols;
  __u32 trace_pid;   // in the reader's PID namespace; 0: all
  __u32 trace_port;  // 0: all
  __u32 trace_uid;
  __u32 trace_any_uid;
  __u32 max_rate;       // reported calls per second; 0: unlimited
  __u32 counting;       // enum pe_counting
  __u32 sees_releases;  // not 0: on_release is attached
  __u32 sees_states;    // not 0: on_tcp is attached
  // Numbers of the system calls that read from TCP without the kernel's recvmsg.
  __s32 splice_call;
  __s32 getsockopt_call;
  __u32 sees_peers;    // not 0: on_send_to4 and the others of its kind are attached
  __u32 trace_number;  // incremented when the trace filter changes
  __u32 unused;
  __u64 window_start;  // start of the second that max_rate applies to
  __u64 window_count;
  __u64 lost;      // records dropped because the ring buffer was full
  __u64 left_out;  // calls dropped because of max_rate
};

// Configuration of the iterators, in their .bss. Read for each socket.
struct pe_control {
  __u32 protocols;  // bits of enum pe_protocol to report
  __u8 counters;    // not 0: append pe_counters
  // Not 0: the iteration over TCP's table pauses after the listeners, which come first.
  __u8 only_listeners;
  // Not 0: also report memory of TCP sockets, and drops of TCP and unix sockets.
  __u8 memory;
  // Not 0: report only fds whose socket may be in `missed` and has not been seen in this iteration.
  __u8 is_rescan;
  // Number of this iteration, never 0. Distinguishes its marks from older ones.
  __u32 iteration;
  __u32 mark_mask;  // number of marks - 1, which is a power of two less one
  // Bit filter of the wanted inodes: bit inode % 64 of word inode / 64 % PE_MISSED_WORDS.
  __u64 missed[PE_MISSED_WORDS];
};

// Placeholder for the BTF id of bpf_rdonly_cast in the calls of the iterator programs. User space
// replaces it (btf_id_override.h).
#define PE_CALL_RDONLY_CAST 0x70650001

// BTF ids of the kernel types that prefetch.h reads with bpf_rdonly_cast. In .rodata, so they must
// be set before loading.
struct pe_type_ids {
  __u32 list_head;
  __u32 file;
  __u32 inode;
  __u32 socket;
  __u32 tcp_sock;
};

// The same for read_memory.h.
struct pe_tracer_type_ids {
  __u32 sock;
  __u32 inet_sock;
  __u32 tcp_sock;
  __u32 mptcp_sock;  // 0: unknown to the kernel, or in a module
  __u32 socket_alloc;
  __u32 upid;
  __u32 task_struct;
  __u32 timespec64;
};

PE_ASSERT(sizeof(struct pe_prefix) == 4);
PE_ASSERT(sizeof(struct pe_header_record) == 24);
PE_ASSERT(PE_OFFSET(struct pe_header_record, boottime_offset_ns) == 16);
PE_ASSERT(sizeof(struct pe_process_record) == 56);
PE_ASSERT(PE_OFFSET(struct pe_process_record, start_boottime_ns) == 8);
PE_ASSERT(PE_OFFSET(struct pe_process_record, comm) == 32);
PE_ASSERT(PE_OFFSET(struct pe_process_record, netns) == 48);
PE_ASSERT(sizeof(struct pe_socket_record) == 128);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, inode) == 16);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, cookie) == 24);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, local_port) == 40);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, send_queue) == 64);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, flags) == 84);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, protocol) == 94);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, local_address) == 96);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, remote_address) == 112);
PE_ASSERT(sizeof(struct pe_counters) == 40);
PE_ASSERT(PE_OFFSET(struct pe_counters, sent_segments) == 24);
PE_ASSERT(sizeof(struct pe_queued_record) == 24);
PE_ASSERT(sizeof(struct pe_ring_record) == 24);
PE_ASSERT(PE_OFFSET(struct pe_ring_record, fd) == 16);
PE_ASSERT(sizeof(struct pe_control) == 16 + 8 * PE_MISSED_WORDS);
PE_ASSERT(sizeof(struct pe_actor) == 40);
PE_ASSERT(PE_OFFSET(struct pe_actor, comm) == 24);
PE_ASSERT(sizeof(struct pe_socket_state) == 112);
PE_ASSERT(PE_OFFSET(struct pe_socket_state, sent_bytes) == 8);
PE_ASSERT(PE_OFFSET(struct pe_socket_state, owner) == 48);
PE_ASSERT(PE_OFFSET(struct pe_socket_state, creator_tgid) == 88);
PE_ASSERT(sizeof(struct pe_attempt) == PE_OFFSET(struct pe_socket_state, created_boottime_ns) -
                                           PE_OFFSET(struct pe_socket_state, sent_bytes));
PE_ASSERT(sizeof(struct pe_slot) == 128);
PE_ASSERT(sizeof(struct pe_count_record) == 48);
PE_ASSERT(PE_OFFSET(struct pe_count_record, flags) == 40);
PE_ASSERT(sizeof(struct pe_event_record) == 248);
PE_ASSERT(PE_OFFSET(struct pe_event_record, actor) == 40);
PE_ASSERT(PE_OFFSET(struct pe_event_record, socket) == 80);
PE_ASSERT(PE_OFFSET(struct pe_event_record, counters) == 208);
PE_ASSERT(sizeof(struct pe_program_record) == 56);
PE_ASSERT(PE_OFFSET(struct pe_program_record, actor) == 16);
PE_ASSERT(sizeof(struct pe_peer) == 24);
PE_ASSERT(sizeof(struct pe_peers) == 32 + 24 * (PE_PEERS + 1));
PE_ASSERT(PE_OFFSET(struct pe_peers, peers) == 24);
PE_ASSERT(PE_OFFSET(struct pe_peers_record, peers) == PE_PEERS_START);
PE_ASSERT(PE_ONE_PEER_BYTES == PE_PEERS_START + 24 + 24);
PE_ASSERT(sizeof(struct pe_name_of_message) == 16);
PE_ASSERT(sizeof(struct pe_tracer_control) == 120);

#undef PE_ASSERT
#undef PE_OFFSET

#endif
