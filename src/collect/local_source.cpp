#include "collect/local_source.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_set>

#include "collect/host.h"
#include "collect/netstat.h"
#include "collect/procfs/process_scan.h"
#include "collect/procfs/user_names.h"
#include "collect/unlisted.h"
#include "model/combine.h"

namespace portexplorer {
namespace {

std::chrono::nanoseconds clock_now(clockid_t clock) {
  timespec t{};
  ::clock_gettime(clock, &t);
  return std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec);
}

NetnsId own_netns_id() {
  struct stat status {};
  if (::stat("/proc/thread-self/ns/net", &status) != 0) return NetnsId{};
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

// Calls work(i) for each i below `count`, on as many threads as there are cores.
template <typename Work>
void for_each_in_parallel(std::size_t count, Work work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t helpers = std::min<std::size_t>(count, std::max(1u, std::thread::hardware_concurrency()));
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(loop);
  loop();
}

CoverageGap unread_namespace_gap(const NetnsHandle& handle) {
  return {"netns." + std::to_string(handle.id.value()),
          {"Sockets of network namespace {name} are not listed.",
           {{"name", handle.name.empty() ? std::to_string(handle.id.value()) : handle.name}}},
          {"Entering it needs the privilege CAP_SYS_ADMIN, and no process in it may be asked instead.", {}},
          {"Run as root.", {}},
          true};
}

CoverageGap truncated_gap(std::uint64_t count) {
  return {"dump.interrupted",
          {"{count} socket tables changed faster than they could be read; some rows may be missing or old.",
           {{"count", std::to_string(count)}}},
          {"The kernel interrupted the reading again and again.", {}},
          {"Look again.", {}},
          true};
}

class LocalSource final : public SocketSource {
 public:
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest& request) override {
    const auto start = clock_now(CLOCK_MONOTONIC);
    auto sample = std::make_shared<Sample>();
    TRY_VOID(read(*sample, request));
    combine(*sample, request.unlisted);
    if (request.owners && wants_second_look(*sample)) second_look(*sample, request);
    if (request.unlisted) identify_unlisted(*sample);
    if (request.owners) name_users(*sample);
    sample->host = host_facts();
    sample->taken_at = Timestamp{clock_now(CLOCK_REALTIME).count()};
    sample->monotonic = clock_now(CLOCK_BOOTTIME);
    sample->duration = clock_now(CLOCK_MONOTONIC) - start;
    return std::shared_ptr<const Sample>(std::move(sample));
  }

 private:
  Result<void> read(Sample& sample, const SampleRequest& request) {
    const NetstatRequest tables{request.protocols, request.traffic};
    NetstatReading own;
    Result<ProcessScan> scan = fail(ErrorKind::unavailable, "the processes were not read");
    {
      const std::jthread netstat([&] { own = read_netstat_here(own_netns_id(), tables); });
      scan = scan_processes(request);
    }
    const bool anything = own.anything;
    const NetnsId own_id = own.netns.id;
    take(sample, std::move(own), {}, true);
    if (!scan && !anything) return tl::unexpected<Error>(scan.error());
    if (!scan) {
      sample.coverage.add({"processes", {"Owners are missing.", {}}, {"{reason}.", {{"reason", scan.error().what}}}, {"", {}}, true});
      return {};
    }
    if (request.all_namespaces) read_other_namespaces(sample, *scan, own_id, tables);
    take(sample, std::move(*scan), request);
    if (sample.losses.truncated_dumps > 0) sample.coverage.add(truncated_gap(sample.losses.truncated_dumps));
    return {};
  }

  Result<ProcessScan> scan_processes(const SampleRequest& request) {
    ScanRequest scan;
    scan.details = request.process_details;
    return scanner_.scan(scan);
  }

  static void read_other_namespaces(Sample& sample, const ProcessScan& scan, NetnsId own_id, const NetstatRequest& tables) {
    std::vector<NetnsMember> members;
    members.reserve(scan.members.size());
    for (std::size_t i = 0; i < scan.members.size(); ++i) {
      if (scan.member_netns[i] != own_id) members.push_back({scan.member_netns[i], scan.members[i]});
    }
    std::vector<NetnsHandle> others = find_namespaces(members, sample.coverage);
    for (const NetnsHandle& handle : others) {
      if (handle.id == own_id) sample.namespaces.front().name = handle.name;
    }
    std::erase_if(others, [&](const NetnsHandle& h) { return h.id == own_id; });
    std::vector<NetstatReading> readings(others.size());
    for_each_in_parallel(others.size(), [&](std::size_t i) { readings[i] = read_netstat(others[i], tables); });
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (!readings[i].anything) sample.coverage.add(unread_namespace_gap(others[i]));
      take(sample, std::move(readings[i]), others[i].name, false);
    }
  }

  static void take(Sample& sample, NetstatReading&& reading, const std::string& name, bool own) {
    reading.netns.name = name;
    reading.netns.own = own;
    sample.namespaces.push_back(std::move(reading.netns));
    TablePart whole{std::move(sample.sockets), std::move(sample.tables.text), sample.losses, std::move(sample.coverage)};
    append_part(whole, std::move(reading.table));
    sample.sockets = std::move(whole.sockets);
    sample.tables.text = std::move(whole.text);
    sample.losses = whole.losses;
    sample.coverage = std::move(whole.coverage);
  }

  static void take(Sample& sample, ProcessScan&& scan, const SampleRequest& request) {
    if (!request.owners) return;
    sample.tables.processes = std::move(scan.processes);
    sample.mappings = std::move(scan.mappings);
    sample.unreadable_processes = scan.unreadable;
    sample.vanished_processes = scan.vanished;
    sample.fds_complete = scan.unreadable == 0 && !scan.processes_invisible;
    for (CoverageGap& gap : scan.coverage.gaps) sample.coverage.add(std::move(gap));
    for (Netns& ns : sample.namespaces) {
      if (ns.name.empty()) ns.name = std::to_string(ns.id.value());
    }
  }

  // A socket with a file but without a holder that we should have seen: made between the two readings, or passed on. The
  // ones that a second look did not explain before are the kernel's own, or held in other ways, and not looked for again.
  bool wants_second_look(const Sample& sample) const {
    constexpr std::uint64_t kTooMany = 1000;  // so much churn is not caught up with by looking again
    const std::uint32_t me = ::geteuid();     // root's sockets may be held by the processes that refuse even root
    std::uint64_t unexplained = 0;
    for (const Socket& s : sample.sockets) {
      if (s.process != kNoIndex || s.inode.value() == 0 || unexplained_.contains(s.inode.value())) continue;
      if (sample.fds_complete || (me != 0 && s.known(Known::uid) && s.uid == me)) ++unexplained;
    }
    return unexplained > 0 && unexplained < kTooMany;
  }

  void second_look(Sample& sample, const SampleRequest& request) {
    auto scan = scan_processes(request);
    if (!scan) return;
    take(sample, std::move(*scan), request);
    for (Socket& s : sample.sockets) {
      s.process = kNoIndex;
      s.holder_count = 0;
    }
    combine(sample, request.unlisted);
    unexplained_.clear();
    for (const Socket& s : sample.sockets) {
      if (s.process == kNoIndex && s.inode.value() != 0) unexplained_.insert(s.inode.value());
    }
  }

  void name_users(Sample& sample) {
    auto& users = sample.tables.users;
    users_.refresh();
    for (const Socket& s : sample.sockets) {
      if (s.process != kNoIndex || !s.known(Known::uid)) continue;
      const bool named = std::ranges::any_of(users, [&](const auto& user) { return user.first == s.uid; });
      if (!named) users.emplace_back(s.uid, users_.name(Uid{s.uid}));
    }
  }

  ProcessScanner scanner_;
  UserNames users_;
  std::unordered_set<std::uint64_t> unexplained_;
};

}  // namespace

std::unique_ptr<SocketSource> make_local_source() { return std::make_unique<LocalSource>(); }

}  // namespace portexplorer
