// From one record to one row. Pure.
#pragma once

#include <string_view>

#include "bpf/records.h"
#include "model/socket.h"

namespace portexplorer {

// Rows mean what those of sock_diag mean (collect/netlink/rows.h), and know more: the user and mark
// of each, whether a closed connection's last byte was a FIN. `counters` may be null. `process` is
// left empty.
void fill_row(const pe_socket_record& record, const pe_counters* counters, Socket& row);

// The name of a unix socket as rows have it: without the leading NUL of an abstract one, which sets
// the row's flag.
std::string_view unix_name(std::string_view bytes, Socket& row);

// Of enum pe_protocol and back.
[[nodiscard]] Protocol protocol_of_record(unsigned protocol);
[[nodiscard]] std::uint32_t wanted_bits(const ProtocolSet& protocols);

}  // namespace portexplorer
