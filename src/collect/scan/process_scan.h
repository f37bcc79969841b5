// Scans process → fd → socket for every readable process, and describes each process.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/sample.h"

namespace portexplorer {

struct ScanRequest {
  bool details = true;  // all of Process; otherwise pid, start, name, comm, path, netns
  bool details_for_all =
      false;  // also for processes without sockets (the list needs only those with sockets)
  bool thread_files = false;  // also separate file tables of threads (unshare(CLONE_FILES))
  unsigned threads = 0;       // 0: one per core
};

struct ProcessScan {
  std::vector<Process> processes;  // those that hold a socket (all, with details_for_all), by pid
  std::vector<Mapping> mappings;   // indices into processes, grouped by process
  std::vector<Pid> members;        // pid of every running process …
  std::vector<NetnsId> member_netns;  // … and the network namespace of each; 0 if not readable
  std::uint64_t unreadable =
      0;  // processes whose fds were refused (except kernel threads, which have none)
  std::uint64_t out_of_files =
      0;  // processes that were not read because this program may not open more files
  std::uint64_t vanished = 0;  // ended while they were read
  bool thread_files = false;   // ScanRequest::thread_files found sockets
  bool processes_invisible =
      false;  // /proc does not show those of other users: `unreadable` cannot count them
  bool sees_all_namespaces = true;  // false: processes of other PID namespaces are not shown
  Coverage coverage;  // fds.not_permitted, fds.limit, proc.hidepid, proc.pid_namespace
};

// Identifies a process that is already known.
struct ProcessIdentity {
  Pid pid;
  std::uint64_t start_ticks = 0;
  // Its comm and effective user, as the kernel has just reported them. While these do not change,
  // describe() need not read the whole process each time (ProcessCache). Empty if unknown.
  std::string comm{};
  std::optional<Uid> uid{};
  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

// In the order of the request; empty for a process that has ended (its pid may have been reused),
// or that /proc does not show.
struct ProcessDescriptions {
  std::vector<std::optional<Process>> processes;
  bool sees_all_namespaces = true;
  Coverage coverage;  // proc.pid_namespace
};

// Locations of the files that are read in addition to /proc; others are for tests.
struct MachinePaths {
  std::string proc = "/proc";
  std::string run_systemd = "/run/systemd";
  std::string passwd = "/etc/passwd";
  std::string dpkg_info = "/var/lib/dpkg/info";
};

// Holds what is kept between scans (user names, the package index, facts about the machine). Not
// thread-safe.
class ProcessScanner {
 public:
  explicit ProcessScanner(std::string proc_root = "/proc");
  explicit ProcessScanner(MachinePaths paths);
  ~ProcessScanner();
  ProcessScanner(const ProcessScanner&) = delete;
  ProcessScanner& operator=(const ProcessScanner&) = delete;

  // Reads every process, in parallel; the sockets of a process with very many are divided among the
  // threads. A process's /proc directory stays open from the first to the last read, so data of
  // different processes with the same pid is never mixed; a process that ends before it was read
  // completely is omitted and counted. Fails only if /proc itself cannot be read.
  Result<ProcessScan> scan(const ScanRequest&);

  // Returns whether any thread has a separate file table, as far as the kernel compares them. Takes
  // about two system calls per process.
  [[nodiscard]] bool has_thread_files() const;

  // Describes each of these processes like scan(), but without reading its open files, for a caller
  // that already has the owners; in parallel. Fails only if /proc itself cannot be read.
  Result<ProcessDescriptions> describe(std::span<const ProcessIdentity>, const ScanRequest&);

  // Reads the processes with open files until `stop` is requested, so that the next describe() need
  // not: for a core that would otherwise be idle. Single-threaded. Processes that could not be read
  // are left to describe().
  void describe_ahead(const std::stop_token& stop, bool details);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
