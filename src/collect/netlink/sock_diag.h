// The netstat table by netlink: sock_diag dumps, parsed in place.
// Source: linux/sock_diag.h, inet_diag.h, unix_diag.h, packet_diag.h, netlink_diag.h,
// vm_sockets_diag.h, mptcp.h (bytes_sent: Linux 4.19).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

// Rows of one table of one namespace. Socket::text refers to `text`; the caller merges parts and
// moves the references.
struct TablePart {
  std::vector<Socket> sockets;
  std::string text;
  Losses losses;
  Coverage coverage;
};

// One dump: a protocol, and a family where the protocol has two. Family::unknown: the protocol has
// one family, or (TCP alone) both are read in one walk through the kernel's hash table, which saves
// a fifth of the time at 200,000 sockets.
struct DiagTable {
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  bool without_established =
      false;  // TCP of both families: leaves out the connections that stand, which are most
};

// What a dump gives only when asked, because each row then costs the kernel more.
struct DiagExtras {
  bool traffic = true;  // tcp_info: bytes, packets, rtt, retransmits of TCP and MPTCP
  bool memory = false;  // memory of TCP, drops of TCP and unix; others have both anyway
};

// The dumps that sock_diag can be asked for; each is independent, so that they can be read in
// parallel.
[[nodiscard]] std::vector<DiagTable> diag_tables(const ProtocolSet&);

// A NETLINK_SOCK_DIAG socket in the network namespace of the calling thread. Usable from any
// thread, one at a time.
Result<UniqueFd> open_diag_socket();

// Reads one table over `diag_fd`. A dump that the kernel marks as interrupted, or of which parts
// were lost, is restarted, at most three times, then kept and counted in losses. not_supported:
// this kernel does not offer the table (the caller falls back to /proc/net and says so; asking
// again costs a module lookup each time); not_permitted: netlink is refused; after any other error
// open a new socket, since this one may still hold an unfinished answer.
//
// Unknown stays unknown: TIME_WAIT and SYN_RECV have no counters and no uid; LISTEN has no bytes;
// TCP before Linux 4.19 has no bytes_sent; SO_MARK comes to CAP_NET_ADMIN alone. Known::interface
// is set where the socket is bound to one. Associations of one SCTP socket share its cookie and
// inode and differ in their endpoints.
Result<TablePart> read_diag_table(int diag_fd, const DiagTable&, NetnsId, const DiagExtras&);

// The same, but puts the rows behind those that `part` already holds, so that one buffer serves
// several tables and samples. On an error the part's rows are as they were.
Result<void> append_diag_table(int diag_fd, const DiagTable&, NetnsId, const DiagExtras&,
                               TablePart& part);

}  // namespace portexplorer
