// From the kernel programs' notes of whom a UDP socket exchanges datagrams with to a PeerSet. Pure;
// the bytes are not trusted.
#pragma once

#include "bpf/records.h"
#include "model/sample.h"

namespace portexplorer {

[[nodiscard]] PeerSet peers_of_record(const pe_peers&);

// Shows the last peer as the remote end of a socket that has none of its own.
void show_last_peer(const PeerSet::Peer&, Socket&);

}  // namespace portexplorer
