#include "collect/owners/unlisted.h"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

struct ProtocolName {
  std::string_view name;
  Protocol protocol;
  Family family;
};

// The kernel's names (struct proto of each protocol).
constexpr std::array kNames = {
    ProtocolName{"TCP", Protocol::tcp, Family::ipv4},
    ProtocolName{"TCPv6", Protocol::tcp, Family::ipv6},
    ProtocolName{"UDP", Protocol::udp, Family::ipv4},
    ProtocolName{"UDPv6", Protocol::udp, Family::ipv6},
    ProtocolName{"UDP-Lite", Protocol::udplite, Family::ipv4},
    ProtocolName{"UDPLITEv6", Protocol::udplite, Family::ipv6},
    ProtocolName{"PING", Protocol::icmp, Family::ipv4},
    ProtocolName{"PINGv6", Protocol::icmp, Family::ipv6},
    ProtocolName{"RAW", Protocol::raw, Family::ipv4},
    ProtocolName{"RAWv6", Protocol::raw, Family::ipv6},
    ProtocolName{"MPTCP", Protocol::mptcp, Family::ipv4},
    ProtocolName{"MPTCPv6", Protocol::mptcp, Family::ipv6},
    ProtocolName{"SCTP", Protocol::sctp, Family::ipv4},
    ProtocolName{"SCTPv6", Protocol::sctp, Family::ipv6},
    ProtocolName{"UNIX", Protocol::unix_domain, Family::unix_domain},
    ProtocolName{"UNIX-STREAM", Protocol::unix_domain, Family::unix_domain},
    ProtocolName{"NETLINK", Protocol::netlink, Family::netlink},
    ProtocolName{"PACKET", Protocol::packet, Family::packet},
    ProtocolName{"AF_VSOCK", Protocol::vsock, Family::vsock},
    ProtocolName{"XDP", Protocol::xdp, Family::other},
    ProtocolName{"TIPC", Protocol::tipc, Family::other},
    ProtocolName{"ALG", Protocol::alg, Family::other},
    ProtocolName{"HCI", Protocol::bluetooth, Family::other},
    ProtocolName{"L2CAP", Protocol::bluetooth, Family::other},
    ProtocolName{"RFCOMM", Protocol::bluetooth, Family::other},
    ProtocolName{"SCO", Protocol::bluetooth, Family::other},
    ProtocolName{"CAN_RAW", Protocol::can, Family::other},
    ProtocolName{"CAN_BCM", Protocol::can, Family::other}};

// Returns the inode N of a link "socket:[N]", or 0.
std::uint64_t inode_of_link(int dir_fd, const char* name) {
  std::array<char, 64> target{};
  const ssize_t n = ::readlinkat(dir_fd, name, target.data(), target.size());
  const std::string_view link(target.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  std::uint64_t inode = 0;
  if (!link.starts_with("socket:[")) return 0;
  std::from_chars(link.data() + 8, link.data() + link.size(), inode);
  return inode;
}

// Returns the name of the struct proto of a socket, given its descriptor in an open /proc/PID/fd;
// "" if the kernel does not report it, or the descriptor refers to something else by now. That may
// be a file whose server does not answer, so it is opened with O_PATH, which sends no request, and
// the attribute is read only if it is proven to be the socket. The proof is the link's text, which
// the kernel generates only for sockets: a server may claim that its file is a socket with the same
// inode.
std::string protocol_name(int fd_dir, const char* name, std::uint64_t inode) {
  const UniqueFd file(::openat(fd_dir, name, O_PATH | O_CLOEXEC));
  if (!file) return {};
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  if (inode_of_link(AT_FDCWD, path.c_str()) != inode) return {};
  std::array<char, 64> value{};
  const ssize_t n =
      ::getxattr(path.c_str(), "system.sockprotoname", value.data(), value.size() - 1);
  return n <= 0 ? std::string() : std::string(value.data());
}

void name_socket(Socket& socket, const std::string& name) {
  if (name.empty()) return;
  const auto it = std::ranges::find(kNames, name, &ProtocolName::name);
  socket.protocol = it == kNames.end() ? Protocol::other : it->protocol;
  socket.family = it == kNames.end() ? Family::other : it->family;
  if (socket.protocol == Protocol::tcp || socket.protocol == Protocol::mptcp)
    socket.state = State::closed;
  else if (is_internet(socket.protocol)) socket.state = State::unconnected;
}

using SocketsByInode = std::map<std::uint64_t, Socket*>;

void identify_in_process(Pid pid, const SocketsByInode& wanted) {
  const std::string path = "/proc/" + std::to_string(pid.value()) + "/fd";
  const UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return;
  alignas(8) std::array<char, 32768> buffer;
  DirectoryReader reader(directory.get(), buffer);
  for (auto name = reader.next(); !name.empty(); name = reader.next()) {
    const std::uint64_t inode = inode_of_link(directory.get(), name.data());
    const auto it = wanted.find(inode);
    if (it != wanted.end())
      name_socket(*it->second, protocol_name(directory.get(), name.data(), inode));
  }
}

bool is_only_bound(const Socket& s) {
  return s.protocol == Protocol::tcp && s.state == State::closed && s.inode.value() != 0;
}

// Turns the carrier's row into that of the MPTCP socket: they share inode, addresses and user, and
// nothing else.
void turn_into_mptcp(Socket& s) {
  s.protocol = Protocol::mptcp;
  s.cookie = Cookie{};
  s.clear(SocketFlag::subflow);
  s.set_mptcp_token(0);
  for (const Known k :
       {Known::bytes, Known::packets, Known::lifetime, Known::retransmits, Known::rtt,
        Known::recv_queue, Known::send_queue, Known::recv_memory, Known::send_memory, Known::drops})
    s.forget(k);
}

bool is_mptcp(Pid pid, std::int32_t fd, std::uint64_t inode) {
  const std::string path = "/proc/" + std::to_string(pid.value()) + "/fd";
  const UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory &&
         protocol_name(directory.get(), std::to_string(fd).c_str(), inode).starts_with("MPTCP");
}

}  // namespace

void identify_bound_mptcp(Sample& sample) {
  SocketsByInode bound;
  for (Socket& s : sample.sockets) {
    if (is_only_bound(s)) bound.emplace(s.inode.value(), &s);
  }
  if (bound.empty()) return;
  for (const Socket& s : sample.sockets) {
    if (s.protocol == Protocol::mptcp) bound.erase(s.inode.value());
  }
  for (const Mapping& m : sample.mappings) {
    const auto it = m.fd < 0 ? bound.end() : bound.find(m.inode.value());
    if (it == bound.end()) continue;
    if (is_mptcp(sample.tables.processes[m.process].pid, m.fd, m.inode.value()))
      turn_into_mptcp(*it->second);
    bound.erase(it);
  }
}

void identify_unlisted(Sample& sample) {
  std::map<Pid, SocketsByInode> by_process;
  for (Socket& s : sample.sockets) {
    if (s.protocol != Protocol::unknown || s.process == kNoIndex) continue;
    by_process[sample.tables.processes[s.process].pid].emplace(s.inode.value(), &s);
  }
  for (const auto& [pid, wanted] : by_process) identify_in_process(pid, wanted);
}

}  // namespace portexplorer
