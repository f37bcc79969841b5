#include "collect/diagnose/doctor.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/capabilities.h"
#include "base/own_ids.h"
#include "base/privilege.h"
#include "collect/ebpf/reader/socket_reader.h"
#include "collect/ebpf/tracer/socket_tracer.h"
#include "collect/host.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procnet/proc_net.h"
#include "collect/scan/process_scan.h"
#include "collect/socket_tables.h"
#include "model/netns_number.h"

namespace portexplorer {
namespace {

struct Capability {
  unsigned bit;
  const char* name;
  const char* gives;
};

// From linux/capability.h, each with its purpose here.
constexpr std::array kCapabilities = {
    Capability{19, "CAP_SYS_PTRACE", "reading the sockets of other users' processes"},
    Capability{2, "CAP_DAC_READ_SEARCH", "reading the files of other users' processes"},
    Capability{21, "CAP_SYS_ADMIN", "entering other network namespaces"},
    Capability{12, "CAP_NET_ADMIN", "reading the marks of sockets"},
};

std::string count(std::uint64_t n) { return std::to_string(n); }
// Returns "1 socket", "2 sockets".
std::string sockets(std::uint64_t n) { return count(n) + (n == 1 ? " socket" : " sockets"); }

// Capabilities in another user namespace have no effect outside of it, even if all ids are mapped.
bool is_in_first_user_namespace() {
  constexpr ino_t kFirst = 0xEFFFFFFD;  // PROC_USER_INIT_INO of linux/proc_ns.h
  struct stat status {};
  return ::stat("/proc/self/ns/user", &status) == 0 ? status.st_ino == kFirst
                                                    : own_users().is_complete;
}

void examine_privilege(DoctorReport& report) {
  const Capabilities held = Capabilities::effective();
  const bool is_first = is_in_first_user_namespace();
  for (const Capability& c : kCapabilities) {
    const bool has = held.has(c.bit);
    DoctorItem item{"Privilege", c.name, has ? DoctorStatus::ok : DoctorStatus::missing, {}, {}};
    item.result = has ? Message{"held; allows {what}", {{"what", c.gives}}}
                      : Message{"not held; needed for {what}", {{"what", c.gives}}};
    if (has && !is_first) {
      item.status = DoctorStatus::partial;
      item.result = {"held in this user namespace only; not enough for {what} outside of it",
                     {{"what", c.gives}}};
    }
    if (!has || !is_first) item.remedy = {how_to_get_privilege(), {}};
    report.items.push_back(std::move(item));
  }
}

void examine_processes(DoctorReport& report, const Result<ProcessScan>& scan) {
  if (!scan) {
    const bool starved = is_out_of_files(scan.error());
    report.items.push_back(
        {"Processes",
         "/proc",
         DoctorStatus::missing,
         {"not readable: {reason}", {{"reason", scan.error().what}}},
         {starved ? "Raise the limit of open files: ulimit -n 1024" : "Mount /proc.", {}}});
    return;
  }
  const std::uint64_t all = scan->members.size();
  const std::uint64_t unread = scan->unreadable + scan->out_of_files;
  DoctorItem item{
      "Processes", "open files", unread == 0 ? DoctorStatus::ok : DoctorStatus::partial, {}, {}};
  item.result = {all == 1 ? "readable for {readable} of 1 process"
                          : "readable for {readable} of {all} processes",
                 {{"readable", count(all - std::min(all, unread))}, {"all", count(all)}}};
  if (scan->unreadable != 0 && ::geteuid() != 0)
    item.remedy = {is_confined()
                       ? "Run as root outside the container to see which sockets the others hold."
                       : "Run as root to see which sockets the others hold.",
                   {}};
  report.items.push_back(std::move(item));
  for (const CoverageGap& gap : scan->coverage.gaps) {
    if (gap.id == "fds.not_permitted") continue;
    const bool hides = gap.notable || gap.id == "proc.pid_namespace";
    report.items.push_back({"Processes", gap.id, hides ? DoctorStatus::partial : DoctorStatus::ok,
                            gap.what, gap.remedy});
  }
}

std::string table_name(Protocol p, Family f) {
  std::string name(to_string(p));
  if (f == Family::ipv4) name += " over IPv4";
  if (f == Family::ipv6) name += " over IPv6";
  return name;
}

DoctorItem examine_table(int diag_fd, const DiagTable& table) {
  DoctorItem item{
      "Socket tables", table_name(table.protocol, table.family), DoctorStatus::ok, {}, {}};
  if (diag_fd >= 0 && table.protocol != Protocol::icmp) {
    const auto part = read_diag_table(diag_fd, table, NetnsId{}, {.traffic = false});
    if (part) {
      item.result = {"{sockets}, by netlink", {{"sockets", sockets(part->sockets.size())}}};
      return item;
    }
  }
  const UniqueFd net_dir(::open("/proc/thread-self/net", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  std::uint64_t rows = 0;
  bool any = false;
  for (const std::string_view file : proc_net_files(table.protocol)) {
    if (table.family != Family::unknown && file.ends_with('6') != (table.family == Family::ipv6))
      continue;
    const auto part = read_proc_net(net_dir.get(), file, NetnsId{});
    any = any || part.has_value();
    if (part) rows += part->sockets.size();
  }
  if (any) {
    item.status = DoctorStatus::partial;
    item.result = {"{sockets}, by /proc/net: no cookies, no counters",
                   {{"sockets", sockets(rows)}}};
  } else {
    item.status = DoctorStatus::missing;
    item.result = {!net_dir      ? "not readable: /proc/net cannot be opened"
                   : diag_fd < 0 ? "not readable without netlink"
                                 : "this kernel has no table for them",
                   {}};
  }
  if (diag_fd < 0 || !net_dir) return item;  // neither failure means that a module is missing
  item.remedy = {"If you use them, load the kernel module {module}.",
                 {{"module", diag_module(table.protocol)}}};
  if (table.protocol == Protocol::icmp) item.remedy = {};  // no kernel has a netlink table of them
  return item;
}

void examine_tables(DoctorReport& report) {
  const auto diag = open_diag_socket();
  if (!diag) {
    report.items.push_back({"Socket tables",
                            "netlink",
                            DoctorStatus::missing,
                            {"refused: {reason}", {{"reason", diag.error().what}}},
                            {"Allow NETLINK_SOCK_DIAG sockets in this sandbox.", {}}});
  }
  std::vector<DiagTable> tables = diag_tables(ProtocolSet::all());
  tables.push_back({Protocol::icmp, Family::ipv4});
  tables.push_back({Protocol::icmp, Family::ipv6});
  for (const DiagTable& table : tables)
    report.items.push_back(examine_table(diag ? diag->get() : -1, table));
}

// A listener on a free loopback port and a connection to it.
struct LoopbackPair {
  UniqueFd listener;
  UniqueFd client;
  std::uint16_t port = 0;
};

Result<LoopbackPair> connect_to_ourselves() {
  LoopbackPair pair{UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
                    UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool ok = ::bind(pair.listener.get(), generic, length) == 0 &&
                  ::listen(pair.listener.get(), 1) == 0 &&
                  ::getsockname(pair.listener.get(), generic, &length) == 0 &&
                  ::connect(pair.client.get(), generic, length) == 0;
  if (!ok) return fail_errno(errno, "cannot connect to 127.0.0.1");
  pair.port = ntohs(address.sin_port);
  return pair;
}

void examine_counters(DoctorReport& report) {
  DoctorItem item{"Kernel",
                  "traffic of TCP connections",
                  DoctorStatus::missing,
                  {"no counters", {}},
                  {"Requires Linux 4.19 or later.", {}}};
  const auto pair = connect_to_ourselves();
  const auto diag = open_diag_socket();
  if (pair && diag) {
    const auto part =
        read_diag_table(diag->get(), {Protocol::tcp, Family::ipv4}, NetnsId{}, {.traffic = true});
    const bool counted = part && std::ranges::any_of(part->sockets, [&](const Socket& s) {
                           return s.remote_port == pair->port && s.known(Known::bytes);
                         });
    if (counted) {
      item.status = DoctorStatus::ok;
      item.result = {"counted by the kernel from the start of each connection", {}};
      item.remedy = {};
    }
  } else {
    item.result = {"could not be tried: {reason}",
                   {{"reason", pair ? "netlink is refused" : pair.error().what}}};
    item.remedy = {};
  }
  report.items.push_back(std::move(item));
}

Message remedy_of(const Error& error) {
  if (error.kind == ErrorKind::not_permitted && ::geteuid() != 0)
    return {is_confined() ? "Run as root outside the container."
                          : "Run as root, or grant CAP_BPF and CAP_PERFMON.",
            {}};
  if (error.kind == ErrorKind::not_permitted)
    return {"Run outside the sandbox or container, or allow the bpf system call.", {}};
  if (is_out_of_files(error) || is_out_of_threads(error)) return {remedy_for(error), {}};
  return {
      "Without it the tables are read by netlink and /proc: the same rows, only slower where there "
      "are many.",
      {}};
}

// Verifies the reader: makes a connection and expects the reader to find it with its owner.
void check_socket_reader(DoctorReport& report) {
  DoctorItem item{"Kernel", "BPF socket iterator", DoctorStatus::partial, {}, {}};
  const auto fail_with = [&](const Error& error) {
    item.result = {"not available: {reason}", {{"reason", error.what}}};
    item.remedy = remedy_of(error);
    report.items.push_back(item);
  };
  auto reader = BpfSocketReader::create();
  if (!reader) return fail_with(reader.error());
  const auto pair = connect_to_ourselves();
  SocketReading reading;
  const auto read = (*reader)->read(ReaderRequest{}, {}, reading);
  if (!read) return fail_with(read.error());
  const bool found = pair && std::ranges::any_of(reading.sockets, [&](const Socket& s) {
                       return s.remote_port == pair->port && s.process != kNoIndex &&
                              reading.processes[s.process].pid.value() == ::getpid();
                     });
  if (!found)
    return fail_with(
        {ErrorKind::unavailable, 0, "the programs loaded, but did not find the test connection"});
  item.status = reading.coverage.gaps.empty() ? DoctorStatus::ok : DoctorStatus::partial;
  const std::size_t processes = reading.processes.size();
  item.result = {"works: {sockets} of {processes} read in one pass",
                 {{"sockets", sockets(reading.sockets.size())},
                  {"processes", count(processes) + (processes == 1 ? " process" : " processes")}}};
  report.items.push_back(item);
  for (const CoverageGap& gap : reading.coverage.gaps)
    report.items.push_back({"Kernel", gap.id, DoctorStatus::partial, gap.what, gap.remedy});
}

std::string_view to_text(TrafficCounter way) {
  switch (way) {
    case TrafficCounter::tracepoint: return "per call, at tracepoints";
    case TrafficCounter::fexit: return "per call, at kernel functions";
    case TrafficCounter::packet: return "per packet, at the control group";
    default: return "not at all";
  }
}

// Verifies the tracer: makes a connection and expects the tracer to report it.
void check_socket_tracer(DoctorReport& report) {
  DoctorItem item{"Kernel", "BPF socket tracer", DoctorStatus::partial, {}, {}};
  const auto fail_with = [&](const Error& error) {
    item.result = {"not available: {reason}", {{"reason", error.what}}};
    item.remedy = remedy_of(error);
    report.items.push_back(item);
  };
  const auto tracer = SocketTracer::create();
  if (!tracer) return fail_with(tracer.error());
  const auto pair = connect_to_ourselves();
  EventBatch batch;
  const auto taken = (*tracer)->take(batch);
  if (!taken) return fail_with(taken.error());
  const bool told = pair && std::ranges::any_of(batch.events, [&](const SocketEvent& e) {
                      return e.action == Action::connect && e.socket.remote_port == pair->port &&
                             e.process != kNoIndex &&
                             batch.processes[e.process].pid.value() == ::getpid();
                    });
  if (!told)
    return fail_with(
        {ErrorKind::unavailable, 0, "the programs loaded, but did not report the test connection"});
  item.status = (*tracer)->traffic_counter() == TrafficCounter::none ? DoctorStatus::partial
                                                                     : DoctorStatus::ok;
  item.result = {"works: reports connects, accepts and closes; counts non-TCP traffic {way}",
                 {{"way", std::string(to_text((*tracer)->traffic_counter()))}}};
  report.items.push_back(item);
  for (const CoverageGap& gap : (*tracer)->coverage().gaps) {
    report.items.push_back({"Kernel", gap.id,
                            gap.notable ? DoctorStatus::partial : DoctorStatus::ok, gap.what,
                            gap.remedy});
  }
}

std::string name_of(const NetnsHandle& handle) {
  if (!handle.name.empty()) return handle.name;
  const std::string number = netns_number(handle.id);
  return number.empty() ? "of process " + count(static_cast<std::uint64_t>(handle.member.value()))
                        : number;
}

void examine_namespaces(DoctorReport& report, const Result<ProcessScan>& scan) {
  if (!scan) return;
  std::vector<NetnsMember> members;
  for (std::size_t i = 0; i < scan->members.size(); ++i) {
    members.push_back({scan->member_netns[i], scan->members[i]});
  }
  Coverage coverage;
  for (const NetnsHandle& handle : find_namespaces(members, coverage)) {
    const std::string name = name_of(handle);
    DoctorItem item{"Network namespaces",
                    handle.own ? name + " (own)" : name,
                    DoctorStatus::ok,
                    {"read by netlink", {}},
                    {}};
    Result<UniqueFd> diag = fail(ErrorKind::unavailable, "it was not tried");
    const auto try_netlink = [&]() -> Result<void> {
      diag = open_diag_socket();
      return {};
    };
    const Result<void> entered = handle.own ? try_netlink() : run_in_namespace(handle, try_netlink);
    if (!entered || !diag) {
      const bool readable = handle.own || handle.member.value() != 0;
      const std::string place =
          handle.own ? "/proc/net"
                     : "/proc/" + count(static_cast<std::uint64_t>(handle.member.value())) + "/net";
      item.status = readable ? DoctorStatus::partial : DoctorStatus::missing;
      item.result =
          readable ? Message{"read through {place}: no cookies, no counters", {{"place", place}}}
                   : Message{"not readable", {}};
      const Error& error = entered ? diag.error() : entered.error();
      if (!entered || is_out_of_files(error)) item.remedy = {remedy_for(error), {}};
    }
    report.items.push_back(std::move(item));
  }
  for (const CoverageGap& gap : coverage.gaps) {
    report.items.push_back({"Network namespaces", gap.id,
                            gap.notable ? DoctorStatus::partial : DoctorStatus::ok, gap.what,
                            gap.remedy});
  }
}

}  // namespace

DoctorReport examine() {
  DoctorReport report;
  report.items.push_back(
      {"Kernel", "system", DoctorStatus::ok, {"{system}", {{"system", host_facts().system}}}, {}});
  examine_counters(report);
  check_socket_reader(report);
  check_socket_tracer(report);
  examine_privilege(report);
  ProcessScanner scanner;
  ScanRequest request;
  request.details = false;
  const auto scan = scanner.scan(request);
  examine_processes(report, scan);
  examine_namespaces(report, scan);
  examine_tables(report);
  return report;
}

}  // namespace portexplorer
