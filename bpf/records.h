// What the kernel programs hand to user space, byte for byte: included by both compilers, and
// checked in both. A stream is a sequence of records. Each starts with pe_prefix, is a multiple of
// 8 bytes long and in the machine's byte order; the first is a pe_header_record. Processes are
// named by their pid in the first pid namespace and their start; the stream of processes tells
// which pid that is for the reader. A reader that does not know a kind skips it by its length. Any
// change of layout or meaning raises PE_RECORDS_VERSION.
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
#define PE_PEERS 16u /* of an unconnected UDP socket that are kept */

enum pe_kind {
  PE_HEADER = 1,
  PE_PROCESS = 2,
  PE_SOCKET = 3,
  PE_QUEUED = 4,
  PE_RING = 6,  // 5 is PE_STATE
};

// What a socket is; also the bit of pe_control.protocols. Only ever appended to.
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
  PE_HELD = 1 << 0,    // tgid, start and fd are those of a process that holds it; without: it was
                       // found in a table
  PE_SHARED = 1 << 1,  // more references to the file than this one fd: another record may tell of
                       // the same socket
  PE_SEEN = 1 << 2,    // an earlier record of this walk told of the same socket
  PE_V6ONLY = 1 << 3,
  PE_FIN_RECEIVED = 1 << 4,  // received_bytes counts the peer's FIN as a byte
  PE_SUBFLOW = 1 << 5,       // carries an MPTCP connection, whose inode it shares
  PE_COUNTERS = 1 << 6,      // pe_counters follow the record
  PE_NAME =
      1 << 7,  // name_bytes of a unix socket's name follow, padded to 8 (a leading NUL: abstract)
  PE_QUEUES = 1 << 8,      // recv_queue and send_queue are known
  PE_ENDPOINTS = 1 << 9,   // addresses and ports are known
  PE_CONNECTED = 1 << 10,  // unix: has a peer, even one without an inode
  PE_MINI = 1 << 11,       // TIME_WAIT or a request: no user, no queues
  PE_UID = 1 << 12,
  PE_MARK = 1 << 13,
  PE_HAS_FILE = 1 << 14,  // without PE_HELD: a file stands for it, so somebody holds it in another
                          // way than by an fd
  PE_REQUESTS = 1 << 15,  // a listener that connections are being made to: half open ones stand in
                          // the table, held by nobody
  PE_RECV_QUEUE = 1 << 16,  // recv_queue alone is known
  PE_RECV_MEMORY = 1 << 17,
  PE_SEND_MEMORY = 1 << 18,
  PE_DROPS = 1 << 19,
  PE_ACTIVE_OPEN = 1 << 20,   // this end sent the SYN
  PE_PASSIVE_OPEN = 1 << 21,  // the other end did
};

// What the kernel can do for the reader, in the header.
enum pe_features {
  PE_FILTERS_BY_PID =
      1
      << 0,  // an iteration can be bound to one process (Linux 6.1); older kernels ignore the wish
};

struct pe_prefix {
  __u16 length;  // of the whole record, with what follows it
  __u8 kind;
  __u8 unused;
};

struct pe_header_record {
  struct pe_prefix prefix;
  __u32 magic;
  __u16 version;
  __u16 socket_bytes;        // sizeof(struct pe_socket_record)
  __u32 features;            // enum pe_features; in the stream of processes
  __s64 boottime_offset_ns;  // of the reader's time namespace: what /proc adds to a start; in the
                             // stream of processes
};

// A process, as a walk over all tasks sees it.
struct pe_process_record {
  struct pe_prefix prefix;
  __u32 pid;                 // of the thread group, in the reader's pid namespace
  __u64 start_boottime_ns;   // of its first thread
  __u32 parent;              // 0: outside the reader's pid namespace
  __u32 uid;                 // effective, in the first user namespace
  __u32 fd_capacity;         // size of its fd table: how much work a walk of it may be
  __u32 tgid;                // its pid in the first pid namespace
  char comm[PE_COMM_BYTES];  // may lack its NUL in a forged stream only
  __u32 netns;  // inode of the network namespace of its first thread; 0: that has ended
  __u32 unused;
};

// A socket, once for each fd that stands for it, or once from a table.
struct pe_socket_record {
  struct pe_prefix prefix;
  __u32 tgid;  // 0 without PE_HELD
  union {
    __u64 start_boottime_ns;  // with PE_HELD: of the process's first thread
    __u64 listener_cookie;  // without: of the listener that the connection waits at; 0: none known
  };
  __u64 inode;  // of sockfs; 0: no file
  __u64 cookie;
  __s32 fd;           // -1 without PE_HELD
  __u32 netns;        // inode of the network namespace
  __u32 local_port;   // host byte order; netlink: port id; packet: ethertype; vsock: port
  __u32 remote_port;  // unix: the peer's inode
  __u32 interface;
  __u32 uid;  // in the first user namespace
  __u32 mark;
  __u32 recv_queue;
  __u32 send_queue;
  __u32 token;        // MPTCP: of the connection; 0: none yet
  __u32 recv_memory;  // sk_rmem_alloc: with all overhead
  __u32 send_memory;  // sk_wmem_alloc
  __u32 drops;        // sk_drops
  __u32 flags;        // enum pe_socket_flags
  __u16 family;       // AF_…
  __u16 ip_protocol;  // sk_protocol: IPPROTO_…, NETLINK_…
  __u8 socket_type;   // SOCK_…
  __u8 state;         // TCP_… of include/net/tcp_states.h
  __u8 protocol;      // enum pe_protocol
  __u8 name_bytes;
  __u8 local_address[16];  // IPv4 in the first 4; network byte order; vsock: context id in network
                           // byte order
  __u8 remote_address[16];
};

// Follows a pe_socket_record with PE_COUNTERS: TCP and MPTCP.
struct pe_counters {
  __u64 sent_bytes;  // with retransmissions
  __u64 resent_bytes;
  __u64 received_bytes;
  __u32 sent_segments;  // with data; 0 for MPTCP
  __u32 received_segments;
  __u32 rtt_us;  // 0: not measured
  __u32 retransmits;
};

// A connection that waits at its listener to be accepted. The connection itself comes as a
// pe_socket_record.
struct pe_queued_record {
  struct pe_prefix prefix;
  __u32 netns;
  __u64 listener_cookie;
  __u64 cookie;
};

// A file descriptor that is an io_uring, in whose own table of files there may be sockets.
struct pe_ring_record {
  struct pe_prefix prefix;
  __u32 tgid;
  __u64 start_boottime_ns;  // of the process's first thread
  __s32 fd;
  __u32 unused;
};

// ---- The life of sockets (tracer.bpf.c). A ring of pe_event_record, each whole and of its own
// version; no header.

#define PE_STATE 5    /* pe_prefix.kind */
#define PE_PROGRAM 6  /* likewise: a pe_program_record */
#define PE_PEERS_OF 7 /* likewise: a pe_peers_record */
#define PE_EVENT_VERSION 3u
#define PE_SHORT_NAME_BYTES 24u
#define PE_LONG_NAME_BYTES 256u /* NAME_MAX and a NUL */

// In the order of portexplorer::Action.
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

// A process, named as long as it lives by tgid and start. All 0: none, or not known.
struct pe_actor {
  __u32 tgid;               // in the first pid namespace
  __u32 pid;                // in the reader's; 0: not visible there
  __u64 start_boottime_ns;  // of its first thread, first time namespace
  __u32 parent;             // in the reader's pid namespace
  __u32 uid;                // effective, in the first user namespace
  char comm[PE_COMM_BYTES];
};

enum pe_state_flags {
  PE_FROM_CREATION = 1 << 0,   // seen since it was made: created_boottime_ns is exact, and counters
                               // are of the whole life
  PE_CONNECTING = 1 << 1,      // the result of a connect is awaited
  PE_ACCEPT_PENDING = 1 << 2,  // came by a listener, and nobody is known to have accepted it yet
  PE_CREATOR_KNOWN = 1 << 3,   // creator_… are set
  PE_CLOSE_REPORTED = 1 << 4,  // its close has been told, or that its connection ended
  PE_ENDED =
      1 << 5,  // the socket is gone, and its place may be given to another (tracer_state_store.h)
  PE_IS_COUNTED = 1 << 6,  // in a place: its counters are ours, as the socket does not count itself
  PE_ATTEMPTED = 1 << 7,   // of TCP: a connect was asked for that has sent nothing yet; in place of
                           // counters stands a pe_attempt
  PE_SENT_SYN = 1 << 8,    // its last connection was opened from here …
  PE_GOT_SYN = 1 << 9,     // … or by the other end
  PE_STARTS_LISTENING =
      1 << 10,  // MPTCP: listen() was called; its address is not known before it returns
  PE_REMOTE_KEPT = 1 << 11,  // of TCP: the last connect failed, and the kernel forgets where to;
                             // pe_attempt keeps it for the close
  PE_OWNER_NAMED =
      1 << 12,  // the name of the owner's program has been sent since it became the owner
  PE_COPIED_KNOWN = 1 << 13,  // of TCP: pe_attempt.copied_seq is set
  PE_LISTENED = 1 << 14,      // listens, or did last: it has no bytes to count
};

// What is known of a socket for as long as it lives (tracer_state_store.h). Written by several
// cores at a time; counters are added to atomically, the rest is written by who holds the socket.
struct pe_socket_state {
  __u32 flags;  // enum pe_state_flags; with the counters, what each send and receive wants: in one
                // line of the cache
  __s32 error;  // how its connection ended: an errno, or 0
  __u64 sent_bytes;  // of all but TCP, which counts itself
  __u64 received_bytes;
  __u64 sent_packets;
  __u64 received_packets;
  __u64 created_boottime_ns;  // 0: not known
  struct pe_actor
      owner;  // who opened, bound, connected, accepted or closed it last, as far as was seen
  __u32 creator_tgid;  // who made or accepted it
  __u32 creator_pid;
  __u64 creator_start_boottime_ns;
  __u64 inode;  // of its file, which a closed socket no longer has; 0: none, or not known
};

// What is kept of a TCP socket in place of counters.
struct pe_attempt {
  __u64 boottime_ns;
  __u32 remote_address[4];
  __u16 remote_port;
  __u16 trace_number;  // of pe_tracer_control, when copied_seq was read: what was read meanwhile
                       // without a trace nobody saw
  __u32 copied_seq;    // tcp_sock.copied_seq when it was last looked at, while calls are traced
};

struct pe_peer {
  __u32 address[4];  // IPv4 in the first; of an IPv6 socket mapped to IPv6; network byte order
  __u32 port;        // host byte order; 0: empty
  __u32 unused;
};

// Whom an unconnected UDP socket has exchanged datagrams with (tracer_peers.h).
struct pe_peers {
  __u64 cookie;
  __u32 count;    // of slots taken; above PE_PEERS if several cores took the last one at once
  __u32 last;     // index of the last peer
  __u32 more;     // not 0: there were others than those that are kept
  __u32 written;  // how often the slot behind the kept ones was written; a reader takes it only if
                  // `begun`, read last, is the same
  struct pe_peer peers[PE_PEERS + 1];
  __u32 begun;
  __u32 busy;
};

struct pe_peers_record {
  struct pe_prefix prefix;
  __u8 version;  // PE_EVENT_VERSION
  __u8 unused[3];
  struct pe_peers peers;  // may be cut behind the first peer
};
#define PE_PEERS_START 8u
#define PE_ONE_PEER_BYTES 56u

// Where a message's address and port are, of both families; not relocated, as this is the interface
// of the system calls.
struct pe_name_of_message {
  __u16 family;
  __u16 port;
  __u32 v4;
  __u64 unused;
};

// An element of the table that is the other place for a pe_socket_state (tracer_state_store.h).
struct pe_slot {
  __u64 cookie;  // 0: was never taken
  struct pe_socket_state state;
  __u64 unused;
};

// What bpf/counters.bpf.c tells of a socket: a stream of nothing else.
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
  PE_COUNTED = 1 << 1,   // counters are known
  PE_LIFETIME = 1 << 2,  // and cover the whole life
  PE_FORKED = 1 << 3,  // the actor has not called execve() since its parent forked it, nor has the
                       // parent since
  PE_BYTES_UNKNOWN = 1 << 4,
  PE_CALL_PEER =
      1 << 5,  // the remote end is the one that the call names; the socket need not be connected
  PE_LAST_PEER = 1 << 6,  // the remote end is the last peer of a socket that is not connected
};

// Names the program of a process whose name the reader may need after the process has given up its
// memory: sent when a process becomes the owner of a socket without an event of its own. The file
// name follows without a NUL, padded.
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
  __u64 created_boottime_ns;  // 0: not known
  __u64 bytes;                // of one send or receive
  __s32 error;
  __u32 name_bytes;  // of the file name of the actor's executable, which follows without a NUL; 0:
                     // not known
  struct pe_actor actor;           // all 0: the kernel, or not known
  struct pe_socket_record socket;  // its prefix, tgid, start and fd are not used
  struct pe_counters counters;  // of all but TCP and MPTCP: payload and packets, nothing sent again
};

// What is counted of sockets that do not count themselves.
enum pe_counting {
  PE_COUNT_NOTHING = 0,
  PE_COUNT_CALLS = 1,  // payload of each send and receive
  PE_COUNT_PACKETS =
      2,  // Internet sockets: of each packet; others: of each call, where calls are seen
};

// What the programs go by, in their .bss; read for each event.
struct pe_tracer_control {
  __u64 reader_pid_ns;  // address of the reader's pid namespace; the kernel program `introduce`
                        // sets it
  __s64 boottime_offset_ns;  // of the reader's time namespace
  __u64 since_boottime_ns;
  __u32 reader_level;
  __u32 tracing;  // not 0: sends and receives are told, if they fit what follows
  __u32 trace_protocols;
  __u32 trace_pid;   // in the reader's pid namespace; 0: all
  __u32 trace_port;  // 0: all
  __u32 trace_uid;
  __u32 trace_any_uid;
  __u32 max_rate;       // told a second; 0: all
  __u32 counting;       // enum pe_counting
  __u32 sees_releases;  // not 0: on_release is attached
  __u32 sees_states;    // not 0: on_tcp is attached
  __s32 splice_call;    // numbers of system calls that read TCP without the kernel's recvmsg
  __s32 getsockopt_call;
  __u32 sees_peers;    // not 0: on_send_to4 and the like are attached
  __u32 trace_number;  // counts changes of what is traced
  __u32 unused;
  __u64 window_start;  // of max_rate's second
  __u64 window_count;
  __u64 lost;      // records that found the ring full
  __u64 left_out;  // by max_rate
};

// What user space tells the programs, in their .bss; read for each socket.
struct pe_control {
  __u32 protocols;      // bits of enum pe_protocol that are wanted
  __u8 counters;        // not 0: pe_counters are wanted
  __u8 only_listeners;  // not 0: an iteration over TCP's table pauses behind its listeners, which
                        // come first
  __u8 memory;          // not 0: memory is wanted of TCP too, and drops of TCP and unix
  __u8 is_rescan;   // not 0: only fds are told of whose socket may be one of `missed`, and has not
                    // been seen by this walk
  __u32 iteration;  // number of this walk, never 0: tells marks of this walk from older ones
  __u32 mark_mask;  // number of marks - 1; a power of two less one
  __u64 missed[PE_MISSED_WORDS];  // a bit for each inode that is looked for: bit inode % 64 of word
                                  // inode / 64 % PE_MISSED_WORDS
};

// Stands in the programs of the walk where they call the kernel's bpf_rdonly_cast; user space puts
// in that (known_ids.h).
#define PE_CALL_RDONLY_CAST 0x70650001

// The kernel's own ids of the types that prefetch.h reads by bpf_rdonly_cast; in its .rodata, so
// set before it is loaded.
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
  __u32 mptcp_sock;  // 0: the kernel has none, or in a module
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
