// Reads the socket tables of one network namespace: by netlink, or from /proc/net where netlink has
// no table.
#pragma once

#include <string>

#include "base/result.h"
#include "collect/netlink/sock_diag.h"
#include "collect/netns/namespaces.h"
#include "model/sample.h"

namespace portexplorer {

struct TablesRequest {
  ProtocolSet protocols;
  bool traffic = true;
  bool memory = false;  // as in SampleRequest
};

// All tables of one namespace, merged, and a description of the namespace.
struct TablesReading {
  TablePart table;
  Netns netns;
  Inode diag_socket;  // the netlink socket with which the tables were read, which they include; 0
                      // if none was used
  bool anything = false;  // at least one table could be read
  Error failure;          // why the namespace was not entered, or why nothing could be read
};

// Reads the namespace of the calling thread, whose id is `id`.
[[nodiscard]] TablesReading read_own_socket_tables(NetnsId id, const TablesRequest&);

// Reads another namespace by entering it, or through /proc/PID/net of one of its processes.
[[nodiscard]] TablesReading read_socket_tables(const NetnsHandle&, const TablesRequest&);

// Adds what was read of a namespace to the sample. An empty `name` is replaced by the namespace's
// number.
void append_reading(Sample&, TablesReading&&, const std::string& name, bool own);

// Returns the gap for a namespace of which nothing could be read.
[[nodiscard]] CoverageGap unread_namespace_gap(const NetnsHandle&, const Error& failure);

// Returns the kernel module that provides the sock_diag table of a protocol.
[[nodiscard]] std::string diag_module(Protocol);

// Appends `part` to `whole`, adjusting its text references.
void append_part(TablePart& whole, TablePart&& part);

}  // namespace portexplorer
