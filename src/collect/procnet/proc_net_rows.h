// From one line of a file of /proc/net to one Socket. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "collect/netlink/sock_diag.h"

namespace portexplorer {

struct ProcNetFile {
  std::string_view name;  // below /proc/PID/net
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  // Appends the line's row. False: the line makes no sense; nothing was appended.
  bool (*append)(std::string_view line, const ProcNetFile&, NetnsId, TablePart&) = nullptr;
};

bool append_inet_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_packet_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_netlink_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_sctp_endpoint_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_sctp_association_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_unix_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);

// A row with what all of these files have in common.
Socket proc_net_row(const ProcNetFile&, NetnsId, std::uint64_t inode);

// /proc/net/unix prints names as they are, line breaks included, so that a name can end its line
// and begin another. Joins `line` to the name of the last row if it can be the rest of it. False if
// it cannot.
bool continue_unix_name(std::string_view line, TablePart&);

// Leaves one row of those that claim the same inode, and takes its name away where they disagree:
// one of them is a name that poses as a row. True if any disagreed.
bool settle_unix_claims(TablePart&);

}  // namespace portexplorer
