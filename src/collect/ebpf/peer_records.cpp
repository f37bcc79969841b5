#include "collect/ebpf/peer_records.h"

#include <algorithm>
#include <cstring>

namespace portexplorer {
namespace {

// The record does not contain the family. For IPv4, only the first word is set, and no datagram has
// an IPv6 address of that form.
PeerSet::Peer peer_of_record(const pe_peer& record) {
  PeerSet::Peer peer;
  peer.port = record.port;
  std::memcpy(peer.address.bytes.data(), record.address, sizeof record.address);
  const bool is_v4 = record.address[1] == 0 && record.address[2] == 0 && record.address[3] == 0;
  peer.family = is_v4 ? Family::ipv4 : Family::ipv6;
  if (is_v4 || !is_v4_mapped(peer.address)) return peer;
  IpAddress v4;
  std::copy(peer.address.bytes.begin() + 12, peer.address.bytes.end(), v4.bytes.begin());
  peer.address = v4;
  peer.family = Family::ipv4;
  return peer;
}

}  // namespace

PeerSet peers_of_record(const pe_peers& record) {
  PeerSet set;
  set.cookie = Cookie{record.cookie};
  set.more = record.more != 0 || record.count > PE_PEERS;
  for (std::size_t i = 0; i < PE_PEERS; ++i) {
    if (record.peers[i].port == 0) continue;
    const PeerSet::Peer peer = peer_of_record(record.peers[i]);
    if (std::ranges::find(set.peers, peer) == set.peers.end())
      set.peers.push_back(peer);  // two threads may have added the same peer
    if (record.last == i) set.last = peer;
  }
  const bool is_whole = record.written == record.begun && record.peers[PE_PEERS].port != 0;
  if (record.last == PE_PEERS && is_whole) set.last = peer_of_record(record.peers[PE_PEERS]);
  set.set_text();
  return set;
}

void show_last_peer(const PeerSet::Peer& last, Socket& row) {
  if (last.port == 0 || row.remote_port != 0) return;
  if (last.family == Family::ipv4 && row.family == Family::ipv6) {
    IpAddress mapped;
    mapped.bytes[10] = mapped.bytes[11] = 0xff;
    std::copy_n(last.address.bytes.begin(), 4, mapped.bytes.begin() + 12);
    row.remote_address = mapped;
  } else if (last.family == row.family) {
    row.remote_address = last.address;
  } else {
    return;
  }
  row.remote_port = last.port;
  row.set(SocketFlag::last_peer);
}

}  // namespace portexplorer
