#include "collect/netlink_backend.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/own_ids.h"
#include "base/parallel.h"
#include "base/privilege.h"
#include "base/threads.h"
#include "base/words.h"
#include "collect/owners/unlisted.h"
#include "collect/procfs/proc_dir.h"
#include "model/combine.h"

namespace portexplorer {
namespace {

// Recognizes tunnel sockets. Like sockets whose owner is not visible, the kernel's own sockets have
// an inode, but no holder.
void mark_tunnels(Sample& sample) {
  for (const Netns& ns : sample.namespaces) {
    if (ns.tunnel_ports.empty()) continue;
    for (Socket& s : sample.sockets) {
      const bool is_tunnel =
          s.protocol == Protocol::udp && s.netns == ns.id && s.inode.value() != 0 &&
          is_unspecified(s.local_address) &&
          std::ranges::find(ns.tunnel_ports, s.local_port) != ns.tunnel_ports.end();
      if (is_tunnel) s.set(SocketFlag::of_kernel);
    }
  }
}

void read_other_namespaces(Sample& sample, const ProcessScan& scan, NetnsId own_id,
                           const TablesRequest& tables, std::vector<Inode>& diag_sockets) {
  std::vector<NetnsMember> members;
  members.reserve(scan.members.size());
  for (std::size_t i = 0; i < scan.members.size(); ++i) {
    if (scan.member_netns[i] != own_id) members.push_back({scan.member_netns[i], scan.members[i]});
  }
  std::vector<NetnsHandle> others = find_namespaces(members, sample.coverage);
  const auto is_own = [own_id](const NetnsHandle& h) {
    return h.id == own_id || (h.own && h.id == NetnsId{});
  };
  for (const NetnsHandle& handle : others) {
    if (is_own(handle) && !handle.name.empty()) sample.namespaces.front().name = handle.name;
  }
  std::erase_if(others, is_own);
  std::vector<TablesReading> readings(others.size());
  for_each_in_parallel(others.size(),
                       [&](std::size_t i) { readings[i] = read_socket_tables(others[i], tables); });
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!readings[i].anything)
      sample.coverage.add(unread_namespace_gap(others[i], readings[i].failure));
    diag_sockets.push_back(readings[i].diag_socket);
    append_reading(sample, std::move(readings[i]), others[i].name, false);
  }
}

Message remedy_for_no_processes(const Error& error) {
  if (is_out_of_files(error) || is_out_of_threads(error)) return {remedy_for(error), {}};
  return ::access("/proc/self", F_OK) == 0 ? Message{} : Message{"Mount /proc."_text, {}};
}

}  // namespace

Result<ProcessScan> NetlinkBackend::scan_processes(const SampleRequest& request,
                                                   ProcessScanner& scanner) {
  ScanRequest scan;
  scan.details = request.process_details;
  scan.thread_files = thread_files_;
  auto done = scanner.scan(scan);
  if (done) thread_files_ = done->thread_files;
  return done;
}

void NetlinkBackend::take(Sample& sample, ProcessScan&& scan, const SampleRequest& request) const {
  if (!request.owners) return;
  sample.tables.processes = std::move(scan.processes);
  sample.mappings = std::move(scan.mappings);
  map_diag_sockets(sample);
  sample.unreadable_processes = scan.unreadable + scan.out_of_files;
  sample.vanished_processes = scan.vanished;
  sample.sees_all_namespaces = scan.sees_all_namespaces;
  sample.fds_complete = scan.unreadable == 0 && scan.out_of_files == 0 && !scan.processes_invisible;
  sample.lacks_rights = scan.out_of_files == 0 && !may_read_all_processes();
  for (CoverageGap& gap : scan.coverage.gaps) sample.coverage.add(std::move(gap));
}

// The tables include the netlink sockets that were used to read them. The scan of the processes
// runs in parallel and may miss them, since they are open only briefly.
void NetlinkBackend::map_diag_sockets(Sample& sample) const {
  const auto self =
      std::ranges::find(sample.tables.processes, Pid(pid_shown_by_proc()), &Process::pid);
  if (self == sample.tables.processes.end()) return;
  const auto index = static_cast<std::uint32_t>(self - sample.tables.processes.begin());
  for (const Inode inode : diag_sockets_) {
    if (inode.value() != 0) sample.mappings.push_back({inode, index, -1});
  }
}

Result<void> NetlinkBackend::read_tables(const SampleRequest& request, ProcessScanner& scanner,
                                         Sample& sample) {
  const TablesRequest tables{request.protocols, request.traffic, request.memory};
  TablesReading own;
  Result<ProcessScan> scan = fail(ErrorKind::unavailable, "the processes were not read");
  {
    const std::jthread netstat =
        run_beside([&] { own = read_own_socket_tables(own_netns_id(), tables); });
    scan = scan_processes(request, scanner);
  }
  const bool anything = own.anything;
  const NetnsId own_id = own.netns.id;
  diag_sockets_ = {own.diag_socket};
  append_reading(sample, std::move(own), {}, true);
  if (!scan && !anything) return tl::unexpected<Error>(scan.error());
  if (!scan) {
    sample.processes_read = false;
    sample.coverage.add(
        {"processes",
         {request.all_namespaces
              ? "Owners and the sockets of other network namespaces are missing."_text
              : "Owners are missing."_text,
          {}},
         {"{reason}.", {}, {{"reason", own_words(scan.error().what)}}},
         remedy_for_no_processes(scan.error()),
         true});
    return {};
  }
  if (request.all_namespaces) read_other_namespaces(sample, *scan, own_id, tables, diag_sockets_);
  take(sample, std::move(*scan), request);
  return {};
}

Result<void> NetlinkBackend::read(const SampleRequest& request, ProcessScanner& scanner,
                                  Sample& sample) {
  // A scan returns only processes that hold sockets. This socket stays open so that the scan
  // includes this process.
  std::optional<UniqueFd> anchor;
  if (request.protocols.contains(Protocol::netlink)) {
    if (auto opened = open_diag_socket()) anchor = std::move(*opened);
  }
  TRY_VOID(read_tables(request, scanner, sample));
  mark_tunnels(sample);
  if (request.protocols.contains(Protocol::mptcp)) identify_bound_mptcp(sample);
  combine(sample, request.unlisted);
  if (request.owners && wants_rescan(sample, scanner)) rescan(request, scanner, sample);
  if (request.unlisted) identify_unlisted(sample);
  return {};
}

// Returns whether a socket has a file, but no holder among processes that were readable: it was
// created or passed on between the two readings. Sockets that an earlier rescan did not explain
// belong to the kernel or are held in other ways; they do not trigger another one.
bool NetlinkBackend::wants_rescan(const Sample& sample, const ProcessScanner& scanner) const {
  constexpr std::uint64_t kTooMany = 1000;  // with so much churn, a rescan cannot catch up
  const std::uint32_t me =
      ::geteuid();  // root's sockets may be held by processes that refuse access even to root
  std::uint64_t unexplained = 0;
  std::uint64_t hidden_from_root = 0;
  for (const Socket& s : sample.sockets) {
    if (s.process != kNoIndex || s.inode.value() == 0 || s.has(SocketFlag::of_kernel) ||
        unexplained_.contains(s.inode.value()))
      continue;
    if (!sample.fds_complete && me == 0) ++hidden_from_root;
    else if (sample.fds_complete || (me != 0 && s.known(Known::uid) && s.uid == me)) ++unexplained;
  }
  if (hidden_from_root > 0 && hidden_from_root < kTooMany) return scanner.has_thread_files();
  return unexplained > 0 && unexplained < kTooMany;
}

void NetlinkBackend::rescan(const SampleRequest& request, ProcessScanner& scanner, Sample& sample) {
  thread_files_ = true;
  auto scan = scan_processes(request, scanner);
  if (!scan) return;
  take(sample, std::move(*scan), request);
  for (Socket& s : sample.sockets) {
    s.process = kNoIndex;
    s.forget_holders();
  }
  combine(sample, request.unlisted);
  unexplained_.clear();
  for (const Socket& s : sample.sockets) {
    if (s.process == kNoIndex && s.inode.value() != 0) unexplained_.insert(s.inode.value());
  }
}

}  // namespace portexplorer
