#include "model/fields.h"

#include <algorithm>
#include <array>

#include "base/words.h"
#include "model/ephemeral_ports.h"
#include "model/findings.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

Value text_or_unknown(std::string_view text) { return text.empty() ? Value{} : Value{text}; }

template <typename Integer>
Value number(Integer value) {
  return static_cast<std::uint64_t>(value);
}

// Gets a number of the Socket if `known` is set.
template <Known known, auto member>
Value known_number(const RowView& v) {
  return v.socket().known(known) ? number(v.socket().*member) : Value{};
}

template <auto member>
Value process_text(const RowView& v) {
  const Process* p = v.process();
  return p == nullptr ? Value{} : text_or_unknown(p->*member);
}

Value time_or_unknown(std::optional<Timestamp> t) { return t ? Value{*t} : Value{}; }

AddressValue address_value(const Socket& s, const ParsedAddress& ip) {
  return {ip.family, ip.address, is_link_local(ip.family, ip.address) ? s.interface : 0};
}

bool has_no_peer(const Socket& s) { return is_unspecified(s.remote_address) && s.remote_port == 0; }
bool is_ip(const Socket& s) { return s.family == Family::ipv4 || s.family == Family::ipv6; }

// The vsock context id; unknown for VMADDR_CID_ANY.
Value context_id(const IpAddress& address) {
  std::uint32_t cid = 0;
  for (std::size_t i = 0; i < 4; ++i) cid = (cid << 8) | address.bytes[i];
  return cid == 0xFFFFFFFF ? Value{} : number(cid);
}

Value get_local_address(const RowView& v) {
  const Socket& s = v.socket();
  if (has_unknown_endpoints(s)) return {};
  // An abstract name may be empty, which is still a name: "@".
  if (s.has(SocketFlag::abstract_name)) return v.tables().view(s.text);
  if (s.family == Family::unix_domain || s.family == Family::netlink)
    return text_or_unknown(v.tables().view(s.text));
  if (s.family == Family::packet && s.interface != 0)
    return text_or_unknown(interface_name(v, s.interface));
  if (s.family == Family::vsock) return context_id(s.local_address);
  return is_ip(s) ? Value{address_value(s, {s.family, s.local_address})} : Value{};
}

Value get_remote_address(const RowView& v) {
  const Socket& s = v.socket();
  if (has_unknown_endpoints(s)) return {};
  if (s.family == Family::vsock) return s.remote_port == 0 ? Value{} : context_id(s.remote_address);
  return is_ip(s) && !has_no_peer(s) ? Value{address_value(s, remote_ip_of(s))} : Value{};
}

// Raw and packet sockets have no ports: the kernel stores the protocol that they receive there.
bool is_portless(const Socket& s) {
  return s.protocol == Protocol::raw || s.protocol == Protocol::packet;
}

// The protocol number passed to socket(2).
Value get_ip_protocol(const RowView& v) {
  const Socket& s = v.socket();
  switch (s.protocol) {
    case Protocol::tcp: return number(6u);
    case Protocol::udp: return number(17u);
    case Protocol::dccp: return number(33u);
    case Protocol::icmp: return s.family == Family::ipv6 ? number(58u) : number(1u);
    case Protocol::sctp: return number(132u);
    case Protocol::udplite: return number(136u);
    case Protocol::mptcp: return number(262u);  // IPPROTO_MPTCP
    case Protocol::raw: return s.known(Known::endpoints) ? number(s.raw_protocol) : Value{};
    default: return {};
  }
}

Value get_ethertype(const RowView& v) {
  const Socket& s = v.socket();
  return s.protocol == Protocol::packet && s.known(Known::endpoints) ? number(s.local_port)
                                                                     : Value{};
}

// Only for a socket without a local address; otherwise the address decides.
Value get_v6only(const RowView& v) {
  const Socket& s = v.socket();
  if (s.family != Family::ipv6 || !is_unspecified(s.local_address)) return {};
  if (s.has(SocketFlag::v6only)) return true;
  return s.has(SocketFlag::dual_stack) ? Value{false} : Value{};
}

// In clock ticks of the initial time namespace, so that all readers report the same number.
Value get_start_ticks(const RowView& v) {
  const Process* p = v.process();
  const auto added = v.snapshot().sample->host.added_start_ticks;
  if (p == nullptr || p->start_ticks == 0 || !added) return {};
  return number(static_cast<std::int64_t>(p->start_ticks) - *added);
}

Value get_peers(const RowView& v) {
  const PeerSet* set = v.tables().peers_of(v.socket());
  return set == nullptr ? Value{} : text_or_unknown(set->text);
}

Value get_local_port(const RowView& v) {
  const Socket& s = v.socket();
  if (is_portless(s) || has_unknown_endpoints(s)) return {};
  return s.family == Family::unix_domain || s.family == Family::unknown ? Value{}
                                                                        : number(s.local_port);
}

Value get_remote_port(const RowView& v) {
  const Socket& s = v.socket();
  if (s.family == Family::unknown || s.family == Family::unix_domain || is_portless(s) ||
      has_unknown_endpoints(s))
    return {};
  if (is_ip(s) ? has_no_peer(s) : s.remote_port == 0) return {};
  return number(s.remote_port);
}

// "" also for ephemeral ports, and if no port knowledge is available.
std::string_view service_of(const RowView& v, bool remote) {
  const auto service = v.snapshot().port_names.service;
  const Socket& s = v.socket();
  if (service == nullptr || !has_ports(s.protocol) || has_ephemeral_port(v, remote)) return {};
  return service(s.protocol, remote ? s.remote_port : s.local_port);
}

Value get_local_service(const RowView& v) { return text_or_unknown(service_of(v, false)); }
Value get_remote_service(const RowView& v) { return text_or_unknown(service_of(v, true)); }

// Null if there is no remote address or no address knowledge is available.
const AddressHost* host_of(const RowView& v) {
  const auto& facts = v.snapshot().remote_facts;
  return facts == nullptr ? nullptr : facts->host_of(v);
}

Value get_remote_host(const RowView& v) {
  const AddressHost* host = host_of(v);
  return host == nullptr ? Value{} : text_or_unknown(host->name);
}

Value get_remote_host_source(const RowView& v) {
  const AddressHost* host = host_of(v);
  return host == nullptr ? Value{} : to_string(host->known);
}

template <auto member>
Value get_place(const RowView& v) {
  const auto& facts = v.snapshot().remote_facts;
  const AddressPlace* place = facts == nullptr ? nullptr : facts->slot_of(v);
  return place == nullptr ? Value{} : text_or_unknown(place->*member);
}

// The larger count of the two sides, since usually only one of them is the port of a service.
Value get_threat_ports(const RowView& v) {
  const auto threats = v.snapshot().port_names.threats;
  const Socket& s = v.socket();
  if (threats == nullptr || !has_ports(s.protocol)) return {};
  const std::uint32_t local = has_ephemeral_port(v, false) ? 0 : threats(s.protocol, s.local_port);
  const std::uint32_t remote = has_ephemeral_port(v, true) ? 0 : threats(s.protocol, s.remote_port);
  return number(std::max(local, remote));
}

Value get_user(const RowView& v) {
  if (const Process* p = v.process()) return text_or_unknown(p->user);
  const Socket& s = v.socket();
  const auto& users = v.tables().users;
  const auto it = std::ranges::find(users, s.uid, &std::pair<std::uint32_t, std::string>::first);
  return s.known(Known::uid) && it != users.end() ? Value{std::string_view(it->second)} : Value{};
}

Value get_uid(const RowView& v) {
  const Process* p = v.process();
  return p != nullptr && p->uid ? number(p->uid->value()) : Value{};
}

// Pid 0 means that the process is outside the reader's PID namespace.
Value pid_or_unknown(const Process* p) {
  return p == nullptr || p->pid.value() == 0 ? Value{} : number(p->pid.value());
}

Value get_pid(const RowView& v) { return pid_or_unknown(v.process()); }

Value get_holders(const RowView& v) {
  const Socket& s = v.socket();
  const std::span<const std::uint32_t> holders = v.tables().holders_of(s);
  const bool is_foreign =
      holders.size() == 1 && v.process() != nullptr && v.process()->pid.value() == 0;
  return HolderList{&v.tables(), is_foreign ? holders.first(0) : holders};
}

// Sockets of the kernel are held by no process.
Value get_mapped(const RowView& v) {
  switch (v.row().owner) {
    case Owner::known:
    case Owner::foreign: return true;
    case Owner::none:
    case Owner::gone:
    case Owner::kernel: return false;
    default: return {};
  }
}

const Process* last_process_of(const RowView& v) {
  const std::uint32_t index = v.socket().last_process();
  return index == kNoIndex ? nullptr : &v.tables().processes[index];
}

Value get_last_process(const RowView& v) {
  const Process* p = last_process_of(v);
  return p == nullptr ? Value{} : text_or_unknown(p->name);
}

Value get_last_pid(const RowView& v) { return pid_or_unknown(last_process_of(v)); }

Value get_traffic_coverage(const RowView& v) {
  const Socket& s = v.socket();
  if (!s.known(Known::bytes)) return to_string(TrafficCoverage::unknown);
  return to_string(s.known(Known::lifetime) ? TrafficCoverage::lifetime
                                            : TrafficCoverage::since_observed);
}

Value rate_value(float rate) { return rate != rate ? Value{} : Value{static_cast<double>(rate)}; }

Value get_container(const RowView& v) {
  const Process* p = v.process();
  return text_or_unknown(p != nullptr ? std::string_view(p->container) : foreign_container(v));
}

Value get_interface(const RowView& v) {
  return v.socket().interface == 0 ? Value{}
                                   : text_or_unknown(interface_name(v, v.socket().interface));
}

Value get_inode(const RowView& v) {
  return v.socket().inode.value() == 0 ? Value{} : number(v.socket().inode.value());
}
Value get_peer_inode(const RowView& v) {
  const Socket& s = v.socket();
  return s.family != Family::unix_domain || s.remote_port == 0 ? Value{} : number(s.remote_port);
}
Value get_cookie(const RowView& v) {
  return v.socket().cookie.value() == 0 ? Value{} : number(v.socket().cookie.value());
}

Value get_package(const RowView& v) {
  const Process* p = v.process();
  if (p == nullptr) return {};
  return p->look.packaged == false ? Value{std::string_view("unpackaged")}
                                   : text_or_unknown(p->package);
}

Value get_findings(const RowView& v) {
  const Process* p = v.process();
  if (p == nullptr || !p->look.looked) return {};
  const Findings reasons = findings_of_row(v);
  if (reasons.standing_out == 0)
    return reasons.not_looked == 0 ? Value{std::string_view("nothing")} : Value{};
  return names_of(reasons);
}

using enum FieldId;
constexpr Align kLeft = Align::left;
constexpr Align kRight = Align::right;

constexpr std::array<Field, kFieldCount> kFields = {{
    {protocol, "protocol", "PROTO", Unit::none, kLeft, ValueKind::text,
     "The protocol of the socket: tcp, udp, unix …"_text,
     [](const RowView& v) -> Value { return to_string(v.socket().protocol); }},
    {family, "family", "FAMILY", Unit::none, kLeft, ValueKind::text,
     "The address family: ipv4, ipv6, unix …"_text,
     [](const RowView& v) -> Value { return to_string(v.socket().family); }},
    {ip_protocol, "ip_protocol", "IP PROTO", Unit::none, kRight, ValueKind::number,
     "The IP protocol number of the socket; for a raw socket, 1 is ICMP, 47 GRE, 89 OSPF."_text,
     &get_ip_protocol},
    {ethertype, "ethertype", "ETHERTYPE", Unit::none, kRight, ValueKind::number,
     "The Ethernet protocol that a packet socket receives: 3 is all, 2048 IPv4, 2054 ARP."_text,
     &get_ethertype},
    {v6only, "v6only", "V6ONLY", Unit::none, kLeft, ValueKind::boolean,
     "Whether an IPv6 socket bound to all addresses refuses IPv4; empty for other sockets, or if unknown."_text,
     &get_v6only},
    {state, "state", "STATE", Unit::none, kLeft, ValueKind::text,
     "The state of the socket: LISTEN, ESTABLISHED, TIME_WAIT …"_text,
     [](const RowView& v) -> Value { return text_or_unknown(to_string(v.socket().state)); }},
    {local_address, "local_address", "LOCAL ADDRESS", Unit::none, kLeft, ValueKind::address,
     "The local address; for a unix socket, its name."_text, &get_local_address},
    {local_port, "local_port", "LPORT", Unit::none, kRight, ValueKind::port,
     "The local port number."_text, &get_local_port},
    {local_service, "local_service", "LOCAL SERVICE", Unit::none, kLeft, ValueKind::text,
     "The registered service of the local port; empty for an ephemeral port."_text,
     &get_local_service},
    {remote_address, "remote_address", "REMOTE ADDRESS", Unit::none, kLeft, ValueKind::address,
     "The remote address; for an unconnected UDP socket, that of the last peer that was observed."_text,
     &get_remote_address},
    {remote_port, "remote_port", "RPORT", Unit::none, kRight, ValueKind::port,
     "The remote port; for an unconnected UDP socket, that of the last peer that was observed."_text,
     &get_remote_port},
    {peers, "peers", "PEERS", Unit::none, kLeft, ValueKind::text,
     "The distinct peers of an unconnected UDP socket that were observed: at most 16, then \"16+\"."_text,
     &get_peers},
    {remote_service, "remote_service", "REMOTE SERVICE", Unit::none, kLeft, ValueKind::text,
     "The registered service of the remote port; empty if the remote side opened the connection."_text,
     &get_remote_service},
    {remote_host, "remote_host", "REMOTE HOST", Unit::none, kLeft, ValueKind::text,
     "The name of the remote address, from the hosts file or, with --resolve, from DNS servers."_text,
     &get_remote_host},
    {remote_host_source, "remote_host_source", "HOST SOURCE", Unit::none, kLeft, ValueKind::text,
     "The source of that name: hosts_file or reverse_dns; or why there is none: not_asked, waiting, no_name …"_text,
     &get_remote_host_source},
    {country, "country", "COUNTRY", Unit::none, kLeft, ValueKind::text,
     "The country in which the remote address is registered, as two letters; public addresses only."_text,
     &get_place<&AddressPlace::country>},
    {network, "network", "NETWORK", Unit::none, kLeft, ValueKind::text,
     "The network of the remote address: number (AS…) and name."_text,
     &get_place<&AddressPlace::network>},
    {threat_ports, "threat_ports", "THREATS", Unit::count, kRight, ValueKind::number,
     "The number of trojans, worms and similar programs known to have used its port; proves nothing."_text,
     &get_threat_ports},
    {process, "process", "PROCESS", Unit::none, kLeft, ValueKind::text,
     "The file name of the program that owns the socket, or its short name if the file cannot be read."_text,
     &process_text<&Process::name>},
    {pid, "pid", "PID", Unit::none, kRight, ValueKind::number,
     "The ID of the process that owns the socket."_text, &get_pid},
    {path, "path", "PATH", Unit::none, kLeft, ValueKind::text,
     "The path of the program's file."_text, &process_text<&Process::path>},
    {command, "command", "COMMAND", Unit::none, kLeft, ValueKind::text,
     "The command line of the process."_text, &process_text<&Process::command>},
    {program, "program", "PROGRAM", Unit::none, kLeft, ValueKind::text,
     "The script if an interpreter runs one, otherwise the file name of the program."_text,
     &process_text<&Process::program>},
    {package, "package", "PACKAGE", Unit::none, kLeft, ValueKind::text,
     "The installed package that contains the program, or unpackaged; read only if requested."_text,
     &get_package},
    {user, "user", "USER", Unit::none, kLeft, ValueKind::text,
     "The user of the process; if the process is unknown, that of the socket."_text, &get_user},
    {uid, "uid", "UID", Unit::none, kRight, ValueKind::number, "The user ID of the process."_text,
     &get_uid},
    {socket_uid, "socket_uid", "SUID", Unit::none, kRight, ValueKind::number,
     "The ID of the user that created the socket; known even without an owner."_text,
     &known_number<Known::uid, &Socket::uid>},
    {holders, "holders", "HOLDERS", Unit::none, kLeft, ValueKind::pids,
     "All processes that hold the socket open."_text, &get_holders},
    {started_at, "started_at", "STARTED", Unit::none, kRight, ValueKind::time,
     "The start time of the process."_text,
     [](const RowView& v) -> Value {
       return v.process() == nullptr ? Value{} : time_or_unknown(v.process()->started_at);
     }},
    {start_ticks, "start_ticks", "START TICKS", Unit::none, kRight, ValueKind::number,
     "The start time of the process in clock ticks since boot; with boot_id and pid, it identifies the process."_text,
     &get_start_ticks},
    {owner, "owner", "OWNER", Unit::none, kLeft, ValueKind::text,
     "Whether the owner is known; if not, why: none, kernel, not_permitted, gone, foreign, unknown."_text,
     [](const RowView& v) -> Value { return to_string(v.row().owner); }},
    {mapped, "mapped", "MAPPED", Unit::none, kLeft, ValueKind::boolean,
     "Whether a process holds the socket, visible or not; empty if unknown."_text, &get_mapped},
    {last_process, "last_process", "LAST PROCESS", Unit::none, kLeft, ValueKind::text,
     "The process that held the socket before it lost its owner."_text, &get_last_process},
    {last_pid, "last_pid", "LAST PID", Unit::none, kRight, ValueKind::number,
     "The ID of the process that held the socket before it lost its owner."_text, &get_last_pid},
    {created_at, "created_at", "CREATED", Unit::none, kRight, ValueKind::time,
     "The creation time of the socket if it was observed; otherwise \"<\" and the time when it was first seen."_text,
     [](const RowView& v) { return time_or_unknown(v.created_at()); }},
    {created_after, "created_after", "CREATED AFTER", Unit::none, kRight, ValueKind::time,
     "The socket did not exist yet at this time."_text,
     [](const RowView& v) { return time_or_unknown(v.created_after()); }},
    {created_before, "created_before", "CREATED BEFORE", Unit::none, kRight, ValueKind::time,
     "The socket already existed at this time."_text,
     [](const RowView& v) { return time_or_unknown(v.created_before()); }},
    {sent_bytes, "sent_bytes", "SENT", Unit::bytes, kRight, ValueKind::number,
     "Bytes sent by the socket; for TCP, the payload, each byte counted once."_text,
     &known_number<Known::bytes, &Socket::sent_bytes>},
    {sent_packets, "sent_packets", "SENT PKTS", Unit::packets, kRight, ValueKind::number,
     "Packets sent by the socket; for TCP, segments with data."_text,
     &known_number<Known::packets, &Socket::sent_packets>},
    {received_bytes, "received_bytes", "RECEIVED", Unit::bytes, kRight, ValueKind::number,
     "Bytes received by the socket."_text, &known_number<Known::bytes, &Socket::received_bytes>},
    {received_packets, "received_packets", "RECV PKTS", Unit::packets, kRight, ValueKind::number,
     "Packets received by the socket."_text,
     &known_number<Known::packets, &Socket::received_packets>},
    {traffic_coverage, "traffic_coverage", "COVERAGE", Unit::none, kLeft, ValueKind::text,
     "What the counters cover: lifetime, since_observed or unknown."_text, &get_traffic_coverage},
    {sent_rate, "sent_rate", "SENT/S", Unit::bytes_per_second, kRight, ValueKind::number,
     "Bytes sent per second, recently."_text,
     [](const RowView& v) { return rate_value(v.row().sent_rate); }},
    {received_rate, "received_rate", "RECV/S", Unit::bytes_per_second, kRight, ValueKind::number,
     "Bytes received per second, recently."_text,
     [](const RowView& v) { return rate_value(v.row().received_rate); }},
    {recv_queue, "recv_queue", "RECV-Q", Unit::bytes, kRight, ValueKind::number,
     "Bytes not yet read by the program; for LISTEN, connections not yet accepted; empty for datagrams."_text,
     &known_number<Known::recv_queue, &Socket::recv_queue>},
    {send_queue, "send_queue", "SEND-Q", Unit::bytes, kRight, ValueKind::number,
     "Bytes not yet sent or acknowledged; for LISTEN, the maximum of waiting connections; empty for datagrams."_text,
     &known_number<Known::send_queue, &Socket::send_queue>},
    {recv_memory_bytes, "recv_memory_bytes", "RECV MEM", Unit::bytes, kRight, ValueKind::number,
     "Kernel memory of received data that was not yet read, including overhead."_text,
     &known_number<Known::recv_memory, &Socket::recv_memory>},
    {send_memory_bytes, "send_memory_bytes", "SEND MEM", Unit::bytes, kRight, ValueKind::number,
     "Kernel memory of sent data that the kernel still keeps, including overhead."_text,
     &known_number<Known::send_memory, &Socket::send_memory>},
    {drops, "drops", "DROPS", Unit::count, kRight, ValueKind::number,
     "Received packets that the kernel dropped before the program read them."_text,
     &known_number<Known::drops, &Socket::drops>},
    {rtt_us, "rtt_us", "RTT", Unit::microseconds, kRight, ValueKind::number,
     "The smoothed round-trip time to the remote side."_text,
     &known_number<Known::rtt, &Socket::rtt_us>},
    {retransmits, "retransmits", "RETRANS", Unit::count, kRight, ValueKind::number,
     "Segments that were retransmitted."_text,
     &known_number<Known::retransmits, &Socket::retransmits>},
    {klass, "class", "CLASS", Unit::none, kLeft, ValueKind::text,
     "normal (part of a user session), system (a service), hidden (neither: worth checking), or empty."_text,
     [](const RowView& v) { return text_or_unknown(to_string(v.row().klass)); }},
    {class_reason, "class_reason", "WHY THIS CLASS", Unit::none, kLeft, ValueKind::text,
     "The reason for the class."_text,
     [](const RowView& v) { return text_or_unknown(explain(v.row().class_reason)); }},
    {findings, "findings", "FINDINGS", Unit::none, kLeft, ValueKind::text,
     "What is worth checking about the process, or nothing; read only if requested."_text,
     &get_findings},
    {change, "change", "CHANGE", Unit::none, kLeft, ValueKind::text,
     "new, closing, or short_lived for a socket that opened and closed between two readings."_text,
     [](const RowView& v) { return text_or_unknown(to_string(v.row().change)); }},
    {mark, "mark", "MARK", Unit::none, kRight, ValueKind::number,
     "The firewall mark of the socket (SO_MARK)."_text, &known_number<Known::mark, &Socket::mark>},
    {interface, "interface", "INTERFACE", Unit::none, kLeft, ValueKind::text,
     "The network interface that the socket is bound to."_text, &get_interface},
    {netns, "netns", "NETNS", Unit::none, kLeft, ValueKind::text,
     "The network namespace: its name or number; empty if it may not be read."_text,
     [](const RowView& v) { return text_or_unknown(netns_name(v)); }},
    {container, "container", "CONTAINER", Unit::none, kLeft, ValueKind::text,
     "The container that the process runs in."_text, &get_container},
    {unit, "unit", "UNIT", Unit::none, kLeft, ValueKind::text,
     "The systemd unit of the process; a user's unit follows the user: user 1000: ssh.service."_text,
     &process_text<&Process::unit>},
    {cgroup, "cgroup", "CGROUP", Unit::none, kLeft, ValueKind::text,
     "The control group of the process."_text, &process_text<&Process::cgroup>},
    {terminal, "terminal", "TTY", Unit::none, kLeft, ValueKind::text,
     "The terminal of the process."_text, &process_text<&Process::terminal>},
    {inode, "inode", "INODE", Unit::none, kRight, ValueKind::number,
     "The inode of the socket, as in /proc/PID/fd."_text, &get_inode},
    {peer_inode, "peer_inode", "PEER INODE", Unit::none, kRight, ValueKind::number,
     "The inode of the socket at the other end of a unix connection."_text, &get_peer_inode},
    {cookie, "cookie", "COOKIE", Unit::none, kRight, ValueKind::opaque_number,
     "The kernel's ID of the socket, never reused; an accepted MPTCP socket has that of its listener."_text,
     &get_cookie},
    {direction, "direction", "DIRECTION", Unit::none, kLeft, ValueKind::text,
     "Who opened the connection: outbound (this side), inbound (the remote side) or listening; empty if unknown."_text,
     [](const RowView& v) { return text_or_unknown(to_string(v.row().direction)); }},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].id != static_cast<FieldId>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "the table is in the order of FieldId");

}  // namespace

std::span<const Field> all_fields() { return kFields; }
const Field& field(FieldId id) { return kFields[static_cast<std::size_t>(id)]; }

const Field* find_field(std::string_view name) {
  const auto it = std::ranges::find(kFields, name, &Field::name);
  return it == kFields.end() ? nullptr : &*it;
}

}  // namespace portexplorer
