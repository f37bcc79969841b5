// The netstat table of one network namespace: netlink first, /proc/net where netlink has nothing to
// give.
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

// All tables of one namespace, merged, and what the namespace is.
struct TablesReading {
  TablePart table;
  Netns netns;
  Inode diag_socket;      // of the netlink socket that the tables were read with, which is in them
                          // itself; 0 where none was
  bool anything = false;  // at least one table could be read
  Error failure;          // why the namespace was not entered, or why nothing could be read
};

// Reads the namespace that the calling thread is in. `id` is its id.
[[nodiscard]] TablesReading read_own_socket_tables(NetnsId id, const TablesRequest&);

// Reads another namespace by entering it, or through /proc/PID/net of a process that lives in it.
[[nodiscard]] TablesReading read_socket_tables(const NetnsHandle&, const TablesRequest&);

// Puts what was read of a namespace into the sample; an empty `name` becomes its number.
void append_reading(Sample&, TablesReading&&, const std::string& name, bool own);

// Nothing of this namespace could be read.
[[nodiscard]] CoverageGap unread_namespace_gap(const NetnsHandle&, const Error& failure);

// The kernel module that offers a protocol's table by netlink.
[[nodiscard]] std::string diag_module(Protocol);

// Appends `part` to `whole`, moving its text references.
void append_part(TablePart& whole, TablePart&& part);

}  // namespace portexplorer
