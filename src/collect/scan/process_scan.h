// The mapped table: process → fd → socket for every process that may be read, and what each process
// is.
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
      false;  // also for processes that hold no socket (the list needs only those that do)
  bool thread_files = false;  // also tables of files that threads keep apart from their process
                              // (unshare(CLONE_FILES))
  unsigned threads = 0;       // 0: one for each core
};

struct ProcessScan {
  std::vector<Process> processes;  // those that hold a socket (all, with details_for_all), by pid
  std::vector<Mapping> mappings;   // indices into processes, grouped by process
  std::vector<Pid> members;        // pid of every living process seen …
  std::vector<NetnsId> member_netns;  // … and the network namespace of each; 0 where not readable
  std::uint64_t unreadable =
      0;  // processes whose fds were refused (kernel threads, which have none, not counted)
  std::uint64_t out_of_files =
      0;  // processes that were not read because this program may not open more files
  std::uint64_t vanished = 0;  // ended while they were read
  bool thread_files = false;   // ScanRequest::thread_files found sockets
  bool processes_invisible =
      false;  // /proc does not show those of other users: `unreadable` cannot count them
  bool sees_all_namespaces = true;  // false: processes of other PID namespaces are not shown
  Coverage coverage;  // fds.not_permitted, fds.limit, proc.hidepid, proc.pid_namespace
};

// A process that is known already, by what identifies it.
struct ProcessIdentity {
  Pid pid;
  std::uint64_t start_ticks = 0;
  // What it calls itself, and whose it is, by somebody who has just asked the kernel: while these
  // stay, describe() need not read all of it each time (ProcessCache). Empty: nobody knows.
  std::string comm{};
  std::optional<Uid> uid{};
  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

// In the order in which they were asked for; empty for a process that has ended (another one may
// have its pid by now), or that /proc does not show.
struct ProcessDescriptions {
  std::vector<std::optional<Process>> processes;
  bool sees_all_namespaces = true;
  Coverage coverage;  // proc.pid_namespace
};

// Where a machine keeps what is read beside /proc. Other places are for tests.
struct MachinePaths {
  std::string proc = "/proc";
  std::string run_systemd = "/run/systemd";
  std::string passwd = "/etc/passwd";
  std::string dpkg_info = "/var/lib/dpkg/info";
};

// Holds what lasts between scans (user names, the package index, the machine's facts). One thread
// at a time.
class ProcessScanner {
 public:
  explicit ProcessScanner(std::string proc_root = "/proc");
  explicit ProcessScanner(MachinePaths paths);
  ~ProcessScanner();
  ProcessScanner(const ProcessScanner&) = delete;
  ProcessScanner& operator=(const ProcessScanner&) = delete;

  // Reads every process, in parallel; the sockets of a process with very many are shared between
  // the threads. A process is held by its /proc directory fd from first to last read, so a reused
  // pid is never mixed in; one that ends before all of it was read is left out and counted. An
  // error only where /proc itself cannot be read.
  Result<ProcessScan> scan(const ScanRequest&);

  // Whether any thread keeps files apart from its process, as far as the kernel compares them. Some
  // two system calls for each process.
  [[nodiscard]] bool has_thread_files() const;

  // What each of these processes is, as scan() tells it, but without looking at its open files, for
  // somebody who knows already who holds what; in parallel. An error only where /proc itself cannot
  // be read.
  Result<ProcessDescriptions> describe(std::span<const ProcessIdentity>, const ScanRequest&);

  // Reads what processes with open files are, until `stop` is requested, so that the next
  // describe() need not: for a core that would be idle otherwise. Single-threaded. What could not
  // be read is left to describe().
  void describe_ahead(const std::stop_token& stop, bool details);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
