// Both backends return the same fields for the same sockets.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <netpacket/packet.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "collect/local_source.h"
#include "model/derive.h"
#include "model/fields.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

using Cells = std::map<std::string, std::string>;  // field → value
using Table = std::map<std::string, Cells>;        // by the name of the row

struct ShowValue {
  std::string operator()(std::monostate) const { return "unknown"; }
  std::string operator()(std::string_view text) const { return std::string(text); }
  std::string operator()(std::uint64_t n) const { return std::to_string(n); }
  std::string operator()(double n) const { return std::to_string(n); }
  std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
  std::string operator()(Timestamp t) const { return std::to_string(t.value()); }
  std::string operator()(const AddressValue& a) const {
    std::string text;
    append_ip(text, a.family, a.address);
    return text + "%" + std::to_string(a.zone);
  }
  std::string operator()(const HolderList& list) const {
    std::set<int> pids;
    for (const std::uint32_t i : list.indices) pids.insert(list.tables->processes[i].pid.value());
    std::string text;
    for (const int pid : pids) text += std::to_string(pid) + " ";
    return text;
  }
};

NetnsId netns_of_this_thread() {
  struct stat status {};
  EXPECT_EQ(::stat("/proc/thread-self/ns/net", &status), 0);
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

Cells cells_of(const RowView& view) {
  Cells cells;
  for (const Field& f : all_fields())
    cells[std::string(f.name)] = std::visit(ShowValue(), f.value(view));
  cells.erase("created_before");  // the time of the reading
  const Socket& s = view.socket();
  cells["address_text"].clear();
  append_address(cells["address_text"], view, false);
  cells["raw_protocol"] = s.known(Known::endpoints) ? std::to_string(s.raw_protocol) : "unknown";
  cells["dual_stack"] = s.has(SocketFlag::dual_stack) ? "yes"
                        : s.has(SocketFlag::v6only)   ? "no"
                                                      : "unknown";
  cells["connected"] = s.has(SocketFlag::connected) ? "yes"
                       : s.known(Known::endpoints)  ? "no"
                                                    : "unknown";
  return cells;
}

// The backends may report different fields, but must never disagree. Some processes refuse access
// to their fds even to root, so /proc may be unable to explain an unknown owner.
bool is_unknown(const std::string& field, const std::string& value) {
  return value == "unknown" || (field == "owner" && value == "not_permitted") ||
         (field == "address_text" && value == "–");
}

// Only netlink reports the bytes queued in a SEQPACKET socket, and whether an MPTCP socket is
// IPv6-only.
bool may_be_unknown_to_the_reader(const std::string& field, const std::string& name) {
  return (field == "recv_queue" && name.starts_with("unix ")) ||
         (field == "dual_stack" && name.starts_with("mptcp "));
}

void expect_no_disagreement(const std::string& name, const Cells& plain, const Cells& kernel) {
  for (const auto& [field, value] : plain) {
    const std::string& other = kernel.at(field);
    if (is_unknown(field, value)) continue;  // the iterator may report more
    if (is_unknown(field, other)) {
      EXPECT_TRUE(may_be_unknown_to_the_reader(field, name))
          << field << " of " << name << " is " << value << ", and unknown to the iterator";
      continue;
    }
    // The kernel's own sockets have no owner. Only the iterator can see which of them have an inode
    // and no file.
    if (field == "owner" && other == "kernel" && plain.at("pid") == "unknown") continue;
    EXPECT_EQ(value, other) << field << " of " << name
                            << ": netlink backend on the left, BPF backend on the right";
  }
}

class BackendComparison {
 public:
  BackendComparison() : here_(netns_of_this_thread()), source_(make_local_source()) {}

  Table read(Backend way, bool unlisted = false) {
    SampleRequest request;
    request.protocols = ProtocolSet::all();
    request.backend = way;
    request.unlisted = unlisted;
    request.memory = true;
    auto sample = source_->sample(request);
    if (!sample) {
      ADD_FAILURE() << sample.error().what;
      return {};
    }
    last_ = *sample;
    const auto snapshot = derive(nullptr, last_);
    Table table;
    for (const Row& row : snapshot->rows) {
      const RowView view(*snapshot, row);
      const Socket& s = view.socket();
      const bool asks = s.protocol == Protocol::netlink && s.raw_protocol == NETLINK_SOCK_DIAG;
      // /proc does not report the namespace of a socket that is in no table. Then the owner
      // decides, which is this test.
      const bool is_ours = s.netns == here_ || (s.netns == NetnsId{} && view.process() != nullptr &&
                                                view.process()->pid.value() == ::getpid());
      if (!is_ours || asks) continue;  // the netlink sockets that the netlink backend itself uses
      EXPECT_TRUE(table.emplace(name_of(view), cells_of(view)).second) << name_of(view) << " twice";
    }
    return table;
  }

  [[nodiscard]] const Sample& last() const { return *last_; }

  // Compares the rows that did not change during the readings (timers of closing connections run).
  // Returns the number of these rows.
  std::size_t expect_the_same(bool unlisted = false) {
    const Table before = read(Backend::netlink, unlisted);
    const Table kernel = read(Backend::bpf, unlisted);
    const Table after = read(Backend::netlink, unlisted);
    std::size_t compared = 0;
    for (const auto& [name, cells] : before) {
      const auto still = after.find(name);
      if (still == after.end() || still->second != cells) continue;
      ++compared;
      const auto it = kernel.find(name);
      if (it == kernel.end()) {
        ADD_FAILURE() << name << " is missing from the BPF reading";
        continue;
      }
      expect_no_disagreement(name, cells, it->second);
    }
    for (const auto& [name, cells] : kernel)
      EXPECT_TRUE(before.contains(name) || after.contains(name))
          << name << " is in the BPF reading only";
    return compared;
  }

 private:
  static std::string name_of(const RowView& view) {
    const Socket& s = view.socket();
    std::string name(to_string(s.protocol));
    if (s.inode.value() != 0) return name + " inode " + std::to_string(s.inode.value());
    return name + " " + std::string(to_string(s.state)) + " ports " + std::to_string(s.local_port) +
           " " + std::to_string(s.remote_port);
  }

  NetnsId here_;
  std::unique_ptr<SocketSource> source_;
  std::shared_ptr<const Sample> last_;
};

constexpr int kMptcpProtocol = 262;

UniqueFd unix_socket(int type, const std::string& name) {
  UniqueFd fd = make_socket(AF_UNIX, type);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), length), 0);
  return fd;
}

// A forked process that holds all sockets of this one until the object is destroyed.
class Sharer {
 public:
  Sharer() {
    int end[2];
    EXPECT_EQ(::pipe2(end, O_CLOEXEC), 0);
    const UniqueFd read(end[0]);
    end_ = UniqueFd(end[1]);
    pid_ = ::fork();
    if (pid_ != 0) return;
    end_.reset();
    char ignored = 0;
    ::_exit(static_cast<int>(::read(read.get(), &ignored, 1)));
  }
  Sharer(const Sharer&) = delete;
  Sharer& operator=(const Sharer&) = delete;
  ~Sharer() {
    end_.reset();
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] int pid() const { return pid_; }

 private:
  UniqueFd end_;
  pid_t pid_ = 0;
};

void hold_internet_sockets(std::vector<UniqueFd>& held) {
  held.push_back(make_socket(AF_INET6, SOCK_STREAM));  // dual stack, and a connection over IPv4
  bind_to(held.back(), any6());
  ASSERT_EQ(::listen(held.back().get(), 9), 0);
  UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
  connect_to(client, loopback4(port_of(held.back())));
  held.emplace_back(::accept4(held.back().get(), nullptr, nullptr, SOCK_CLOEXEC));
  send_bytes(client, 321);
  held.push_back(std::move(client));
  held.push_back(make_socket(AF_INET6, SOCK_STREAM));
  set_option(held.back(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  set_option(held.back(), SOL_SOCKET, SO_MARK, 0x42);
  bind_to(held.back(), any6());
  ASSERT_EQ(::listen(held.back().get(), 2), 0);
  held.push_back(make_socket(AF_INET, SOCK_STREAM));  // only bound
  bind_to(held.back(), loopback4());
  held.push_back(make_socket(AF_INET, SOCK_STREAM));  // not even bound: in no table
  held.push_back(make_socket(AF_INET, SOCK_DGRAM));
  bind_to(held.back(), loopback4());
  const std::uint16_t port = port_of(held.back());
  held.push_back(make_socket(AF_INET, SOCK_DGRAM));
  connect_to(held.back(), loopback4(port));
  send_bytes(held.back(), 100);
  held.push_back(make_socket(AF_INET6, SOCK_DGRAM));
  bind_to(held.back(), any6());
  ASSERT_EQ(::fchown(held.back().get(), 1234, 1234), 0);
  held.push_back(make_socket(AF_INET, SOCK_DGRAM));  // unbound
  held.push_back(make_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE));
  bind_to(held.back(), loopback4());
  held.push_back(make_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  held.push_back(make_socket(AF_INET6, SOCK_RAW, 253));
}

void hold_other_sockets(std::vector<UniqueFd>& held) {
  using std::string_literals::operator""s;
  const std::string path = "/tmp/portexplorer-ways-" + std::to_string(::getpid());
  held.push_back(unix_socket(SOCK_STREAM, path));
  ::unlink(path.c_str());
  ASSERT_EQ(::listen(held.back().get(), 3), 0);
  held.push_back(unix_socket(SOCK_DGRAM, "\0portexplorer\0ways"s));
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
  held.emplace_back(pair[0]);
  held.emplace_back(pair[1]);
  held.push_back(make_socket(AF_PACKET, SOCK_DGRAM, htons(0x88b5)));
  held.push_back(make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  sockaddr_nl netlink{};
  netlink.nl_family = AF_NETLINK;
  bind_to(held.back(), netlink);
  held.push_back(make_socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC));  // unbound
}

// Two connections that are not accepted, with data queued in them.
void hold_unaccepted_unix(std::vector<UniqueFd>& held, int type, const std::string& name) {
  held.push_back(unix_socket(type, name));
  const int listener = held.back().get();
  ASSERT_EQ(::listen(listener, 5), 0);
  sockaddr_un address{};
  socklen_t length = sizeof address;
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length), 0);
  for (int i = 0; i < 2; ++i) {
    held.push_back(make_socket(AF_UNIX, type));
    ASSERT_EQ(::connect(held.back().get(), reinterpret_cast<const sockaddr*>(&address), length), 0);
    send_bytes(held.back(), 3);
  }
}

void hold_unix_pairs(std::vector<UniqueFd>& held, int type) {
  for (std::size_t messages = 0; messages < 3; ++messages) {
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair), 0);
    held.emplace_back(pair[0]);
    held.emplace_back(pair[1]);
    for (std::size_t i = 0; i < messages; ++i) send_bytes(held.back(), 10 + i);
  }
}

// Sockets that are in no table, or only in that of another protocol.
void hold_unbound_sockets(std::vector<UniqueFd>& held) {
  for (const int family : {AF_INET, AF_INET6}) {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) held.push_back(make_socket(family, type));
    held.push_back(make_socket(family, SOCK_DGRAM, IPPROTO_UDPLITE));
    held.push_back(make_socket(family, SOCK_STREAM, kMptcpProtocol));
    held.push_back(make_socket(family, SOCK_STREAM, kMptcpProtocol));
    if (family == AF_INET) bind_to(held.back(), loopback4());
    else bind_to(held.back(), loopback6());
  }
  for (const int protocol : {NETLINK_ROUTE, NETLINK_GENERIC, NETLINK_KOBJECT_UEVENT})
    held.push_back(make_socket(AF_NETLINK, SOCK_RAW, protocol));
  for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    held.push_back(make_socket(AF_UNIX, type));
  held.push_back(make_socket(AF_PACKET, SOCK_RAW));
}

TEST(Backends, AgreeOnUnixSocketsOfAllTypes) {
  using std::string_literals::operator""s;
  in_new_namespace([] {
    std::vector<UniqueFd> held;
    hold_unaccepted_unix(held, SOCK_STREAM, "\0portexplorer-stream"s);
    hold_unaccepted_unix(held, SOCK_SEQPACKET, "\0portexplorer-seqpacket"s);
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
      hold_unix_pairs(held, type);
      held.push_back(unix_socket(type, "\0"s));  // the empty abstract name, of each type
      held.push_back(unix_socket(type, ""s));    // autobind: the kernel chooses the name
    }
    BackendComparison ways;
    EXPECT_GE(ways.expect_the_same(), held.size() + 4);
    for (const Backend way : {Backend::netlink, Backend::bpf}) {
      std::size_t waiting = 0;
      std::size_t nameless = 0;
      for (const auto& [name, cells] : ways.read(way)) {
        if (cells.at("inode") == "unknown" && cells.at("protocol") == "unix") {
          ++waiting;
          EXPECT_THAT(cells.at("local_address"), ::testing::StartsWith("portexplorer-")) << name;
          EXPECT_EQ(cells.at("state"), "ESTABLISHED") << name;
          EXPECT_EQ(cells.at("owner"), "none") << name;
          EXPECT_NE(cells.at("peer_inode"), "unknown") << name;
        }
        if (cells.at("local_address").empty() && cells.at("address_text") == "@") ++nameless;
      }
      EXPECT_EQ(waiting, 4u) << static_cast<int>(way);
      EXPECT_EQ(nameless, 3u) << static_cast<int>(way);
    }
  });
}

TEST(Backends, AgreeOnSocketsInNoTable) {
  in_new_namespace([] {
    std::vector<UniqueFd> held;
    hold_unbound_sockets(held);
    hold_internet_sockets(held);
    hold_other_sockets(held);
    const HeldState gone = make_time_wait();  // its fd refers to a socket that is in no table
    EXPECT_GE(BackendComparison().expect_the_same(true), held.size() + 2);
  });
}

TEST(Backends, ABoundMptcpSocketIsMptcp) {
  in_new_namespace([] {
    const UniqueFd bound = make_socket(AF_INET, SOCK_STREAM, kMptcpProtocol);
    bind_to(bound, loopback4());
    BackendComparison ways;
    for (const Backend way : {Backend::netlink, Backend::bpf}) {
      for (const auto& [name, cells] : ways.read(way))
        EXPECT_NE(cells.at("protocol"), "tcp") << name;
      const auto& sockets = ways.last().sockets;
      const auto it = std::ranges::find(sockets, Inode{inode_of(bound)}, &Socket::inode);
      if (it == sockets.end())
        continue;  // before Linux 6.8, TCP's table has no sockets that are only bound
      EXPECT_EQ(it->local_port, port_of(bound));
      EXPECT_FALSE(it->known(Known::send_queue));
    }
  });
}

TEST(Backends, AgreeOnEveryKindOfSocket) {
  in_new_namespace([] {
    std::vector<UniqueFd> held;
    hold_internet_sockets(held);
    hold_other_sockets(held);
    EXPECT_GT(BackendComparison().expect_the_same(), 20u);
  });
}

TEST(Backends, AgreeInEveryTcpState) {
  in_new_namespace([] {
    const std::vector<HeldState> states = make_all_tcp_states();
    EXPECT_GE(BackendComparison().expect_the_same(), states.size() + 3);  // most have another end
  });
}

TEST(Backends, AgreeOnMptcp) {
  in_new_namespace([] {
    TcpPair pair = connect_pair(false, IPPROTO_MPTCP);
    send_bytes(pair.client, 1000);
    EXPECT_EQ(receive_bytes(pair.server, 1000), 1000u);
    EXPECT_GE(BackendComparison().expect_the_same(), 3u);
  });
}

TEST(Backends, AgreeOnSocketsOfSeveralProcesses) {
  in_new_namespace([] {
    const TcpPair pair = connect_pair();
    const Sharer sharer;
    BackendComparison ways;
    EXPECT_GE(ways.expect_the_same(), 3u);
    const std::string holders = std::to_string(std::min(::getpid(), sharer.pid())) + " " +
                                std::to_string(std::max(::getpid(), sharer.pid()));
    for (const auto& [name, cells] : ways.read(Backend::bpf)) {
      if (!name.starts_with("tcp")) continue;
      EXPECT_EQ(cells.at("holders"), holders + " ") << name;
      EXPECT_EQ(cells.at("pid"), std::to_string(::getpid())) << name;
    }
  });
}

TEST(Backends, AgreeOnUnheldSockets) {
  in_new_namespace([] {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const UniqueFd sender(ends[0]);
    const UniqueFd receiver(ends[1]);
    TcpPair flying = connect_pair();
    send_fd(sender.get(), flying.server.get());
    flying.server.reset();
    const HeldState waiting = make_unaccepted();
    const HeldState gone = make_time_wait();
    BackendComparison ways;
    EXPECT_GE(ways.expect_the_same(), 6u);
    std::multiset<std::string> without_fd;
    for (const auto& [name, cells] : ways.read(Backend::bpf)) {
      const std::string& owner = cells.at("owner");
      if (owner != "known" && name.starts_with("tcp"))
        without_fd.insert(cells.at("state") + " " + owner);
    }
    // If processes outside of this PID namespace share the control group, one of them may hold the
    // sockets in flight.
    const auto expected = [](const char* in_flight) {
      return std::multiset<std::string>{in_flight, "ESTABLISHED none", "TIME_WAIT none"};
    };
    EXPECT_THAT(without_fd,
                ::testing::AnyOf(expected("ESTABLISHED unknown"), expected("ESTABLISHED foreign")));
  });
}

TEST(Backends, AgreeOnOtherNamespaces) {
  std::vector<UniqueFd> held;
  HeldState time_wait;
  NetnsId other;
  in_new_namespace([&] {
    other = netns_of_this_thread();
    hold_internet_sockets(held);
    time_wait = make_time_wait();
    const pid_t child = ::fork();  // so that the namespace has a process
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::pause();
      ::_exit(0);
    }
    held.clear();
    hold_internet_sockets(held);
    in_new_namespace([&] {
      BackendComparison ways;
      ways.read(Backend::netlink);
      const auto describe = [&](const Sample& sample) {
        std::multiset<std::string> rows;
        for (const Socket& s : sample.sockets) {
          if (s.netns != other || s.protocol == Protocol::netlink)
            continue;  // the netlink backend itself uses netlink
          rows.insert(std::string(to_string(s.protocol)) + " " + std::string(to_string(s.state)) +
                      " " + std::to_string(s.local_port) + " " +
                      (s.process == kNoIndex
                           ? "none"
                           : std::to_string(sample.tables.processes[s.process].pid.value())));
        }
        const auto ns = std::ranges::find(sample.namespaces, other, &Netns::id);
        EXPECT_NE(ns, sample.namespaces.end());
        if (ns != sample.namespaces.end())
          rows.insert(ns->name + " " + std::to_string(ns->interfaces.size()) + " " +
                      std::to_string(ns->addresses.size()));
        return rows;
      };
      const auto plain = describe(ways.last());
      EXPECT_GT(plain.size(), 10u);
      ways.read(Backend::bpf);
      EXPECT_EQ(describe(ways.last()), plain);
    });
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  });
}

TEST(Backends, UnlistedSocketsAreReturnedOnRequest) {
  in_new_namespace([] {
    const UniqueFd unbound = make_socket(AF_INET, SOCK_STREAM);
    const UniqueFd datagrams = make_socket(AF_INET6, SOCK_DGRAM);
    BackendComparison ways;
    EXPECT_TRUE(ways.read(Backend::bpf).empty() || ways.expect_the_same() > 0);
    const auto find = [&](const UniqueFd& fd) {
      const auto it = std::ranges::find(ways.last().sockets, Inode{inode_of(fd)}, &Socket::inode);
      return it == ways.last().sockets.end() ? nullptr : &*it;
    };
    EXPECT_EQ(find(unbound), nullptr);
    for (const Backend way : {Backend::netlink, Backend::bpf}) {
      ways.read(way, true);
      const Socket* stream = find(unbound);
      ASSERT_NE(stream, nullptr);
      EXPECT_EQ(stream->protocol, Protocol::tcp);
      EXPECT_EQ(stream->family, Family::ipv4);
      EXPECT_EQ(stream->state, State::closed);
      ASSERT_NE(stream->process, kNoIndex);
      EXPECT_EQ(ways.last().tables.processes[stream->process].pid.value(), ::getpid());
      const Socket* datagram = find(datagrams);
      ASSERT_NE(datagram, nullptr);
      EXPECT_EQ(datagram->protocol, Protocol::udp);
      EXPECT_EQ(datagram->state, State::unconnected);
    }
  });
}

}  // namespace
}  // namespace portexplorer
