// Parses one line of a file of /proc/net into one Socket. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "collect/netlink/sock_diag.h"

namespace portexplorer {

struct ProcNetFile {
  std::string_view name;  // below /proc/PID/net
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  // Appends the line's row. Returns false, and appends nothing, if the line is malformed.
  bool (*append)(std::string_view line, const ProcNetFile&, NetnsId, TablePart&) = nullptr;
};

bool append_inet_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_packet_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_netlink_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_sctp_endpoint_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_sctp_association_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);
bool append_unix_line(std::string_view line, const ProcNetFile&, NetnsId, TablePart&);

// Returns a row with the fields that all of these files share.
Socket proc_net_row(const ProcNetFile&, NetnsId, std::uint64_t inode);

// /proc/net/unix prints names unescaped, including line breaks, so a name can span several lines.
// Joins `line` to the name of the last row if it can be its continuation; returns false if it
// cannot.
bool continue_unix_name(std::string_view line, TablePart&);

// Keeps one of the rows that claim the same inode, and removes its name if they disagree: one of
// them is a name that imitates a row. Returns true if any disagreed.
bool settle_unix_claims(TablePart&);

}  // namespace portexplorer
