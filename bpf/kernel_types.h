// Kernel types, reduced to the members that the programs read. Member offsets in this file are
// irrelevant: libbpf relocates each access to the running kernel (CO-RE), by the names of type and
// member. A type___suffix is the same kernel type in versions in which a member has another name or
// does not exist; check bpf_core_field_exists() before using it.
#ifndef PORTEXPLORER_BPF_KERNEL_TYPES_H
#define PORTEXPLORER_BPF_KERNEL_TYPES_H

#include <linux/bpf.h>
#include <linux/types.h>

typedef _Bool bool;
#define true 1
#define false 0

// UAPI constants that the programs compare with.
#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16
#define AF_PACKET 17
#define AF_CAN 29
#define AF_TIPC 30
#define AF_BLUETOOTH 31
#define AF_ALG 38
#define AF_VSOCK 40
#define AF_XDP 44
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_SEQPACKET 5
#define IPPROTO_ICMP 1
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_DCCP 33
#define IPPROTO_ICMPV6 58
#define IPPROTO_SCTP 132
#define IPPROTO_UDPLITE 136
#define IPPROTO_MPTCP 262
#define SHUTDOWN_MASK 3
#define PF_KTHREAD 0x00200000
#define PF_IO_WORKER 0x00000010
#define PF_FORKNOEXEC 0x00000040

// include/net/tcp_states.h
enum {
  TCP_ESTABLISHED = 1,
  TCP_SYN_SENT = 2,
  TCP_SYN_RECV = 3,
  TCP_FIN_WAIT1 = 4,
  TCP_FIN_WAIT2 = 5,
  TCP_TIME_WAIT = 6,
  TCP_CLOSE = 7,
  TCP_CLOSE_WAIT = 8,
  TCP_LAST_ACK = 9,
  TCP_LISTEN = 10,
  TCP_CLOSING = 11,
  TCP_NEW_SYN_RECV = 12,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
  int counter;
} atomic_t;
typedef struct {
  __s64 counter;
} atomic64_t;
typedef struct {
  atomic_t refs;
} refcount_t;
typedef struct {
  unsigned int val;
} kuid_t;
typedef struct {
  atomic64_t refcnt;
} file_ref_t;

struct ns_common {
  unsigned int inum;
};

struct net {
  struct ns_common ns;
};
typedef struct {
  struct net* net;
} possible_net_t;

struct in6_addr {
  union {
    __u8 u6_addr8[16];
    __be32 u6_addr32[4];
  } in6_u;
};

struct sock;

struct sock_common {
  union {
    struct {
      __be32 skc_daddr;
      __be32 skc_rcv_saddr;
    };
  };
  union {
    struct {
      __be16 skc_dport;
      __u16 skc_num;
    };
  };
  unsigned short skc_family;
  volatile unsigned char skc_state;
  unsigned char skc_ipv6only : 1;
  int skc_bound_dev_if;
  possible_net_t skc_net;
  struct in6_addr skc_v6_daddr;
  struct in6_addr skc_v6_rcv_saddr;
  atomic64_t skc_cookie;
  union {
    unsigned long skc_flags;
    struct sock* skc_listener;
  };
};

struct sk_buff {
  struct sk_buff* next;
  unsigned int len;
  char cb[48];
};

struct sk_buff_head {
  struct sk_buff* next;
  __u32 qlen;
};

struct inode {
  unsigned long i_ino;
};

struct qstr {
  __u32 len;
  const unsigned char* name;
};
struct dentry {
  struct qstr d_name;
};
struct path {
  struct dentry* dentry;
};

struct cred {
  kuid_t euid;
};

struct file_operations;

struct list_head {
  struct list_head* next;
};

struct file {
  const struct file_operations* f_op;
  void* private_data;
  struct inode* f_inode;
  struct path f_path;
  const struct cred* f_cred;
};
struct file___until_6_12 {
  atomic64_t f_count;
};
struct file___since_6_13 {
  file_ref_t f_ref;
};

struct socket {
  short type;
  struct file* file;
  struct sock* sk;
};

struct msghdr {
  void* msg_name;
  int msg_namelen;
};

struct socket_alloc {
  struct socket socket;
  struct inode vfs_inode;
};

struct sock {
  struct sock_common __sk_common;
  struct sk_buff_head sk_receive_queue;
  struct {
    atomic_t rmem_alloc;
  } sk_backlog;
  struct socket* sk_socket;
  refcount_t sk_wmem_alloc;
  struct {
    int owned;
  } sk_lock;
  atomic_t sk_drops;
  int sk_err;
  __u8 sk_shutdown;
  __u8 sk_kern_sock : 1;
  unsigned long sk_lingertime;
  __u32 sk_mark;
  kuid_t sk_uid;
  __u16 sk_protocol;
  __u16 sk_type;
  __u32 sk_ack_backlog;
  __u32 sk_max_ack_backlog;
};
struct numa_drop_counters {
  atomic_t drops0;
  atomic_t drops1;
};
struct sock___since_6_18 {
  unsigned long sk_ino;
  // Counts the drops of UDP and raw sockets, whose sk_drops then stays 0.
  struct numa_drop_counters* sk_drop_counters;
};

struct inet_sock {
  struct sock sk;
  __be16 inet_sport;
};

struct request_sock {
  struct sock_common __req_common;
  struct request_sock* dl_next;
  struct sock* sk;
};

struct inet_request_sock {
  struct request_sock req;
  __u32 ir_mark;
};

struct tcp_request_sock {
  struct inet_request_sock req;
};

struct request_sock_queue {
  atomic_t qlen;
  struct request_sock* rskq_accept_head;
};

struct inet_connection_sock {
  struct inet_sock icsk_inet;
  struct request_sock_queue icsk_accept_queue;
  __u8 icsk_retransmits;
};

struct tcp_sock {
  struct inet_connection_sock inet_conn;
  __u32 copied_seq;
  __u32 data_segs_out;
  __u64 bytes_sent;
  __u32 write_seq;
  __u32 rcv_nxt;
  __u32 snd_nxt;
  __u32 snd_una;
  __u32 srtt_us;
  __u64 bytes_received;
  __u64 bytes_acked;
  __u32 data_segs_in;
  __u64 bytes_retrans;
  __u32 total_retrans;
  __u8 bpf_sock_ops_cb_flags;
  bool is_mptcp;
};

struct inet_timewait_sock {
  struct sock_common __tw_common;
  __u32 tw_mark;
  unsigned char tw_substate;
};

struct tcp_timewait_sock {
  struct inet_timewait_sock tw_sk;
};

struct mptcp_pm_data {
  bool server_side;
};

struct mptcp_sock {
  struct inet_connection_sock sk;
  __u64 bytes_sent;
  __u64 bytes_received;
  __u64 bytes_retrans;
  __u32 token;
  struct sock* first;
  struct mptcp_pm_data pm;
};

struct udp_sock {
  struct inet_sock inet;
  int forward_deficit;
};

struct sockaddr_un {
  char sun_path[108];
};

struct unix_address {
  int len;
  struct sockaddr_un name[0];
};

struct unix_sock {
  struct sock sk;
  struct unix_address* addr;
  struct sock* peer;
};
struct unix_sock___since_6_10 {
  struct sock* listener;
};
struct unix_sock___since_6_18 {
  int inq_len;
};
struct unix_skb_parms {  // stored in sk_buff::cb
  __u32 consumed;
};

struct netlink_sock {
  struct sock sk;
  __u32 portid;
  __u32 dst_portid;
};

struct packet_sock {
  struct sock sk;
  int ifindex;
  __be16 num;
};

struct timespec64 {
  __s64 tv_sec;
  long tv_nsec;
};

struct timens_offsets {
  struct timespec64 boottime;
};

struct time_namespace {
  struct timens_offsets offsets;
};

struct nsproxy {
  struct net* net_ns;
  struct time_namespace* time_ns;
};

struct pid_namespace {
  unsigned int level;
};

struct upid {
  int nr;
  struct pid_namespace* ns;
};

struct pid {
  unsigned int level;
  struct upid numbers[1];
};

struct fdtable {
  unsigned int max_fds;
  struct file** fd;
};

struct files_struct {
  struct fdtable* fdt;
};

struct mm_struct {
  struct file* exe_file;
};

struct task_struct {
  unsigned int flags;
  int pid;
  int tgid;
  struct task_struct* real_parent;
  struct task_struct* group_leader;
  struct pid* thread_pid;
  __u64 start_boottime;
  const struct cred* real_cred;
  const struct cred* cred;
  char comm[16];
  __u64 parent_exec_id;
  __u64 self_exec_id;
  void* worker_private;
  struct mm_struct* mm;
  struct files_struct* files;
  struct nsproxy* nsproxy;
};

// Hold the number of a task's system call. The name of the member depends on the architecture.
struct pt_regs___x86 {
  unsigned long orig_ax;
};
struct pt_regs___arm64 {
  int syscallno;
};

struct io_wq_work;
struct io_worker {
  struct io_wq_work* cur_work;
};
struct io_wq_work {
  atomic_t flags;
};
struct io_kiocb {
  __u8 opcode;
  struct io_wq_work work;
};

struct seq_file;

struct bpf_iter_meta {
  struct seq_file* seq;
  __u64 session_id;
  __u64 seq_num;
};

enum sock_flags {
  SOCK_DEAD = 0,
  SOCK_DONE = 1,
  SOCK_LINGER = 5,
};

enum bpf_iter_task_type {
  BPF_TASK_ITER_TGID = 2,
};

#pragma clang attribute pop

// include/uapi/linux/vm_sockets.h
struct sockaddr_vm {
  __u16 svm_family;
  __u16 svm_reserved1;
  __u32 svm_port;
  __u32 svm_cid;
  __u32 svm_flags;
};

// The addresses in struct vsock_sock, which follow its struct sock on Linux 5.5 or later. Not
// relocated: AF_VSOCK is often a module, and libbpf can read the BTF of modules only with
// CAP_SYS_ADMIN.
struct vsock_addresses {
  const void* transport;
  struct sockaddr_vm local;
  struct sockaddr_vm remote;
};

// Contexts of the iterator programs. Not relocated: their layout is part of the kernel's BPF
// interface.
struct bpf_iter__task {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
};
struct bpf_iter__task_file {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
  __u32 fd __attribute__((aligned(8)));
  struct file* file;
};
struct bpf_iter__tcp {
  struct bpf_iter_meta* meta;
  struct sock_common* sk_common;
};
struct bpf_iter__bpf_sk_storage_map {
  struct bpf_iter_meta* meta;
  void* map;
  struct sock* sk;
  void* value;
};
struct bpf_iter__udp {
  struct bpf_iter_meta* meta;
  struct udp_sock* udp_sk;
};
struct bpf_iter__unix {
  struct bpf_iter_meta* meta;
  struct unix_sock* unix_sk;
};
struct bpf_iter__netlink {
  struct bpf_iter_meta* meta;
  struct netlink_sock* sk;
};

#endif
