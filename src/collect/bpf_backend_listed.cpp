#include "collect/bpf_backend_listed.h"

namespace portexplorer {
namespace {

// The protocol is part of the key: an MPTCP socket shares its inode with the TCP subflows that
// carry it.
std::uint64_t key(const Socket& s) {
  return s.inode.value() << 8 | static_cast<std::uint64_t>(s.protocol);
}

}  // namespace

ListedSockets::ListedSockets(const ProtocolSet& by_table, const std::vector<Socket>& tables,
                             const SocketReading& reading)
    : by_table_(by_table), lists_bound_tcp_(reading.lists_bound_tcp) {
  for (const Socket& s : tables) {
    if (s.inode.value() != 0) in_tables_.insert(key(s));
    if (!by_table.contains(s.protocol)) tables_have_others_ = true;
  }
  for (const Mapping& m : reading.shared) shared_.insert(m.inode.value());
}

bool ListedSockets::contains(const Socket& s) const {
  const bool held = s.process != kNoIndex || shared_.contains(s.inode.value());
  if (!held) return true;  // an unheld socket can only come from a table
  if (by_table_.contains(s.protocol)) return in_tables_.contains(key(s));
  switch (s.protocol) {
    case Protocol::unix_domain: return true;
    case Protocol::tcp: return s.local_port != 0 && (s.state != State::closed || lists_bound_tcp_);
    case Protocol::udp:
    case Protocol::netlink: return s.local_port != 0;
    default: return false;
  }
}

void ListedSockets::drop_doubles(std::vector<Socket>& tables, SocketReading& reading) const {
  std::unordered_set<std::uint64_t> told;
  for (const Socket& s : reading.sockets) {
    if (s.inode.value() == 0 || s.protocol == Protocol::sctp) continue;
    if (by_table_.contains(s.protocol) || (tables_have_others_ && in_tables_.contains(key(s))))
      told.insert(key(s));
  }
  std::erase_if(tables, [&](const Socket& s) { return told.contains(key(s)); });
  std::erase_if(reading.sockets, [&](const Socket& s) {
    if (s.protocol != Protocol::sctp || !in_tables_.contains(key(s))) return false;
    if (s.process != kNoIndex) reading.shared.push_back({s.inode, s.process, -1});
    return true;
  });
}

}  // namespace portexplorer
