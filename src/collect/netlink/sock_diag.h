// The netstat table by netlink: sock_diag dumps, parsed in place.
// Source: linux/sock_diag.h, inet_diag.h, unix_diag.h, packet_diag.h, netlink_diag.h, vm_sockets_diag.h, mptcp.h (bytes_sent: Linux 4.19).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

// Rows of one table of one namespace. Socket::text refers to `text`; the caller merges parts and moves the references.
struct TablePart {
  std::vector<Socket> sockets;
  std::string text;
  Losses losses;
  Coverage coverage;
};

// One dump: a protocol, and a family where the protocol has two (otherwise Family::unknown).
struct DiagTable {
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
};

// The dumps that sock_diag can be asked for; each is independent, so that they can be read in parallel.
[[nodiscard]] std::vector<DiagTable> diag_tables(const ProtocolSet&);

// A NETLINK_SOCK_DIAG socket in the network namespace of the calling thread. Usable from any thread, one at a time.
Result<UniqueFd> open_diag_socket();

// Reads one table over `diag_fd`. A dump that the kernel marks as interrupted is restarted, at most three times, then
// kept and counted. not_supported: this kernel does not offer the table (the caller falls back to /proc/net and says so);
// not_permitted: netlink is refused. `traffic` asks for tcp_info.
Result<TablePart> read_diag_table(int diag_fd, const DiagTable&, NetnsId, bool traffic);

}  // namespace portexplorer
