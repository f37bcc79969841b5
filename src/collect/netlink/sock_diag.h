// Reads socket tables by netlink: sock_diag dumps, parsed in place.
// Source: linux/sock_diag.h, inet_diag.h, unix_diag.h, packet_diag.h, netlink_diag.h,
// vm_sockets_diag.h, mptcp.h (bytes_sent: Linux 4.19).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

// The rows of one table of one namespace. Socket::text refers to `text`; the caller merges parts
// and adjusts the references.
struct TablePart {
  std::vector<Socket> sockets;
  std::string text;
  Losses losses;
  Coverage coverage;
};

// One dump: a protocol, and a family if the protocol has two. Family::unknown: the protocol has one
// family, or (TCP only) both are read in one pass over the kernel's hash table, which saves a fifth
// of the time at 200,000 sockets.
struct DiagTable {
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  bool without_established =
      false;  // TCP of both families: omits established connections, which are the majority
};

// Data that a dump returns only on request, because it makes each row more expensive.
struct DiagExtras {
  bool traffic = true;  // tcp_info: bytes, packets, rtt, retransmits of TCP and MPTCP
  bool memory = false;  // memory of TCP, drops of TCP and unix; other protocols always report both
};

// Returns the dumps that sock_diag supports. They are independent and can run in parallel.
[[nodiscard]] std::vector<DiagTable> diag_tables(const ProtocolSet&);

// Opens a NETLINK_SOCK_DIAG socket in the network namespace of the calling thread. It may be used
// by any thread, one at a time.
Result<UniqueFd> open_diag_socket();

// Reads one table over `diag_fd`. A dump that the kernel marks as interrupted, or of which parts
// were lost, is restarted, at most three times, then kept and counted in losses. not_supported:
// this kernel does not offer the table (the caller falls back to /proc/net and reports it; each
// further attempt costs a module lookup); not_permitted: netlink is refused. After any other error,
// open a new socket, since this one may still hold an unfinished answer.
//
// Unknown stays unknown: TIME_WAIT and SYN_RECV have no counters and no uid; LISTEN has no bytes;
// TCP before Linux 4.19 has no bytes_sent; SO_MARK is reported only to CAP_NET_ADMIN.
// Known::interface is set if the socket is bound to one. The associations of an SCTP socket share
// its cookie and inode and differ in their endpoints.
Result<TablePart> read_diag_table(int diag_fd, const DiagTable&, NetnsId, const DiagExtras&);

// Like read_diag_table(), but appends the rows to `part`, so that one buffer serves several tables
// and samples. After an error, the rows of the part are unchanged.
Result<void> append_diag_table(int diag_fd, const DiagTable&, NetnsId, const DiagExtras&,
                               TablePart& part);

}  // namespace portexplorer
