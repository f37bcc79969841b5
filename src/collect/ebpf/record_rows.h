// Converts one record to one row. Pure.
#pragma once

#include <string_view>

#include "bpf/records.h"
#include "model/socket.h"

namespace portexplorer {

// The values have the same meaning as those of sock_diag (collect/netlink/rows.h). In addition,
// each row has its user and mark, and it is known whether the last byte of a closed connection was
// a FIN. `counters` may be null. `process` is not set.
void fill_row(const pe_socket_record& record, const pe_counters* counters, Socket& row);

// Returns the name of a unix socket. If it is abstract, its leading NUL is removed and the row's
// flag is set.
std::string_view unix_name(std::string_view bytes, Socket& row);

// Converts between enum pe_protocol and Protocol.
[[nodiscard]] Protocol protocol_of_record(unsigned protocol);
[[nodiscard]] std::uint32_t wanted_bits(const ProtocolSet& protocols);

}  // namespace portexplorer
