// What the kernel programs hand to user space, byte for byte: included by both compilers, and checked in both.
// A stream is a sequence of records. Each starts with pe_prefix, is a multiple of 8 bytes long and in the machine's byte
// order; the first is a pe_header_record. Processes are named by their pid in the first pid namespace and their start; the
// stream of processes tells which pid that is for the reader. A reader that does not know a kind skips it by its length. Any change of
// layout or meaning raises PE_RECORDS_VERSION.
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
#define PE_RECORDS_VERSION 2u
#define PE_NAME_BYTES 108u /* sun_path of a sockaddr_un */
#define PE_COMM_BYTES 16u

enum pe_kind {
  PE_HEADER = 1,
  PE_PROCESS = 2,
  PE_SOCKET = 3,
  PE_QUEUED = 4,
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
  PE_HELD = 1 << 0,    // tgid, start and fd are those of a process that holds it; without: it was found in a table
  PE_SHARED = 1 << 1,  // more references to the file than this one fd: another record may tell of the same socket
  PE_SEEN = 1 << 2,    // an earlier record of this walk told of the same socket
  PE_V6ONLY = 1 << 3,
  PE_FIN_RECEIVED = 1 << 4,  // received_bytes counts the peer's FIN as a byte
  PE_SUBFLOW = 1 << 5,       // carries an MPTCP connection, whose inode it shares
  PE_COUNTERS = 1 << 6,      // pe_counters follow the record
  PE_NAME = 1 << 7,          // name_bytes of a unix socket's name follow, padded to 8 (a leading NUL: abstract)
  PE_QUEUES = 1 << 8,        // recv_queue and send_queue are known
  PE_ENDPOINTS = 1 << 9,     // addresses and ports are known
  PE_CONNECTED = 1 << 10,    // unix: has a peer, even one without an inode
  PE_MINI = 1 << 11,         // TIME_WAIT or a request: no user, no queues
  PE_UID = 1 << 12,
  PE_MARK = 1 << 13,
  PE_HAS_FILE = 1 << 14,  // without PE_HELD: a file stands for it, so somebody holds it in another way than by an fd
};

// What the kernel can do for the reader, in the header.
enum pe_features {
  PE_FILTERS_BY_PID = 1 << 0,  // an iteration can be bound to one process (Linux 6.1); older kernels ignore the wish
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
  __s64 boottime_offset_ns;  // of the reader's time namespace: what /proc adds to a start; in the stream of processes
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
  __u32 netns;               // inode of the network namespace of its first thread; 0: that has ended
  __u32 unused;
};

// A socket, once for each fd that stands for it, or once from a table.
struct pe_socket_record {
  struct pe_prefix prefix;
  __u32 tgid;  // 0 without PE_HELD
  union {
    __u64 start_boottime_ns;  // with PE_HELD: of the process's first thread
    __u64 listener_cookie;    // without: of the listener that the connection waits at; 0: none known
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
  __u16 flags;
  __u16 family;       // AF_…
  __u16 ip_protocol;  // sk_protocol: IPPROTO_…, NETLINK_…
  __u8 socket_type;   // SOCK_…
  __u8 state;         // TCP_… of include/net/tcp_states.h
  __u8 protocol;      // enum pe_protocol
  __u8 name_bytes;
  __u16 unused;
  __u8 local_address[16];  // IPv4 in the first 4; network byte order; vsock: context id in network byte order
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

// A connection that waits at its listener to be accepted. The connection itself comes as a pe_socket_record.
struct pe_queued_record {
  struct pe_prefix prefix;
  __u32 netns;
  __u64 listener_cookie;
  __u64 cookie;
};

// What user space tells the programs, in their .bss; read for each socket.
struct pe_control {
  __u32 protocols;    // bits of enum pe_protocol that are wanted
  __u16 counters;     // not 0: pe_counters are wanted
  __u16 unseen_only;  // not 0: fds whose socket this walk has seen are skipped
  __u32 walk;         // number of this walk, never 0: tells marks of this walk from older ones
  __u32 mark_mask;    // number of marks - 1; a power of two less one
};

PE_ASSERT(sizeof(struct pe_prefix) == 4);
PE_ASSERT(sizeof(struct pe_header_record) == 24);
PE_ASSERT(PE_OFFSET(struct pe_header_record, boottime_offset_ns) == 16);
PE_ASSERT(sizeof(struct pe_process_record) == 56);
PE_ASSERT(PE_OFFSET(struct pe_process_record, start_boottime_ns) == 8);
PE_ASSERT(PE_OFFSET(struct pe_process_record, comm) == 32);
PE_ASSERT(PE_OFFSET(struct pe_process_record, netns) == 48);
PE_ASSERT(sizeof(struct pe_socket_record) == 112);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, inode) == 16);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, cookie) == 24);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, local_port) == 40);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, send_queue) == 64);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, flags) == 68);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, protocol) == 76);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, local_address) == 80);
PE_ASSERT(PE_OFFSET(struct pe_socket_record, remote_address) == 96);
PE_ASSERT(sizeof(struct pe_counters) == 40);
PE_ASSERT(PE_OFFSET(struct pe_counters, sent_segments) == 24);
PE_ASSERT(sizeof(struct pe_queued_record) == 24);
PE_ASSERT(sizeof(struct pe_control) == 16);

#undef PE_ASSERT
#undef PE_OFFSET

#endif
