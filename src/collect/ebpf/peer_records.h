// Converts the peers of a UDP socket, as recorded by the BPF programs, to a PeerSet. Pure. The
// input is not trusted.
#pragma once

#include "bpf/records.h"
#include "model/sample.h"

namespace portexplorer {

[[nodiscard]] PeerSet peers_of_record(const pe_peers&);

// Sets the last peer as the remote end of an unconnected socket.
void show_last_peer(const PeerSet::Peer&, Socket&);

}  // namespace portexplorer
